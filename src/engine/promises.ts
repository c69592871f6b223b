import { percentOf } from '../money/divide.js';
import type { Layer } from '../model/coupon.js';
import type { Candidate } from './candidate.js';
import type { Early } from './early.js';
import type { Legality } from './legal.js';

/**
 * What is the most that each late coupon takes off on top of the best early coupons? With less left a percentage takes less, and yet less is to
 * pay: so what it takes where least is left may be counted, together with the least that is left.
 */

/** A late coupon, and the most that it takes off, minor units. */
export interface Promising {
  readonly candidate: Candidate;
  readonly promise: number;
}

/**
 * Returns the most promising first.
 * @param all what is least with all early coupons
 * @param lostBeside how much more the early coupons leave at the least where a late coupon keeps some of them out
 */
export function rankByPromise(
  late: readonly Candidate[],
  all: Early,
  isListed: boolean,
  lostBeside: (candidate: Candidate) => number,
  legality: Legality,
): Promising[] {
  const slopes = new Map<Layer, number>();
  const ranked = late.map((candidate) => {
    const { alone, places, terms } = candidate;
    const least = isListed ? all.leastOf(places) : undefined;
    const most = least === undefined ? alone.total : Math.min(alone.total, percentOf(least, alone.percent));
    // How much of a unit more that is left before it is more to pay after it: a total that is counted as constant takes nothing of it.
    const slope = most < alone.total ? 1 - alone.percent / 100 : 1;
    slopes.set(terms.layer, Math.min(slope, slopes.get(terms.layer) ?? 1));
    return { candidate, most, slope };
  });
  return ranked
    .map(({ candidate, most, slope }) => {
      const { layer } = candidate.terms;
      // What two coupons keep out cannot be counted twice: it is counted for the platform's, where there is one.
      if (layer !== 'platform' || legality.limitOf(candidate) > 1) return { candidate, promise: most };
      // What is lost comes through the percentages of all layers, less what each may round, a unit.
      let through = slope;
      for (const [other, least] of slopes) if (other !== layer) through *= least;
      const lost = lostBeside(candidate) * through;
      return { candidate, promise: most - Math.max(0, lost - late.length) };
    })
    .sort((a, b) => b.promise - a.promise);
}
