import type { Candidate } from './candidate.js';
import type { Legality } from './legal.js';

/**
 * What if the best choices of several districts may not stand together? Of rivals, coupons that are all in each other's way, one can stay;
 * what the others are worth is lost at the least. Legal sets are those without the one that is worth most, and those without its rivals.
 */
export interface Conflict {
  /** What legal sets lose at the least, as `worthOf` counts. */
  readonly loss: number;
  /** Coupons to leave out, one way or another: every legal set is without one or the other. */
  readonly branches: readonly (readonly Candidate[])[];
}

/**
 * Returns a conflict between the coupons chosen; undefined where all may stand together.
 * @param chosen of each district, the coupons that can be in the way of others
 * @param all of all districts, those that can
 * @param worthOf what a district loses at the least without a coupon
 */
export function findConflict(
  chosen: readonly (readonly Candidate[])[],
  all: readonly Candidate[],
  worthOf: (candidate: Candidate) => number,
  legality: Legality,
): Conflict | undefined {
  const together: Candidate[] = [];
  const rivalries: Candidate[][] = [];
  let counted: readonly Candidate[] | undefined;
  for (const ofDistrict of chosen) {
    // What coupons of one district are worth does not add up, so one of them counts.
    let isCounted = false;
    for (const candidate of ofDistrict) {
      const rival = together.find((other) => !legality.agree(candidate, other));
      counted ??= rival ? undefined : legality.tooMany(candidate, together);
      if (rival && !isCounted) {
        const joined = rivalries.find((rivals) => rivals.every((other) => !legality.agree(candidate, other)));
        if (joined) joined.push(candidate);
        else if (!rivalries.some((rivals) => rivals.includes(rival))) rivalries.push([rival, candidate]);
        isCounted = true;
      }
      together.push(candidate);
    }
  }
  if (!rivalries.length)
    return counted && { loss: Math.min(...counted.map(worthOf)), branches: counted.map((each) => [each]) };
  let loss = 0;
  let [dearest] = rivalries[0]!;
  rivalries.forEach((rivals, index) => {
    const worths = rivals.map(worthOf);
    const most = Math.max(...worths);
    for (const worth of worths) loss += worth;
    loss -= most;
    if (!index) dearest = rivals[worths.indexOf(most)];
  });
  return {
    loss,
    branches: [all.filter((each) => each !== dearest && !legality.agree(each, dearest!)), [dearest!]],
  };
}
