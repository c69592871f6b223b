import { percentOf } from '../money/divide.js';
import { split } from '../money/allocate.js';
import type { Allocation, Quote } from '../model/quote.js';
import type { Reason, Refusal } from '../model/refusal.js';
import { apply, type Application, type Candidate, type Circumstances } from './candidate.js';
import type { Table } from './table.js';

/** What does a set of coupons come to? Layer by layer, the coupons of one layer all seeing what the layers before it left. */

export interface Priced {
  /** In the order of application. */
  readonly applications: readonly Application[];
  /** Those that do not apply where their turn comes. */
  readonly refused: ReadonlyMap<Candidate, readonly Reason[]>;
  /** What is left of each place, minor units. */
  readonly left: readonly number[];
}

/** @param set coupons of which any two may go together, in the order of application */
export function price(set: readonly Candidate[], circumstances: Circumstances): Priced {
  const left = [...circumstances.table.list];
  const applications: Application[] = [];
  const refused = new Map<Candidate, readonly Reason[]>();
  for (let first = 0, next = 0; first < set.length; first = next) {
    const before = applications.length;
    for (; set[next]?.rank === set[first]!.rank; next++) {
      const result = apply(set[next]!, circumstances, left);
      if ('shares' in result) applications.push(result);
      else refused.set(set[next]!, result);
    }
    for (const { candidate, shares } of applications.slice(before))
      shares.forEach((share, index) => (left[candidate.places[index]!]! -= share));
  }
  return { applications, refused, left };
}

/** By layer, then by id. */
export function inOrder(set: readonly Candidate[]): Candidate[] {
  return [...set].sort((a, b) => a.rank - b.rank || (a.coupon.id < b.coupon.id ? -1 : 1));
}

/** The quote of what was applied. */
export function toQuote(
  { cart, list, placeOfLine, placeOfFee }: Table,
  { applications, left }: Priced,
  refused: readonly Refusal[],
): Quote {
  const allocations: Allocation[][] = list.map(() => []);
  const applied = applications.map(({ candidate: { coupon, layer, places, shop }, total, shares }) => {
    const platform = percentOf(total, coupon.funding?.platform ?? (shop === undefined ? 100 : 0));
    split(platform, shares).forEach((share, index) => {
      if (shares[index])
        allocations[places[index]!]!.push({ coupon: coupon.id, amount: shares[index]!, platform: share });
    });
    return { coupon: coupon.id, layer, amount: total, platform };
  });
  const at = (place: number): { discount: number; payable: number; allocations: readonly Allocation[] } => ({
    discount: list[place]! - left[place]!,
    payable: left[place]!,
    allocations: allocations[place]!,
  });
  const sum = (places: readonly number[], amounts: readonly number[]): number =>
    places.reduce((total, place) => total + amounts[place]!, 0);
  const subtotal = sum(placeOfLine, list);
  const shipping = sum(placeOfFee, list);
  const payable = sum(placeOfLine, left) + sum(placeOfFee, left);
  return {
    currency: cart.currency,
    subtotal,
    shipping,
    discount: subtotal + shipping - payable,
    payable,
    lines: cart.lines.map(({ id }, index) => ({
      id,
      subtotal: list[placeOfLine[index]!]!,
      ...at(placeOfLine[index]!),
    })),
    fees: (cart.shipping ?? []).map(({ shop, fee }, index) => ({
      ...(shop !== undefined && { shop }),
      fee,
      ...at(placeOfFee[index]!),
    })),
    applied,
    refused,
  };
}
