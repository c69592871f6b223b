import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import { createDistricts, type District } from './districts.js';
import type { Choice, Entry, Explorer, Rules } from './explore.js';
import type { Work } from './forks.js';
import type { Prepared } from './prepare.js';
import { weigh, type Outlook, type Weights } from './weights.js';

/** What do early coupons leave at the least? */
export interface Early {
  /** Which sets of the districts' coupons count. */
  readonly rules: Rules;
  readonly districts: readonly District[];
  /** The most that they can take off the places of a coupon, never less. */
  mostBefore(candidate: Candidate): number;
  /** What is left of places at the least, minor units; undefined where that is not known for all of them at once. */
  leastOf(places: readonly number[]): number | undefined;
  /** What they leave where late coupons are given, in the order of layers. */
  below(late: readonly Candidate[]): Below;
  /** How much more its district leaves at the least, weighed, without a coupon. */
  worthOf(candidate: Candidate, weights: Weights): number;
  /**
   * The same with fewer coupons.
   * @param must where given, sets without this one of them do not count
   */
  without(excluded: readonly Candidate[], must?: Candidate): Early;
}

export interface Below {
  readonly weights: Weights;
  /** What is to pay outside of the districts, less what the late coupons take as constants. */
  readonly offset: number;
  /** The least that a district leaves. */
  lowOf(district: District): Lowest;
  /** No set below these late coupons pays less; not rounded. */
  readonly atLeast: number;
}

export interface Lowest {
  /** What is left, weighed, never more than what the entry leaves. */
  readonly value: number;
  /** A choice that leaves it; absent where there was no work left to find one. */
  readonly choice: Choice | undefined;
  /** No other set leaves less, weighed. */
  readonly next: number;
}

export function createEarly(
  candidates: readonly Candidate[],
  prepared: Prepared,
  explorer: Explorer,
  work: Work,
): Early {
  const { table } = prepared.circumstances;
  const { list } = table;
  const even: Weights = list.map(() => 1);

  const lowest = (district: District, rules: Rules, weights: Weights): Lowest => {
    if (!rules.must && district.coupons.every((each) => rules.barred.has(each))) {
      const left = district.places.map((place) => list[place]!);
      const value = sum(district.places.map((place) => weights[place]! * list[place]!));
      return { choice: { set: [], left }, value, next: Infinity };
    }
    let entry: Entry | undefined;
    let next = Infinity;
    // What is left out is remembered as the least that another set can leave.
    const isNoBetter = (atLeast: number): boolean => {
      const isOut = work.nodes > work.budget || (!!entry && atLeast >= entry.value);
      if (isOut) next = Math.min(next, atLeast);
      return isOut;
    };
    const atLeast = explorer.explore(district, rules, weights, isNoBetter, (found) => {
      const [better, worse] = !entry || found.value < entry.value ? [found, entry] : [entry, found];
      if (worse) next = Math.min(next, worse.value);
      entry = better;
    });
    const isDone = entry && work.nodes <= work.budget;
    return { choice: entry, value: isDone ? entry!.value : atLeast, next: isDone ? next : atLeast };
  };

  /** @param lows of each district, where all weigh the same */
  const from = (lows: ReadonlyMap<District, Lowest>, rules: Rules): Early => {
    const districts = [...lows.keys()];
    const districtOf = new Array<District | undefined>(list.length);
    const likely = [...list];
    for (const [district, { choice }] of lows)
      district.places.forEach((place, index) => {
        districtOf[place] = district;
        if (choice) likely[place] = choice.left[index]!;
      });
    const touched = (places: readonly number[]): District[] => {
      const found = new Set<District>();
      for (const place of places) if (districtOf[place]) found.add(districtOf[place]);
      return [...found];
    };
    const leasts = new Map<readonly number[], number | undefined>();
    const leastAt = (places: readonly number[]): number | undefined => {
      const within = sum(touched(places).map((district) => district.places.length));
      return within > places.filter((place) => districtOf[place]).length
        ? undefined
        : sum(places.map((place) => likely[place]!));
    };
    const mostBefore: Outlook['mostBefore'] = ({ places }) => sum(touched(places).map(({ most }) => most));

    const worths = new Map<Candidate, number>();
    /** By the very list of what is left out. */
    const smaller = new Map<readonly Candidate[], Early>();

    const early: Early = {
      rules,
      districts,
      mostBefore,
      leastOf(places) {
        if (!leasts.has(places)) leasts.set(places, leastAt(places));
        return leasts.get(places);
      },
      below(late) {
        const likelyBefore = foresee(late, likely);
        const { weights, taken } = weigh([...late].reverse(), even, { table, likelyBefore, mostBefore });
        const isEven = weights.every((weight) => weight === weights[0]);
        const uneven = new Map<District, Lowest>();
        let offset = -taken;
        for (const place of list.keys()) if (!districtOf[place]) offset += weights[place]! * list[place]!;
        let atLeast = offset;
        for (const [district, { value }] of lows) {
          const weight = isEven ? weights[0] : evenWeight(district, weights);
          if (!weight) uneven.set(district, lowest(district, rules, weights));
          atLeast += weight ? weight * value : uneven.get(district)!.value;
        }
        const lowOf = (district: District): Lowest => {
          const weight = weights[district.places[0]!]!;
          const { value, choice, next } = lows.get(district)!;
          return uneven.get(district) ?? { value: weight * value, choice, next: weight * next };
        };
        return { weights, offset, lowOf, atLeast };
      },
      worthOf(candidate, weights) {
        const district = districtOf[candidate.places[0]!]!;
        const without = { ...rules, barred: new Set([...rules.barred, candidate]) };
        const weight = evenWeight(district, weights);
        if (weight === undefined)
          return lowest(district, without, weights).value - lowest(district, rules, weights).value;
        if (!worths.has(candidate))
          worths.set(candidate, lowest(district, without, even).value - lows.get(district)!.value);
        return weight * worths.get(candidate)!;
      },
      without(excluded, must = rules.must) {
        if (!excluded.length && must === rules.must) return early;
        const known = must === rules.must && smaller.get(excluded);
        if (known) return known;
        const stricter = { barred: new Set([...rules.barred, ...excluded]), must };
        const kept = new Map<District, Lowest>();
        for (const [district, low] of lows) {
          // What is least stays least where it is still there.
          const { set } = low.choice ?? {};
          const stays =
            set &&
            !set.some((each) => stricter.barred.has(each)) &&
            (must === rules.must || !district.coupons.includes(must!) || set.includes(must!));
          kept.set(district, stays ? low : lowest(district, stricter, even));
        }
        const left = from(kept, stricter);
        // What was cut short is not to be remembered.
        if (must === rules.must && work.nodes <= work.budget) smaller.set(excluded, left);
        return left;
      },
    };
    return early;
  };

  const districts = createDistricts(candidates, prepared, work);
  const all: Rules = { barred: new Set(), must: undefined };
  return from(new Map(districts.map((district) => [district, lowest(district, all, even)])), all);
}

/** What all places of a district weigh; undefined where they differ. */
function evenWeight({ places }: District, weights: Weights): number | undefined {
  const weight = weights[places[0]!];
  return places.every((place) => weights[place] === weight) ? weight : undefined;
}

/**
 * About what is left where the turn of each late coupon comes: each takes off in proportion.
 * @param left what the early coupons leave
 */
function foresee(late: readonly Candidate[], left: readonly number[]): Outlook['likelyBefore'] {
  const likely = new Map<Candidate, readonly number[]>();
  for (const candidate of late) {
    likely.set(candidate, left);
    const { places, alone } = candidate;
    const base = sum(places.map((place) => left[place]!));
    const kept = 1 - Math.min(alone.percent / 100, base && alone.total / base);
    const after = [...left];
    for (const place of places) after[place]! *= kept;
    left = after;
  }
  return (candidate) => likely.get(candidate)!;
}
