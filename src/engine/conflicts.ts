import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import type { Legality } from './legal.js';

/**
 * What if the best choices of several districts may not stand together? Of rivals, coupons that are all in each other's way, one can stay;
 * what the others are worth is lost at the least. Every legal set is without the one that is worth most, or without its rivals.
 */
export interface Conflict {
  /** What is lost at the least, as `worthOf` counts. */
  readonly loss: number;
  /** Coupons to leave out, one way or another: every legal set is without those of one branch. */
  readonly branches: readonly (readonly Candidate[])[];
}

/** What a district leaves more at the least without a coupon, weighed. */
type WorthOf = (candidate: Candidate) => number;

/**
 * Returns what finds a conflict between the coupons chosen of each district; undefined where all may stand together.
 * @param all the coupons of all districts
 */
export function createConflicts(
  all: readonly Candidate[],
  legality: Legality,
): (chosen: readonly (readonly Candidate[])[], worthOf: WorthOf) => Conflict | undefined {
  // The same lists for the same branches, so that what is below them is found once.
  const lists = new Map<Candidate, Conflict['branches']>();
  const branchesOn = (kept: Candidate): Conflict['branches'] => {
    if (!lists.has(kept))
      lists.set(kept, [all.filter((each) => each !== kept && !legality.agree(each, kept)), [kept]]);
    return lists.get(kept)!;
  };
  return (chosen, worthOf) => {
    const rivalries = findRivalries(chosen, legality);
    if (!rivalries.length) return findSurplus(chosen.flat(), worthOf, legality);
    let loss = 0;
    let kept: Candidate | undefined;
    for (const rivals of rivalries) {
      const worths = rivals.map(worthOf);
      const most = Math.max(...worths);
      loss += sum(worths) - most;
      kept ??= rivals[worths.indexOf(most)]!;
    }
    return { loss, branches: branchesOn(kept!) };
  };
}

/** Coupons that are all in each other's way, of as many districts as there are of them. */
function findRivalries(
  chosen: readonly (readonly Candidate[])[],
  legality: Legality,
): readonly (readonly Candidate[])[] {
  const rivalries: Candidate[][] = [];
  // What coupons of one district are worth does not add up, so only one of them counts.
  const counted = new Set<number>();
  const choosy = chosen.map((own) => own.filter(legality.isChoosy));
  for (const [index, own] of choosy.entries())
    for (const candidate of own) {
      // Only what it does not tolerate may be otherwise unconcerned.
      const pool = candidate.terms.coupon.combinesWith ? chosen : choosy;
      for (const [at, other] of pool.entries()) {
        if (at === index) continue;
        const rival = other.find((each) => !legality.agree(candidate, each));
        if (!rival) continue;
        const joined = rivalries.find((rivals) => rivals.includes(candidate));
        if (!joined && !counted.has(index) && !counted.has(at)) {
          rivalries.push([candidate, rival]);
          counted.add(index).add(at);
        } else if (joined && !counted.has(at) && !joined.some((each) => legality.agree(each, rival))) {
          joined.push(rival);
          counted.add(at);
        }
      }
    }
  return rivalries;
}

/** More coupons than a layer's limit lets in: one of them has to go. */
function findSurplus(
  chosen: readonly Candidate[],
  worthOf: WorthOf,
  legality: Legality,
): Conflict | undefined {
  for (const [index, candidate] of chosen.entries()) {
    const surplus = legality.isChoosy(candidate) && legality.tooMany(candidate, chosen.slice(0, index));
    if (surplus) return { loss: Math.min(...surplus.map(worthOf)), branches: surplus.map((each) => [each]) };
  }
  return undefined;
}
