import type { Candidate } from './candidate.js';
import type { Entry, IsHopeless } from './explore.js';
import type { Work } from './forks.js';
import { isPreferred } from './is-preferred.js';
import { tolerates, type Legality } from './legal.js';
import type { Outcome, Sums } from './outcome.js';

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

/** The choice of an entry for each of some districts. */
export interface Combination extends Sums {
  readonly entries: readonly Entry[];
  /** What is left, weighed. */
  readonly value: number;
  /** Those of its coupons that ask something of coupons of other districts. */
  readonly choosy: readonly Candidate[];
  /** What coupons of other districts may ask of it: the same for two combinations that others treat alike. */
  readonly marks: string;
}

/**
 * Returns combinations, the most promising first.
 * @param isHopeless asked for the value of all districts
 */
export function combine(
  fronts: readonly Front[],
  { classes, classCount, beats }: Outcome,
  isHopeless: IsHopeless,
  legality: Legality,
  work: Work,
): readonly Combination[] {
  const none = new Array<number>(classCount).fill(0);
  const choosy = fronts.flatMap(({ entries }) => entries.flatMap(({ set }) => set.filter(legality.isChoosy)));
  const markOf = (candidate: Candidate): string => {
    if (legality.isChoosy(candidate)) return String(choosy.indexOf(candidate));
    return choosy.some((each) => !tolerates(each, candidate)) ? candidate.terms.layer : '';
  };
  const toCombination = (entry: Entry, places: readonly number[]): Combination => {
    const { set, value, left } = entry;
    const sums = [...none];
    left.forEach((amount, index) => (sums[classes[places[index]!]!]! += amount));
    const marks = choosy.length ? joinMarks(set.map(markOf)) : '';
    return { set, value, sums, entries: [entry], choosy: set.filter(legality.isChoosy), marks };
  };
  const mayJoin = (a: Combination, b: Combination): boolean =>
    a.choosy.every((each) => legality.mayJoin(each, b.set)) &&
    b.choosy.every((each) => a.set.every((other) => legality.agree(each, other)));

  let combinations: readonly Combination[] = [
    { set: [], sums: none, entries: [], value: 0, choosy: [], marks: '' },
  ];
  let rest = 0;
  for (const { least } of fronts) rest += least;
  for (const { places, entries, least } of fronts) {
    rest -= least;
    const front = unbeaten(
      entries.map((entry) => toCombination(entry, places)),
      beats,
      work,
    );
    const next: Combination[] = [];
    for (const before of combinations)
      for (const part of front) {
        if (++work.nodes > work.budget) return [];
        const value = before.value + part.value;
        if (isHopeless(value + rest, before.set.length + part.set.length) || !mayJoin(part, before)) continue;
        next.push({
          set: [...before.set, ...part.set],
          sums: part.sums.map((amount, index) => amount + before.sums[index]!),
          entries: [...before.entries, ...part.entries],
          value,
          choosy: [...before.choosy, ...part.choosy],
          marks:
            before.marks && part.marks ? joinMarks([before.marks, part.marks]) : before.marks + part.marks,
        });
      }
    combinations = unbeaten(next, beats, work);
  }
  return [...combinations].sort((a, b) => a.value - b.value);
}

function joinMarks(marks: readonly string[]): string {
  return [...new Set(marks.flatMap((each) => each.split('\n')))].filter(Boolean).sort().join('\n');
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
    if (!kept.some((other) => other.marks === each.marks && beats(other, each))) kept.push(each);
  }
  return kept;
}
