import { percentOf } from '../money/divide.js';
import { split, sum } from '../money/allocate.js';
import type { Allocation, Quote, QuoteLine } from '../model/quote.js';
import type { Reason, Refusal } from '../model/refusal.js';
import { apply, type Candidate, type Circumstances, type Discount } from './candidate.js';
import type { Table } from './table.js';

/** What does a set of coupons come to? Layer by layer, the coupons of one layer all seeing what the layers before it left. */

export interface Priced {
  /** In the order of application. */
  readonly applied: ReadonlyMap<Candidate, Discount>;
  /** Those that do not apply where their turn comes. */
  readonly refused: ReadonlyMap<Candidate, readonly Reason[]>;
  /** What is left of each place, minor units. */
  readonly left: readonly number[];
}

/** @param set coupons of which any two may go together */
export function price(set: readonly Candidate[], circumstances: Circumstances): Priced {
  const left = [...circumstances.table.list];
  const applied = new Map<Candidate, Discount>();
  const refused = new Map<Candidate, readonly Reason[]>();
  const ordered = [...set].sort((a, b) => a.rank - b.rank || (a.coupon.id < b.coupon.id ? -1 : 1));
  let before = [...left];
  ordered.forEach((candidate, index) => {
    if (candidate.rank !== ordered[index - 1]?.rank) before = [...left];
    const discount = apply(candidate, circumstances, before);
    if ('total' in discount) {
      applied.set(candidate, discount);
      discount.shares.forEach((share, position) => (left[candidate.places[position]!]! -= share));
    } else refused.set(candidate, discount);
  });
  return { applied, refused, left };
}

/** The quote of what was applied. */
export function toQuote(
  { cart, list, goods, fees }: Table,
  { applied, left }: Priced,
  refused: readonly Refusal[],
): Quote {
  const allocations: Allocation[][] = list.map(() => []);
  const appliedCoupons = [...applied].map(([{ coupon, layer, places, shop }, { total, shares }]) => {
    const platform = percentOf(total, coupon.funding?.platform ?? (shop === undefined ? 100 : 0));
    split(platform, shares).forEach((share, index) => {
      const amount = shares[index]!;
      if (amount) allocations[places[index]!]!.push({ coupon: coupon.id, amount, platform: share });
    });
    return { coupon: coupon.id, layer, amount: total, platform };
  });
  const at = (place: number): Pick<QuoteLine, 'discount' | 'payable' | 'allocations'> => ({
    discount: list[place]! - left[place]!,
    payable: left[place]!,
    allocations: allocations[place]!,
  });
  const placeOfLine = new Map(goods.map(({ line, place }) => [line.id, place]));
  const placeOfFee = new Map(fees.map(({ shop, place }) => [shop, place]));
  const listed = sum(list);
  const payable = sum(left);
  const shipping = sum(list.slice(goods.length));
  return {
    currency: cart.currency,
    subtotal: listed - shipping,
    shipping,
    discount: listed - payable,
    payable,
    lines: cart.lines.map(({ id, unitPrice, quantity }) => ({
      id,
      subtotal: unitPrice * quantity,
      ...at(placeOfLine.get(id)!),
    })),
    fees: (cart.shipping ?? []).map((fee) => ({ ...fee, ...at(placeOfFee.get(fee.shop)!) })),
    applied: appliedCoupons,
    refused,
  };
}
