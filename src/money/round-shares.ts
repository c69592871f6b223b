import { roundProduct, subtractProducts } from './divide.js';

/**
 * Which whole shares are closest to the exact ones and add up to the total?
 *
 * Those of the largest remainder method (Hamilton): each exact share rounded down, and one unit more for the largest remainders. To sort
 * n remainders would cost more than all the rest, so each share is rounded to the nearest unit instead. That is the method's own answer
 * for another total: the one in which just the remainders of a half and more get a unit. It is some 0.3 √n units off; those missing go to the
 * largest remainders below a half, those too many are taken from the smallest ones of a half and more.
 *
 * Invariant: integers all the way. What a share lacks, `total × its weight − share × all weights`, is exact, and compared as it is.
 */

/** Up to here (units to give × shares) it is quickest to look for the largest remainder again and again. */
const few = 200;

/**
 * Returns one share for each weight, in the same order; equal remainders go to the smaller index. The shares add up to the
 * total; without any weight they are 0.
 * @param total minor units, a safe integer ≥ 0
 * @param weights integers ≥ 0
 * @param weight the sum of the weights, a safe integer
 */
export function roundShares(total: number, weights: readonly number[], weight: number): number[] {
  const shares = weights.slice();
  if (!weight) return shares;
  let odd = total;
  for (let index = 0; index < shares.length; index++)
    odd -= shares[index] = roundProduct(total, weights[index]!, weight);
  if (odd) giveOdd(odd, shares, total, weights, weight);
  return shares;
}

/**
 * Gives the odd units to the shares that lack most, or where `odd` is below 0 takes them from those that lack least. One look at the shares
 * that are near gives a unit to all that lack `cut` or more, and to the next one. The cut halves the range that the last of them
 * lies in: at most 54 looks, and most of them at a few shares. The first cut takes remainders as evenly spread, as they are as a rule,
 * and leaves about twice as many shares as are wanted.
 *
 * Invariant: more than `count` of the near ones lack `low` or more, and none lacks more than `high`. So it is at first: no share lacks more
 * than half a unit, and all together they lack `count` units. Who has been given a unit lacks less than nothing.
 */
function giveOdd(
  odd: number,
  shares: number[],
  total: number,
  weights: readonly number[],
  weight: number,
): void {
  const unit = Math.sign(odd);
  let count = odd * unit;
  /** Those that come first where two lack the same. Absent: all, from the first one, or where units are taken from the last one. */
  let near: number[] | undefined;
  let low = 1;
  let high = Math.floor(weight / 2);
  let part = Math.min(0.5, (4 * count + 8) / shares.length);
  while (count) {
    const { length } = near ?? shares;
    const cut = count * length < few ? Infinity : high - Math.floor((high - low) * part);
    const above: number[] = [];
    let next = 0;
    let most = 0;
    for (let position = 0; position < length; position++) {
      const index = near ? near[position]! : unit > 0 ? position : length - 1 - position;
      const lack = unit * subtractProducts(total, weights[index]!, shares[index]!, weight);
      if (lack >= cut) above.push(index);
      else if (lack > most) {
        most = lack;
        next = index;
      }
    }
    if (above.length > count && cut < high) {
      near = above;
      low = cut;
    } else {
      // All of them, and the next one; or where the cut is as high as can be, the first of those that lack the same.
      for (let given = 0; count && given <= above.length; given++, count--)
        shares[above[given] ?? next]! += unit;
      high = most;
    }
    part = 0.5;
  }
}
