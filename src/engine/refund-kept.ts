import type { Allocation, QuoteLine } from '../model/quote.js';

/** What is kept of a line between two returns. A refund is the difference of two of these, so that refunds add up to the quote. */
export interface Kept {
  /** What the shopper has paid for it and not got back, minor units. */
  readonly payable: number;
  readonly shares: Shares;
}

/** A line before a return and after it. */
export interface Change {
  readonly before: Kept;
  readonly after: Kept;
}

/** What each coupon takes off a line; of a coupon that is not here nothing is kept. */
export type Shares = ReadonlyMap<string, Share>;
export type Share = Omit<Allocation, 'coupon'>;

export const noShare: Share = { amount: 0, platform: 0 };
export const nothingKept: Kept = { payable: 0, shares: new Map() };

export function keptOf({ payable, allocations }: Pick<QuoteLine, 'payable' | 'allocations'>): Kept {
  return { payable, shares: sharesOf(allocations) };
}

function sharesOf(allocations: readonly Allocation[]): Shares {
  return new Map(allocations.map(({ coupon, amount, platform }) => [coupon, { amount, platform }]));
}

/** Returns what is kept when so much of it was paid back, and these shares were undone. */
export function takeBack(
  { payable, shares }: Kept,
  amount: number,
  allocations: readonly Allocation[],
): Kept {
  return { payable: payable - amount, shares: sharesOf(difference(shares, sharesOf(allocations))) };
}

/** Returns what `before` has more than `after`, where they differ. */
export function difference(
  before: Shares,
  after: Shares,
  coupons: Iterable<string> = new Set([...before.keys(), ...after.keys()]),
): Allocation[] {
  return [...coupons].flatMap((coupon) => {
    const [was, is] = [before.get(coupon) ?? noShare, after.get(coupon) ?? noShare];
    const amount = was.amount - is.amount;
    const platform = was.platform - is.platform;
    return amount || platform ? [{ coupon, amount, platform }] : [];
  });
}
