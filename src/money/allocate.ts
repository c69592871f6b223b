import { demand } from './coupon-error.js';
import { subtractProducts } from './divide.js';
import { roundShares } from './round-shares.js';

/**
 * How is an amount split over weights, to the cent?
 *
 * In proportion, no share above its cap: a share that would reach its cap is set to it, and what is left over goes to the others in
 * proportion, until none reaches its cap; then by largest remainder on exact integers. Shares add up to the total, or to the
 * sum of the caps where that is less.
 *
 * Source: the largest remainder (Hamilton) method; capping by rounds is water-filling. Setting a share to its cap never lowers
 * the ratio for the others, so the order in which shares are set does not matter.
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
  const paired = 'give one for each weight.';
  sumAmounts('total', [total]);
  const weight = sumAmounts('weights', weights);
  demand('weights', isAmount(weight), 'their sum must be a safe integer.');
  demand('weights', !total || weight || caps, 'a total needs at least one weight above 0.');
  demand('caps', !caps || caps.length === weights.length, paired);
  demand('keys', !keys || keys.length === weights.length, paired);
  if (caps) sumAmounts('caps', caps);
  if (!keys) return split(total, weights, caps, weight);

  const order = keys.map((_, index) => index);
  order.sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0));
  const pick = (list: readonly number[]): number[] => order.map((index) => list[index]!);
  const shares = split(total, pick(weights), caps && pick(caps), weight);
  const result = weights.slice();
  order.forEach((index, position) => (result[index] = shares[position]!));
  return result;
}

/**
 * `allocate` without its checks; equal remainders go to the smaller index.
 * @param weight the sum of the weights, where it is known
 */
export function split(
  total: number,
  weights: readonly number[],
  caps?: readonly number[],
  weight = sum(weights),
): number[] {
  /** The weights, 0 where the share is set to its cap; absent while none is. */
  let open: number[] | undefined;
  // Two or three rounds as a rule, never more than 160: what a round leaves over for others is less than what the round before did, times
  // the part of the weight that it sets. So each round halves what is left over, which is a multiple of 1 ÷ weight, or the weight.
  for (let before = Infinity; caps && weight < before;) {
    before = weight;
    for (let index = 0; index < weights.length; index++) {
      const each = (open ?? weights)[index]!;
      if (each && subtractProducts(total, each, caps[index]!, weight) >= 0) {
        open ??= weights.slice();
        open[index] = 0;
        weight -= each;
        total -= caps[index]!;
      }
    }
  }
  const shares = roundShares(total, open ?? weights, weight);
  if (open)
    for (let index = 0; index < open.length; index++)
      if (weights[index] && !open[index]) shares[index] = caps![index]!;
  return shares;
}

export function sum(amounts: readonly number[]): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
}

function sumAmounts(argument: string, amounts: readonly number[]): number {
  let total = 0;
  for (const amount of amounts) {
    demand(argument, isAmount(amount), 'give safe integers ≥ 0.');
    total += amount;
  }
  return total;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
