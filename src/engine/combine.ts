import type { Candidate } from './candidate.js';
import type { Entry, IsHopeless } from './explore.js';
import type { Work } from './forks.js';
import { isPreferred } from './is-preferred.js';
import type { Choice, Outcome } from './outcome.js';

/**
 * Which choices of one entry for each district may end best? The districts' fronts are added up one after the other; of two sums the one that
 * the other surely beats is dropped at once, so that few are left, however many there could be.
 */

const comparisonsPerNode = 64;

/** What is wanted of one district. */
export interface Front {
  readonly places: readonly number[];
  readonly entries: readonly Entry[];
  /** The least value of an entry. */
  readonly least: number;
}

/** The choice of an entry for each district. */
export interface Combination extends Choice {
  readonly entries: readonly Entry[];
  /** What is left, weighed. */
  readonly value: number;
  /** The ids of its coupons that coupons of other districts may not tolerate. */
  readonly choosy: string;
}

/**
 * Returns combinations, the most promising first.
 * @param isHopeless asked for the value of all districts
 * @param mayJoin whether coupons may join those of other districts
 * @param isChoosy whether a coupon may be in the way of one of another district
 */
export function combine(
  fronts: readonly Front[],
  { classes, classCount, beats }: Outcome,
  isHopeless: IsHopeless,
  mayJoin: (set: readonly Candidate[], others: readonly Candidate[]) => boolean,
  isChoosy: (candidate: Candidate) => boolean,
  work: Work,
): readonly Combination[] {
  const none = new Array<number>(classCount).fill(0);
  let combinations: readonly Combination[] = [{ set: [], sums: none, entries: [], value: 0, choosy: '' }];
  let rest = 0;
  for (const { least } of fronts) rest += least;

  for (const { places, entries, least } of fronts) {
    rest -= least;
    const parts = entries.map((entry): Combination => {
      const sums = [...none];
      entry.left.forEach((amount, index) => (sums[classes[places[index]!]!]! += amount));
      const choosy = entry.set.filter(isChoosy).map(({ terms }) => `${terms.id}\n`);
      return { ...entry, sums, entries: [entry], choosy: choosy.join('') };
    });
    const next: Combination[] = [];
    const front = unbeaten(parts, beats, work);
    for (const before of combinations)
      for (const part of front) {
        if (++work.nodes > work.budget) return [];
        const value = before.value + part.value;
        if (isHopeless(value + rest, before.set.length + part.set.length)) continue;
        if (!mayJoin(part.set, before.set)) continue;
        next.push({
          set: [...before.set, ...part.set],
          sums: part.sums.map((amount, index) => amount + before.sums[index]!),
          entries: [...before.entries, ...part.entries],
          value,
          choosy: before.choosy + part.choosy,
        });
      }
    combinations = unbeaten(next, beats, work);
  }
  return [...combinations].sort((a, b) => a.value - b.value);
}

function unbeaten(
  combinations: readonly Combination[],
  beats: Outcome['beats'],
  work: Work,
): readonly Combination[] {
  if (combinations.length < 2) return combinations;
  const total = ({ sums }: Combination): number => sums.reduce((all, amount) => all + amount, 0);
  const ordered = combinations
    .map((each) => ({ each, total: total(each) }))
    .sort((a, b) => a.total - b.total || (isPreferred(a.each.set, b.each.set) ? -1 : 1));
  const kept: Combination[] = [];
  for (const { each } of ordered) {
    // Comparing is quick, but many are compared.
    work.nodes += Math.floor(kept.length / comparisonsPerNode);
    if (work.nodes > work.budget) return [];
    if (!kept.some((other) => other.choosy === each.choosy && beats(other, each))) kept.push(each);
  }
  return kept;
}
