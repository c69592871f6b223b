import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import { combine, type Front } from './combine.js';
import { totalOf } from './districts.js';
import { createConflicts } from './conflicts.js';
import { createEarly, type Early } from './early.js';
import { createExplorer, type Choice, type Entry, type Explorer } from './explore.js';
import type { Work } from './forks.js';
import { isBetter } from './is-preferred.js';
import { createLateSets } from './late-sets.js';
import { createOutcome } from './outcome.js';
import type { Prepared } from './prepare.js';
import { rankByPromise } from './promises.js';
import { inOrder, price } from './price.js';

/**
 * Which legal set pays least? Once the *late* coupons (the platform's and the payment's) are chosen, shops no longer touch each other: what is
 * open falls into districts (districts.ts), and the least that each can leave (explore.ts), weighed by what the late coupons take of it
 * (weights.ts), adds up to a bound. Late sets are tried in the order of what they promise. Below one, each district gives the front of its
 * choices that fit between the bound and the best set found, and the fronts are added up (combine.ts). What is complete is priced exactly.
 *
 * Invariant: a branch is left out only where its bound shows that it pays more than the best set found, or the same with more coupons, or
 * where another one surely ends better. The order in which coupons and lines are given changes neither the answer nor the work.
 */
export interface Found {
  readonly set: readonly Candidate[];
  readonly payable: number;
  /** Whether it is proven that nothing better exists. */
  readonly optimal: boolean;
  /** No legal set pays less. */
  readonly bound: number;
  /** How many nodes were visited. */
  readonly work: number;
}

/** Which sets count: all, or only those with a coupon, or those without one. */
export interface Wanted {
  /** One that applies alone, and that its layer lets in. */
  readonly must?: Candidate;
  readonly without?: Candidate;
}

export interface Search {
  /** The coupons of which sets are made: those that take off most alone first. */
  readonly open: readonly Candidate[];
  /** @param budget how many nodes may be visited */
  find(budget: number, wanted?: Wanted): Found;
}

export function createSearch(prepared: Prepared): Search {
  const { candidates, circumstances, legality } = prepared;
  // A shipping coupon takes off fees only, but its residual threshold sees what the platform's coupons left of the goods.
  const isLate = ({ terms: { layer } }: Candidate): boolean =>
    layer === 'platform' || layer === 'payment' || (layer === 'shipping' && circumstances.on === 'residual');
  const open = candidates
    .filter((each) => legality.limitOf(each) > 0)
    .sort((a, b) => b.alone.total - a.alone.total || (a.terms.id < b.terms.id ? -1 : 1));
  const work: Work = { nodes: 0, budget: 0 };
  const explorer = createExplorer(prepared, work);
  const early = open.filter((each) => !isLate(each));
  const listed = sum(circumstances.table.list);
  let all: Early | undefined;
  return {
    open,
    find(budget, { must, without } = {}) {
      const before = work.nodes;
      work.budget = before + budget;
      all ??= createEarly(early, prepared, explorer, work);
      const counts = (each: Candidate): boolean =>
        each !== without && (!must || each === must || legality.agree(each, must));
      const counted = open.filter(counts);
      const below = all.without(
        early.filter((each) => !counts(each)),
        must && !isLate(must) ? must : undefined,
      );
      // Without work left, the districts are not complete: no coupon takes off more than it does alone is all that is known then.
      const isComplete = work.nodes <= work.budget;
      const found = isComplete
        ? findBest(counted.filter(isLate), below, must, explorer, prepared, work)
        : { set: [], payable: Infinity, optimal: false, bound: Math.max(0, listed - totalOf(counted)) };
      if (!isComplete) all = undefined;
      const better = found.optimal ? found : preferGreedy(found, counted, must, prepared);
      return { ...better, work: work.nodes - before };
    },
  };
}

/** @param all what is least with the early coupons that count */
function findBest(
  candidates: readonly Candidate[],
  all: Early,
  must: Candidate | undefined,
  explorer: Explorer,
  { circumstances, legality }: Prepared,
  work: Work,
): Omit<Found, 'work'> {
  const { table, on } = circumstances;
  const { list } = table;
  const listed = sum(list);
  let set: readonly Candidate[] = must ? [must] : [];
  let payable = listed - totalOf(set);
  // Bounds are sums of fractions: what they may be off by is taken off them. Money is whole, so a bound above n − 1 is a bound of n.
  const whole = (atLeast: number): number => Math.max(0, Math.ceil(atLeast - 1e-6 - listed * 1e-12));
  const isHopeless = (atLeast: number, count: number): boolean => {
    const least = whole(atLeast);
    return work.nodes > work.budget || least > payable || (least === payable && count > set.length);
  };

  /** Prices a set, and keeps it where it is the best so far. */
  const finish = (early: Early, choices: readonly Choice[], late: readonly Candidate[]): void => {
    const chosen = [...choices.flatMap((choice) => choice.set), ...late];
    const from = [...list];
    choices.forEach((choice, index) =>
      early.districts[index]!.places.forEach((place, at) => (from[place] = choice.left[at]!)),
    );
    const { refused, left } = price(late, circumstances, from);
    const found = { set: chosen, payable: sum(left) };
    if (!refused.size && isBetter(found, { set, payable })) ({ set, payable } = found);
  };

  const coupons = all.districts.flatMap((district) => district.coupons);
  const choosy = coupons.filter(legality.isChoosy);
  const findConflict = createConflicts(coupons, legality);
  const lists = new Map<string, readonly Candidate[]>();
  /** The early coupons that a late one keeps out: the same list for all that keep out the same. */
  const listKeptOut = (late: Candidate): readonly Candidate[] => {
    const list = (legality.isChoosy(late) ? coupons : choosy).filter((each) => !legality.agree(each, late));
    const key = list.length < coupons.length ? JSON.stringify(list.map(({ terms }) => terms.id)) : 'all';
    if (!lists.has(key)) lists.set(key, list);
    return lists.get(key)!;
  };
  const keptOut = new Map(candidates.map((late) => [late, listKeptOut(late)]));

  /**
   * Finds the best set with these late coupons, where it may be the best of all.
   * @param known what none of these sets pays less than
   * @returns the same, as far as it is known better then
   */
  const tryLate = (chosen: readonly Candidate[], known: number): number => {
    const late = inOrder(chosen);
    return tryEarly(
      late.reduce((early, each) => early.without(keptOut.get(each)!), all),
      late,
      known,
    );
  };

  /** The same with the coupons of `early` only. */
  const tryEarly = (early: Early, late: readonly Candidate[], known: number): number => {
    const { weights, offset, lowOf, atLeast } = early.below(late);
    // Without work left, the districts are not complete.
    if (work.nodes > work.budget) return known;
    if (isHopeless(atLeast, late.length)) return atLeast;
    const choices = early.districts
      .map((district) => lowOf(district).choice)
      .filter((choice) => choice !== undefined);
    const conflict = findConflict(
      choices.map(({ set }) => set),
      (candidate) => early.worthOf(candidate, weights),
    );
    if (conflict) {
      const least = atLeast + conflict.loss;
      if (isHopeless(least, late.length)) return least;
      const bounds = conflict.branches.map((excluded) =>
        must && excluded.includes(must) ? Infinity : tryEarly(early.without(excluded), late, least),
      );
      return Math.min(...bounds);
    }
    if (choices.length === early.districts.length) finish(early, choices, late);
    let isPriced = true;
    const fronts = early.districts.map((district): Front => {
      const { value: least, choice, next } = lowOf(district);
      const isOut = (value: number, count: number): boolean =>
        isHopeless(atLeast - least + value, late.length + count);
      const entries: Entry[] = [];
      if (choice && isOut(next, 0)) entries.push({ ...choice, value: least });
      else {
        isPriced = false;
        explorer.explore(district, early.rules, weights, isOut, (found) => entries.push(found));
      }
      return { places: district.places, entries, least };
    });
    if (isPriced) return atLeast;
    const combinations = combine(
      fronts,
      createOutcome(late, must, circumstances, early.mostBefore),
      (value, count) => isHopeless(offset + value, late.length + count),
      legality,
      work,
    );
    for (const { entries, value, set } of combinations)
      if (!isHopeless(offset + value, late.length + set.length)) finish(early, entries, late);
    return atLeast;
  };

  const { atLeast } = all.below([]);
  const lostBeside = (candidate: Candidate): number => {
    // What shares a group with it are few; what it does not tolerate are many.
    if (!candidate.terms.coupon.combinesWith) return 0;
    const lost = all.without(keptOut.get(candidate)!).below([]).atLeast - atLeast;
    return work.nodes > work.budget ? 0 : lost;
  };
  const late = createLateSets(
    rankByPromise(candidates, all, on === 'list', lostBeside, legality),
    legality,
    must,
    work,
  );
  let bound = -Infinity;
  for (let promised = late.most(); !isHopeless(atLeast - promised, 0); promised = late.most()) {
    work.nodes++;
    const chosen = late.next();
    const least = chosen ? tryLate(chosen, atLeast - promised) : Infinity;
    bound = Math.min(least, atLeast - late.most());
  }
  const optimal = work.nodes <= work.budget;
  return { set, payable, optimal, bound: optimal ? payable : Math.min(whole(bound), payable) };
}

/** Where the search ended early: what is found, or, where that is better, what coupons in the order of what they take off alone come to. */
function preferGreedy(
  found: Omit<Found, 'work'>,
  candidates: readonly Candidate[],
  must: Candidate | undefined,
  { circumstances, legality }: Prepared,
): Omit<Found, 'work'> {
  let set: readonly Candidate[] = must ? [must] : [];
  for (const candidate of candidates)
    if (legality.mayJoin(candidate, set) && !set.includes(candidate)) set = [...set, candidate];
  let priced = price(set, circumstances);
  while (priced.refused.size) {
    set = must && priced.refused.has(must) ? [must] : [...priced.applied.keys()];
    priced = price(set, circumstances);
  }
  const payable = sum(priced.left);
  return payable < found.payable ? { ...found, set, payable, bound: Math.min(found.bound, payable) } : found;
}
