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

/** Where units to give × shares to look at are fewer, a look for each unit is cheaper than a cut. */
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
 * Gives the odd units to the shares that lack most; where `odd` is below 0, takes them from those that lack least. Each look at the shares
 * that are near gives one to all that lack `cut` or more, and to the next one. If those are too many, only they are near from now on. The
 * cut halves the range in which the last of them lies, so that 53 cuts are enough; the first one takes remainders as evenly spread, as
 * they mostly are, and leaves about twice as many as are wanted.
 *
 * Invariant: more than `count` of the near ones lack `low` or more, and none lacks more than `high`. So it is at first, as no share lacks
 * more than half a unit and all together lack `count` units. Who is given one lacks less than nothing then.
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
  /** In the order in which equals are given one. Absent: all, from the first; where units are taken, from the last. */
  let near: number[] | undefined;
  let low = 1;
  let high = Math.floor(weight / 2);
  let part = Math.min(0.5, (4 * count + 8) / shares.length);
  while (count > 0) {
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
      // All above and the next one; where the cut is as high as can be, they lack the same, and the first ones are given one.
      for (let given = 0; count > 0 && given <= above.length; given++, count--)
        shares[above[given] ?? next]! += unit;
      high = most;
    }
    part = 0.5;
  }
}
