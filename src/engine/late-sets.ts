import type { Candidate } from './candidate.js';
import type { Work } from './forks.js';
import type { Legality } from './legal.js';

/** Which sets of late coupons may stand together, and promise enough? */

/** A late coupon, or a set of them, and the most that it takes off on top of the best early coupons, minor units. */
export interface Promising<T> {
  readonly late: T;
  readonly promise: number;
}

export interface LateSets {
  /** The most promising first. */
  readonly sets: readonly Promising<readonly Candidate[]>[];
  /** The most that a set promises for which there was no work left. */
  readonly unlisted: number;
}

/**
 * @param ordered late coupons, the most promising first
 * @param isHopeless whether no set that promises at most so much, and has at least so many coupons, is wanted
 */
export function listLateSets(
  ordered: readonly Promising<Candidate>[],
  isHopeless: (promise: number, count: number) => boolean,
  legality: Legality,
  work: Work,
): LateSets {
  const ahead = createAhead(ordered, legality);
  const sets: Promising<readonly Candidate[]>[] = [];
  let unlisted = -Infinity;
  const isOut = (promise: number, count: number): boolean => {
    const isOut = isHopeless(promise, count);
    // Where the budget is used up, everything is hopeless.
    if (isOut && work.nodes > work.budget) unlisted = Math.max(unlisted, promise);
    return isOut;
  };
  const extend = (late: readonly Candidate[], promise: number, from: number): void => {
    if (!isOut(promise, late.length)) sets.push({ late, promise });
    for (let index = from; index < ordered.length; index++) {
      if (isOut(promise + ahead(late, index), late.length + 1)) return;
      work.nodes++;
      const { late: candidate, promise: more } = ordered[index]!;
      if (legality.mayJoin(candidate, late)) extend([...late, candidate], promise + more, index + 1);
    }
  };
  extend([], 0, 0);
  return { sets: sets.sort((a, b) => b.promise - a.promise), unlisted };
}

/** Returns what may still be promised, beside some coupons, by those from an index on, as far as the limits of their layers go. */
function createAhead(
  ordered: readonly Promising<Candidate>[],
  legality: Legality,
): (late: readonly Candidate[], from: number) => number {
  const limits = new Map(ordered.map(({ late }) => [late.terms.layer, legality.limitOf(late)]));
  const layers = [...limits].map(([layer, limit]) => {
    const own = ordered.map(({ late, promise }) => (late.terms.layer === layer ? promise : 0));
    // From each index on: the most of one, and the sum.
    const most = [...own, 0];
    const all = [...own, 0];
    for (let index = own.length - 1; index >= 0; index--) {
      most[index] = Math.max(own[index]!, most[index + 1]!);
      all[index] = own[index]! + all[index + 1]!;
    }
    return { layer, limit, most, all };
  });
  return (late, from) => {
    let ahead = 0;
    for (const { layer, limit, most, all } of layers) {
      let slots = limit;
      for (const { terms } of late) if (terms.layer === layer) slots--;
      if (slots > 0) ahead += slots < Infinity ? Math.min(slots * most[from]!, all[from]!) : all[from]!;
    }
    return ahead;
  };
}
