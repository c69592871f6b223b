import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import { createForks, gainOf, type Fork, type Work } from './forks.js';
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
  /** Every set of the block's coupons that may stand together, the empty one included. */
  readonly choices: readonly (readonly Candidate[])[];
  /** The item coupons below this block and no other. */
  readonly forks: readonly Fork[];
}

/**
 * @param early item and shop coupons, and the shipping coupons that see nothing of later layers
 * @param must where given, sets without this coupon do not count
 */
export function createDistricts(
  early: readonly Candidate[],
  prepared: Prepared,
  work: Work,
  must: Candidate | undefined,
): District[] {
  const { circumstances, legality } = prepared;
  const { table } = circumstances;
  const rootOf = joinPlaces(early, prepared);
  const members = new Map<number, Candidate[]>();
  for (const candidate of early) {
    const root = rootOf(candidate.places[0]!);
    if (members.has(root)) members.get(root)!.push(candidate);
    else members.set(root, [candidate]);
  }
  const places = new Map([...members.keys()].map((root): [number, number[]] => [root, []]));
  for (const place of table.list.keys()) places.get(rootOf(place))?.push(place);

  return [...members].map(([root, all]): District => {
    const items = all.filter(({ terms }) => terms.layer === 'item');
    const groups = groupTouching(
      all.filter(({ terms }) => terms.layer !== 'item'),
      legality,
    );
    const forks = createForks(items, legality, work);
    const reached = groups.map((group) => unite(group, table.list.length));
    /** The only block above a fork. */
    const above = (fork: Fork): number => {
      const own = unite(fork.items, table.list.length);
      const touching = reached.filter((block) => meets(block, own));
      return touching.length === 1 ? reached.indexOf(touching[0]!) : -1;
    };
    const blockOf = forks.map(above);
    const under = (index: number): Fork[] => forks.filter((_, fork) => blockOf[fork] === index);
    const blocks = groups.map((group, index) => ({
      choices: setsOf(group, legality, work).filter(
        (set) => !must || !group.includes(must) || set.includes(must),
      ),
      forks: under(index),
    }));
    const low = [...table.list];
    for (const { places, alone } of items)
      places.forEach((place, index) => {
        low[place] = Math.min(low[place]!, table.list[place]! - alone.shares[index]!);
      });
    const mostOfItems = gainOf(
      forks,
      table.list.map(() => 1),
    );
    const mostOfBlocks = sum(blocks.map(({ choices }) => Math.max(...choices.map(totalOf))));
    return {
      coupons: all,
      places: places.get(root)!,
      blocks,
      forks: under(-1),
      outlook: { table, likelyBefore: () => low, mostBefore: () => mostOfItems },
      most: mostOfItems + mostOfBlocks,
    };
  });
}

/** Joins the places that a coupon, a limit or a threshold ties together; returns what tells the place that stands for all of them. */
function joinPlaces(
  early: readonly Candidate[],
  { circumstances: { table, on }, legality }: Prepared,
): (place: number) => number {
  const parents = [...table.list.keys()];
  const rootOf = (place: number): number => {
    while (parents[place] !== place) place = parents[place] = parents[parents[place]!]!;
    return place;
  };
  const join = (a: number, b: number): number => (parents[rootOf(a)] = rootOf(b));
  const counted = new Map<string, number>();
  for (const candidate of early) {
    const { terms, places, part } = candidate;
    const first = places[0]!;
    for (const place of places) join(place, first);
    if (terms.layer === 'item') continue;
    if (on === 'residual') for (const { place } of part) join(place, first);
    if (legality.limitOf(candidate) === Infinity) continue;
    const limit = terms.layer === 'shop' ? `shop ${terms.shop}` : terms.layer;
    join(first, counted.get(limit) ?? first);
    counted.set(limit, first);
  }
  return rootOf;
}

/** Cuts coupons into groups that touch each other, directly or through others. */
function groupTouching(coupons: readonly Candidate[], { touch }: Legality): (readonly Candidate[])[] {
  let groups: (readonly Candidate[])[] = [];
  for (const candidate of coupons) {
    const touching = groups.filter((group) => group.some((other) => touch(other, candidate)));
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), candidate]];
  }
  return groups;
}

function unite(group: readonly Candidate[], size: number): PlaceSet {
  const all = createPlaceSet(size);
  for (const { reach } of group) addPlaces(all, reach);
  return all;
}

/** What the coupons take off the list prices, minor units. */
export function totalOf(set: readonly Candidate[]): number {
  return sum(set.map(({ alone }) => alone.total));
}

/** Every set of coupons that may stand together, the empty one first, as long as there is work left. */
function setsOf(candidates: readonly Candidate[], legality: Legality, work: Work): (readonly Candidate[])[] {
  const sets: (readonly Candidate[])[] = [[]];
  for (const candidate of candidates) {
    for (const set of sets.slice()) {
      if (!legality.mayJoin(candidate, set)) continue;
      if (++work.nodes > work.budget) return sets;
      sets.push([...set, candidate]);
    }
  }
  return sets;
}
