import type { Candidate } from './candidate.js';
import type { Legality } from './legal.js';
import type { Weights } from './weights.js';

/**
 * Which item coupons save the most together? Item coupons speak of list prices: what each takes off each line does not depend on the others,
 * so this is the heaviest set of coupons of which no two are in each other's way. Coupons that are in nobody's way stand alone; those that
 * are all in each other's are one choice; of others the one without which the rest falls apart best is taken, or not.
 * Source: branching on separating vertices, or in small groups on those of high degree, with decomposition into components, as is usual for
 * independent sets in sparse graphs.
 */
export interface Fork {
  /** What may be chosen here, the choice of nothing included, each with what is open then. */
  readonly choices: readonly Choice[];
  /** All the coupons of this fork and those below. */
  readonly items: readonly Candidate[];
}

interface Choice {
  readonly item: Candidate | undefined;
  readonly below: readonly Fork[];
}

/** Up to so many it costs more to look for the best place to fork than it saves. */
const smallGroup = 6;

/** For each item coupon those that may not stand beside it. */
type Rivals = ReadonlyMap<Candidate, ReadonlySet<Candidate>>;

/** Counts the nodes that were visited, so that the same input means the same work everywhere. */
export interface Work {
  nodes: number;
  /** How many may be visited. */
  budget: number;
}

export function createForks(items: readonly Candidate[], legality: Legality, work: Work): Fork[] {
  const rivals = new Map(items.map((each): [Candidate, Set<Candidate>] => [each, new Set()]));
  items.forEach((item, index) => {
    for (const other of items.slice(0, index)) {
      if (legality.agree(item, other)) continue;
      rivals.get(item)!.add(other);
      rivals.get(other)!.add(item);
    }
  });
  return forksOf(items, rivals, work);
}

function forksOf(items: readonly Candidate[], rivals: Rivals, work: Work): Fork[] {
  return connected(items, rivals).map((group) => {
    work.nodes++;
    const rivalsIn = (item: Candidate): Candidate[] => group.filter((each) => rivals.get(item)!.has(each));
    const counts = group.map((item) => rivalsIn(item).length);
    const nothing = { item: undefined, below: [] };
    // Without work left the answer is not used: one choice will do.
    if (work.nodes > work.budget || Math.min(...counts) === group.length - 1)
      return { items: group, choices: [...group.map((item) => ({ item, below: [] })), nothing] };
    const hub = group[findHub(group, counts, rivals)]!;
    const others = group.filter((each) => each !== hub);
    const hubRivals = rivals.get(hub)!;
    return {
      items: group,
      choices: [
        {
          item: hub,
          below: forksOf(
            others.filter((each) => !hubRivals.has(each)),
            rivals,
            work,
          ),
        },
        { item: undefined, below: forksOf(others, rivals, work) },
      ],
    };
  });
}

/** The coupon without which the largest group that is left is smallest; of equal ones, the one in most coupons' way. */
function findHub(group: readonly Candidate[], counts: readonly number[], rivals: Rivals): number {
  let hub = counts.indexOf(Math.max(...counts));
  if (group.length <= smallGroup) return hub;
  let least = Infinity;
  group.forEach((item, index) => {
    const rest = connected(
      group.filter((each) => each !== item),
      rivals,
    );
    const largest = Math.max(...rest.map(({ length }) => length));
    if (largest > least || (largest === least && counts[index]! <= counts[hub]!)) return;
    hub = index;
    least = largest;
  });
  return hub;
}

/**
 * The most that the coupons of some forks save in the end.
 * @param barred those that do not count
 */
export function gainOf(forks: readonly Fork[], weights: Weights, barred: ReadonlySet<Candidate>): number {
  let gain = 0;
  for (const { choices } of forks) {
    let most = 0;
    for (const choice of choices) most = Math.max(most, gainOfChoice(choice, weights, barred));
    gain += most;
  }
  return gain;
}

/** What a choice saves in the end, with the most that what is open then saves; less than nothing where it does not count. */
export function gainOfChoice(
  { item, below }: Choice,
  weights: Weights,
  barred: ReadonlySet<Candidate>,
): number {
  if (item && barred.has(item)) return -Infinity;
  let gain = below.length ? gainOf(below, weights, barred) : 0;
  if (item) {
    const { shares } = item.alone;
    for (let index = 0; index < shares.length; index++)
      gain += shares[index]! * weights[item.places[index]!]!;
  }
  return gain;
}

/** Cuts coupons into groups of rivals, direct ones or through others. */
function connected(items: readonly Candidate[], rivals: Rivals): Candidate[][] {
  const open = new Set(items);
  const groups: Candidate[][] = [];
  for (const first of items) {
    if (!open.delete(first)) continue;
    const group = [first];
    for (const item of group)
      for (const rival of rivals.get(item)!) if (open.delete(rival)) group.push(rival);
    groups.push(group);
  }
  return groups;
}
