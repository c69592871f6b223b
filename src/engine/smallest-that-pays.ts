import type { Appraisal, Trial } from './appraise.js';
import type { Shortfall } from './find-shortfalls.js';
import type { More } from './more-of.js';

/**
 * With how much more does a coupon pay off?
 *
 * At its threshold, or else between there and the limit. To find where, a few sets are priced instead of searched for: where the set with the
 * coupon that is best at some amount overtakes the sets without it that were best elsewhere is about where it is. There, and one minor unit
 * (one unit) before, the best set is searched for; a better one that turns up is one more to overtake.
 *
 * Invariant: at `tooLittle` it does not pay off, at `amount` it does.
 */
export interface Payoff extends Trial {
  /** Minor units at list price, or units. */
  readonly amount: number;
}

/**
 * Returns the amount with what was found there; undefined where the coupon does not pay off up to the limit. It is the smallest amount where the
 * coupon, once it pays off, goes on paying off; else the start of a range in which it does.
 */
export function smallestThatPays(
  { least, most, cartWith }: More,
  shortfall: Shortfall,
  { trial, payableWith }: Pick<Appraisal, 'trial' | 'payableWith'>,
): Payoff | undefined {
  const tryAt = (amount: number): Payoff => ({ ...trial(cartWith(amount), shortfall), amount });
  let payoff = tryAt(least);
  if (payoff.saves) return payoff;

  let tooLittle = least;
  let isForeseen = true;
  const rivals = [payoff.without];
  payoff = tryAt(most);
  while (payoff.saves && payoff.amount - tooLittle > 1) {
    const { amount, set } = payoff;
    rivals.push(payoff.without);
    const overtakes = (each: number): boolean => {
      const extended = cartWith(each);
      const payable = payableWith(extended, set, shortfall.coupon);
      return rivals.every((rival) => payable < payableWith(extended, rival));
    };
    // After a surprise the middle, so that the steps are never more than twice those of a bisection.
    const start: number = isForeseen
      ? firstBetween(tooLittle, amount, overtakes)
      : tooLittle + Math.floor((amount - tooLittle) / 2);
    const tried = tryAt(Math.min(start, amount - 1));
    isForeseen = !isForeseen || start < amount === tried.saves > 0;
    if (tried.saves) payoff = tried;
    else {
      tooLittle = tried.amount;
      rivals.push(tried.without);
    }
  }
  return payoff.saves ? payoff : undefined;
}

/** The smallest number above `low` for which something holds, if it holds from there on; `high` where it holds for none below. */
function firstBetween(low: number, high: number, holds: (amount: number) => boolean): number {
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
