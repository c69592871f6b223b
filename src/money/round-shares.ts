import { roundProduct, subtractProducts } from './divide.js';

/**
 * Which whole shares are closest to the exact ones and add up to the total?
 *
 * Those of the largest remainder method (Hamilton): each exact share rounded down, and one unit more for the largest remainders. To sort
 * n remainders would cost more than all the rest, so each share is rounded to the nearest unit first. That is the method's own answer
 * for a total that differs by a few units (some 0.3 √n): for the one in which just the remainders of a half and more get a unit. What is
 * missing then goes to the largest remainders below a half; what is too much is taken from the smallest ones of a half and more.
 *
 * Invariant: integers all the way. What a share lacks, `total × weight − share × sum of weights`, is exact, and compared as it is.
 */

interface Rounding {
  readonly total: number;
  readonly weights: readonly number[];
  /** The sum of the weights. */
  readonly weight: number;
  readonly keys: readonly string[] | undefined;
  readonly shares: number[];
  /** What to add to a share: 1, or −1 where the rounded shares are too much. */
  readonly unit: number;
}

/** Up to here (units to give × shares) it is quicker to look for the largest remainder again and again than to make lists. */
const few = 200;

/**
 * Returns one share for each weight, in the same order; their sum is the total, or 0 without any weight.
 * @param total minor units, a safe integer ≥ 0
 * @param weights integers ≥ 0
 * @param weight their sum, a safe integer
 * @param keys equal remainders go to the smaller key; absent: to the smaller index
 */
export function roundShares(
  total: number,
  weights: readonly number[],
  weight: number,
  keys?: readonly string[],
): number[] {
  const shares = weights.slice();
  if (!weight) return shares;
  let odd = total;
  for (let index = 0; index < shares.length; index++)
    odd -= shares[index] = roundProduct(total, weights[index]!, weight);
  if (odd) {
    const unit = Math.sign(odd);
    const count = odd * unit;
    const give = count * shares.length < few ? giveOneByOne : giveByHalving;
    give({ total, weights, weight, keys, shares, unit }, count);
  }
  return shares;
}

/**
 * What a share lacks of a unit's direction, as a multiple of 1 ÷ weight. Rounding leaves it within ± weight ÷ 2, and all of them add up to
 * count × weight: so more than `count` are above 0, and a share that has got its unit is below 0 and never chosen again.
 */
function lackOf({ total, weights, weight, shares, unit }: Rounding, index: number): number {
  return unit * subtractProducts(total, weights[index]!, shares[index]!, weight);
}

/** Which of two equal remainders gets a unit first, or keeps it longer. */
function compareTies({ keys, unit }: Rounding, a: number, b: number): number {
  return unit * (keys && keys[a] !== keys[b] ? (keys[a]! < keys[b]! ? -1 : 1) : a - b);
}

/** Gives `count` units, each to the share that lacks most. */
function giveOneByOne(rounding: Rounding, count: number): void {
  const { shares, unit } = rounding;
  for (; count; count--) {
    let first = 0;
    let most = 0;
    for (let index = 0; index < shares.length; index++) {
      const lack = lackOf(rounding, index);
      if (lack > most || (lack === most && lack && compareTies(rounding, index, first) < 0)) {
        first = index;
        most = lack;
      }
    }
    shares[first]! += unit;
  }
}

/**
 * Gives `count` units to the shares that lack most, by halving the range in which the last of them lies: at most 53 rounds, each over
 * fewer shares. Remainders are spread evenly as a rule, so the first cut leaves about twice as many as are wanted.
 *
 * Invariant: more than `count` of those that are near lack `low` or more; what lacks more than `high` has its unit.
 */
function giveByHalving(rounding: Rounding, count: number): void {
  const { shares, unit, weight } = rounding;
  /** Absent: all. */
  let near: number[] | undefined;
  let low = 0;
  let high = Math.floor(weight / 2);
  let part = Math.min(0.5, (4 * count + 8) / shares.length);
  while (count && low < high) {
    const cut = high - Math.floor((high - low) * part);
    const above: number[] = [];
    let least = high;
    let most = low;
    for (let position = 0; position < (near ?? shares).length; position++) {
      const index = near ? near[position]! : position;
      const lack = lackOf(rounding, index);
      if (lack >= cut) {
        above.push(index);
        if (lack < least) least = lack;
      } else if (lack > most) most = lack;
    }
    if (above.length > count) {
      near = above;
      low = least;
    } else {
      for (const index of above) shares[index]! += unit;
      count -= above.length;
      high = most;
    }
    part = 0.5;
  }
  if (!count) return;
  const ties = near!.filter((index) => lackOf(rounding, index) === low);
  ties.sort((a, b) => compareTies(rounding, a, b));
  for (const index of ties.slice(0, count)) shares[index]! += unit;
}
