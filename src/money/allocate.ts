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
export function allocate(total: number, weights: readonly number[], options: AllocateOptions = {}): number[] {
  const { caps, keys } = options;
  requireAmounts('total', [total]);
  requireAmounts('weights', weights);
  if (caps) requireAmounts('caps', caps, weights.length);
  if (keys && keys.length !== weights.length) throw mistake('keys', 'give one key for each weight.');
  const weight = sum(weights);
  if (!Number.isSafeInteger(weight)) throw mistake('weights', 'their sum must be a safe integer.');
  if (total && !weight && !caps) throw mistake('weights', 'a total needs at least one weight above 0.');
  if (!keys) return split(total, weights, caps);

  const order = weights
    .map((_, index) => index)
    .sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
  const shares = split(
    total,
    order.map((index) => weights[index]!),
    caps && order.map((index) => caps[index]!),
  );
  const result = new Array<number>(weights.length);
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

function requireAmounts(argument: string, amounts: readonly number[], length = amounts.length): void {
  if (amounts.length !== length) throw mistake(argument, 'give one for each weight.');
  const wrong = amounts.findIndex((amount) => !Number.isSafeInteger(amount) || amount < 0);
  if (wrong >= 0) throw mistake(argument, `${amounts[wrong]} is not a safe integer ≥ 0.`);
}

function mistake(argument: string, fix: string): CouponError {
  return new CouponError('invalid-argument', argument, fix);
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
