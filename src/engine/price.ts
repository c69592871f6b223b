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

/**
 * @param set coupons of which any two may go together
 * @param from what earlier layers left of each place, where the set is of later ones only; minor units
 */
export function price(
  set: readonly Candidate[],
  circumstances: Circumstances,
  from: readonly number[] = circumstances.table.list,
): Priced {
  const { list } = circumstances.table;
  const left = [...from];
  const applied = new Map<Candidate, Discount>();
  const refused = new Map<Candidate, readonly Reason[]>();
  const ordered = inOrder(set);
  let before = from;
  ordered.forEach((candidate, index) => {
    if (index && candidate.terms.rank !== ordered[index - 1]!.terms.rank) before = [...left];
    // The first layer sees what each coupon saw alone.
    const discount = before === list ? candidate.alone : apply(candidate, circumstances, before);
    if ('total' in discount) {
      applied.set(candidate, discount);
      takeOff(left, candidate, discount);
    } else refused.set(candidate, discount);
  });
  return { applied, refused, left };
}

/** The order of application: by layer, then by id. */
export function inOrder(set: readonly Candidate[]): Candidate[] {
  return [...set].sort((a, b) => a.terms.rank - b.terms.rank || (a.terms.id < b.terms.id ? -1 : 1));
}

/** Takes a coupon's shares off what is left of each place. */
export function takeOff(left: number[], { places }: Candidate, { shares }: Discount): void {
  for (let index = 0; index < shares.length; index++) left[places[index]!]! -= shares[index]!;
}

/** The quote of what was applied. */
export function toQuote(
  { cart, list, goods, fees }: Table,
  { applied, left }: Priced,
  refused: readonly Refusal[],
): Quote {
  const allocations: Allocation[][] = list.map(() => []);
  const appliedCoupons = [...applied].map(([{ terms, places }, { total, shares }]) => {
    const { coupon, layer, shop } = terms;
    const platform = percentOf(total, coupon.funding?.platform ?? (shop === undefined ? 100 : 0));
    // All or nothing, as a rule.
    const borne = platform === total ? shares : platform ? split(platform, shares) : [];
    shares.forEach((amount, index) => {
      if (amount)
        allocations[places[index]!]!.push({ coupon: coupon.id, amount, platform: borne[index] ?? 0 });
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
