import { CouponError } from './coupon-error.js';
import { divideProduct } from './divide.js';

/**
 * How is an amount split over weights, to the cent?
 *
 * In proportion, no share above its cap: a share that would reach its cap is set to it, and what is left over goes to the others in
 * proportion, until none reaches its cap; then by largest remainder on exact integers. Shares add up to the total, or to the
 * sum of the caps where that is less.
 *
 * Source: the largest remainder (Hamilton) method; capping by rounds is water-filling. Setting a share to its cap never lowers
 * the ratio for the others, so the order of the rounds does not matter.
 */

export interface AllocateOptions {
  /** The most that each share may be, integers ≥ 0. Absent: no cap. */
  readonly caps?: readonly number[];
  /** Equal remainders go to the smaller key, by UTF-16 code unit. Absent: to the smaller index. */
  readonly keys?: readonly string[];
}

/**
 * Returns one share for each weight, in the same order.
 * @param total minor units, ≥ 0
 * @param weights integers ≥ 0; a weight of 0 gets 0
 * @throws CouponError where a number is not a safe integer ≥ 0, the lists differ in length, the weights sum up beyond the safe
 *   integers, or a total without caps meets no weight at all
 */
export function allocate(
  total: number,
  weights: readonly number[],
  { caps, keys }: AllocateOptions = {},
): number[] {
  const demand = (argument: string, holds: boolean, fix: string): void => {
    if (!holds) throw new CouponError('invalid-argument', argument, fix);
  };
  const whole = 'give safe integers ≥ 0.';
  demand('total', [total].every(isAmount), whole);
  demand('weights', weights.every(isAmount), whole);
  for (const [argument, list] of Object.entries({ caps, keys }))
    demand(argument, !list || list.length === weights.length, 'give one for each weight.');
  demand('caps', !caps || caps.every(isAmount), whole);
  const weight = sum(weights);
  demand('weights', isAmount(weight), 'their sum must be a safe integer.');
  demand('weights', !total || !!weight || !!caps, 'a total needs at least one weight above 0.');
  if (!keys) return split(total, weights, caps);

  const order = [...keys.keys()].sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0));
  const pick = (list: readonly number[]): number[] => order.map((index) => list[index]!);
  const shares = split(total, pick(weights), caps && pick(caps));
  const result = [...weights];
  order.forEach((index, position) => (result[index] = shares[position]!));
  return result;
}

/** `allocate` without its checks; equal remainders go to the smaller index. */
export function split(total: number, weights: readonly number[], caps?: readonly number[]): number[] {
  const shares = new Array<number>(weights.length).fill(0);
  let open: number[] = [];
  let weight = 0;
  for (let index = 0; index < weights.length; index++) {
    if (!weights[index]) continue;
    open.push(index);
    weight += weights[index]!;
  }
  let rest = total;

  for (let before = -1; caps && open.length !== before;) {
    before = open.length;
    const [ratio, of] = [rest, weight];
    open = open.filter((index) => {
      if (divideProduct(ratio, weights[index]!, of)[0] < caps[index]!) return true;
      rest -= shares[index] = caps[index]!;
      weight -= weights[index]!;
      return false;
    });
  }

  let odd = open.length && rest;
  const remainders = open.map((index) => {
    const [share, remainder] = divideProduct(rest, weights[index]!, weight);
    odd -= shares[index] = share;
    return remainder;
  });
  if (odd) {
    const byRemainder = open.map((_, position) => position);
    byRemainder.sort((a, b) => remainders[b]! - remainders[a]! || a - b);
    for (const position of byRemainder.slice(0, odd)) shares[open[position]!]!++;
  }
  return shares;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
