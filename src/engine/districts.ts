import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import { createForks, type Fork, type Work } from './forks.js';
import type { Legality } from './legal.js';
import { addPlaces, createPlaceSet, meets, type PlaceSet } from './place-set.js';
import type { Prepared } from './prepare.js';
import type { Outlook } from './weights.js';

/**
 * Which of the early coupons have to do with each other? Those of a *district* reach a common place or share a limit, directly or through
 * others; usually a district is a shop. What is chosen in one changes nothing in another, so what it leaves of its places can be found
 * in it alone.
 */
export interface District {
  readonly coupons: readonly Candidate[];
  /** What its coupons may take from, ascending. */
  readonly places: readonly number[];
  /** The coupons above the item layer, by groups that touch each other. */
  readonly blocks: readonly Block[];
  /** The item coupons below no block, or several. */
  readonly forks: readonly Fork[];
  /** What is known of the item layer. */
  readonly outlook: Outlook;
  /** The most that its coupons take off together, never less. */
  readonly most: number;
}

export interface Block {
  readonly coupons: readonly Candidate[];
  /** Every set of the block's coupons that may stand together, the empty one included. */
  readonly choices: readonly (readonly Candidate[])[];
  /** The item coupons below this block and no other. */
  readonly forks: readonly Fork[];
}

/**
 * @param early item and shop coupons, and the shipping coupons that see nothing of later layers
 */
export function createDistricts(early: readonly Candidate[], prepared: Prepared, work: Work): District[] {
  const { circumstances, legality } = prepared;
  const { table } = circumstances;
  return joined(early, prepared).map((all): District => {
    const items = all.filter(({ terms }) => terms.layer === 'item');
    const groups = groupTouching(
      all.filter(({ terms }) => terms.layer !== 'item'),
      legality,
    );
    const forks = createForks(items, legality, work);
    const blockOf = forks.map((fork) => onlyBlockAbove(fork, groups, table.list.length));
    const under = (index: number): Fork[] => forks.filter((_, fork) => blockOf[fork] === index);
    const blocks = groups.map((group, index) => ({
      coupons: group,
      choices: setsOf(group, legality, work),
      forks: under(index),
    }));
    const low = table.list.slice();
    let mostOfItems = 0;
    for (const { places, alone } of items) {
      mostOfItems += alone.total;
      places.forEach((place, index) => {
        low[place] = Math.min(low[place]!, table.list[place]! - alone.shares[index]!);
      });
    }
    const mostOfBlocks = sum(blocks.map(({ choices }) => Math.max(...choices.map(totalOf))));
    return {
      coupons: all,
      places: [...new Set(all.flatMap((each) => each.places))].sort((a, b) => a - b),
      blocks,
      forks: under(-1),
      outlook: { table, likelyBefore: () => low, mostBefore: () => mostOfItems },
      most: mostOfItems + mostOfBlocks,
    };
  });
}

/** Cuts coupons into groups tied together by a place, a limit or what a residual threshold measures. */
function joined(
  early: readonly Candidate[],
  { circumstances: { on }, legality }: Prepared,
): (readonly Candidate[])[] {
  const parents = [...early.keys()];
  const rootOf = (index: number): number => {
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  };
  const firstWith = new Map<number | string, number>();
  early.forEach((candidate, index) => {
    const join = (tie: number | string): void => {
      const first = firstWith.get(tie);
      if (first === undefined) firstWith.set(tie, index);
      else parents[rootOf(index)] = rootOf(first);
    };
    const { terms, places, part } = candidate;
    places.forEach(join);
    if (terms.layer === 'item') return;
    if (on === 'residual') for (const { place } of part) join(place);
    if (legality.limitOf(candidate) < Infinity)
      join(terms.layer === 'shop' ? `shop ${terms.shop}` : terms.layer);
  });
  const groups = new Map<number, Candidate[]>();
  early.forEach((candidate, index) => {
    const root = rootOf(index);
    if (groups.has(root)) groups.get(root)!.push(candidate);
    else groups.set(root, [candidate]);
  });
  return [...groups.values()];
}

/** Cuts coupons into groups that touch each other, directly or through others. */
function groupTouching(coupons: readonly Candidate[], { touch }: Legality): (readonly Candidate[])[] {
  let groups: Candidate[][] = [];
  for (const candidate of coupons) {
    const [first, ...others] = groups.filter((group) => group.some((other) => touch(other, candidate)));
    if (first) first.push(...others.flat(), candidate);
    else groups.push([candidate]);
    if (others.length) groups = groups.filter((group) => !others.includes(group));
  }
  return groups;
}

/** The index of the only block that a fork's coupons touch; −1 where there are several, or none. */
function onlyBlockAbove(fork: Fork, blocks: readonly (readonly Candidate[])[], size: number): number {
  if (blocks.length === 1) return 0;
  const reachOf = (group: readonly Candidate[]): PlaceSet => {
    const all = createPlaceSet(size);
    for (const { reach } of group) addPlaces(all, reach);
    return all;
  };
  const own = reachOf(fork.items);
  const touching = blocks.filter((block) => meets(reachOf(block), own));
  return touching.length === 1 ? blocks.indexOf(touching[0]!) : -1;
}

/** What the coupons take off the list prices, minor units. */
export function totalOf(set: readonly Candidate[]): number {
  return sum(set.map(({ alone }) => alone.total));
}

/** Every set of coupons that may stand together, the empty one first, as long as there is work left. */
function setsOf(candidates: readonly Candidate[], legality: Legality, work: Work): (readonly Candidate[])[] {
  const limits = new Map(
    candidates.map((each) => [`${each.terms.layer} ${each.terms.shop}`, legality.limitOf(each)]),
  );
  const most = sum([...limits.values()]);
  const sets: (readonly Candidate[])[] = [[]];
  // Those that are not full yet.
  const open = sets.slice();
  for (const candidate of candidates) {
    for (const set of open.slice()) {
      if (!legality.mayJoin(candidate, set)) continue;
      if (++work.nodes > work.budget) return sets;
      const joined = [...set, candidate];
      sets.push(joined);
      if (joined.length < most) open.push(joined);
    }
  }
  return sets;
}
