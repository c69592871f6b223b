import { sum } from '../money/allocate.js';
import { createBound, type Block, type Bound, type Branch, type Weights } from './bound.js';
import type { Candidate } from './candidate.js';
import { connected, createForks, gainOf, gainOfItem, type Fork, type Work } from './forks.js';
import type { Legality } from './legal.js';
import type { Prepared } from './prepare.js';
import { price } from './price.js';

/**
 * Which legal set pays least? Branch and bound, from the last layer to the first: once the platform's and the payment's coupons are
 * chosen, shops no longer touch each other, and below a shop's coupon its items do not; so the optimistic value of what is still
 * open is a sum of small minima (bound.ts). Sets of late coupons are tried in the order of their bounds; below them each block of shop or
 * shipping coupons, then the item coupons, the most promising first. A set that is complete is priced exactly.
 *
 * Invariant: a branch is left out only where its bound shows that it pays more than the best set found, or the same with more coupons. The
 * order in which coupons and lines are given changes neither the answer nor the work.
 */
export interface Found {
  readonly set: readonly Candidate[];
  readonly payable: number;
  /** Whether it is proven that nothing better exists. */
  readonly optimal: boolean;
  /** No legal set pays less. */
  readonly bound: number;
}

/**
 * @param must where given, only the sets with this coupon count, and the set found is any of the best of them; it applies alone, and its
 *   layer lets it in
 */
export function search(prepared: Prepared, budget: number, must?: Candidate): Found {
  const { candidates, circumstances, legality } = prepared;
  const { table } = circumstances;
  const work: Work = { nodes: 0, budget };
  const open = candidates
    .filter((each) => legality.limitOf(each) > 0 && (!must || each === must || legality.agree(each, must)))
    .sort((a, b) => b.rank - a.rank || (a.coupon.id < b.coupon.id ? -1 : 1));
  const isLate = ({ layer }: Candidate): boolean => layer === 'platform' || layer === 'payment';
  const allEarly = open.filter((each) => !isLate(each));
  const isChoosy = open.some(({ coupon }) => coupon.combinesWith ?? coupon.group);

  // Bounds are sums of fractions: what they may be off by is taken off them. Money is whole, so a bound above n − 1 is a bound of n.
  const listed = sum(table.list);
  const whole = (atLeast: number): number => Math.max(0, Math.ceil(atLeast - 1e-6 - listed * 1e-12));

  let set: readonly Candidate[] = must ? [must] : [];
  let payable = sum(price(set, circumstances).left);

  // With `must` only the amount is asked for, not which of equal sets it is.
  const isHopeless = (atLeast: number, count: number): boolean => {
    const least = whole(atLeast);
    return ++work.nodes > budget || least > payable || (least === payable && (!!must || count > set.length));
  };

  const finish = (chosen: readonly Candidate[]): void => {
    const { left, refused } = price(chosen, circumstances);
    const pays = sum(left);
    if (refused.size || (must && !chosen.includes(must)) || pays > payable) return;
    if (pays < payable || isPreferred(chosen, set)) [set, payable] = [chosen, pays];
  };

  /** @param atLeast the bound, with the most that each of the forks can save in it */
  const chooseItems = (
    [fork, ...others]: readonly Fork[],
    weights: Weights,
    atLeast: number,
    chosen: readonly Candidate[],
  ): void => {
    if (!fork) return finish(chosen);
    const choices = fork.choices
      .map(({ item, below }) => ({ item, below, gain: gainOfItem(item, weights) + gainOf(below, weights) }))
      .sort((a, b) => b.gain - a.gain);
    for (const { item, below, gain } of choices) {
      const next = item ? [...chosen, item] : chosen;
      const least = atLeast + choices[0]!.gain - gain;
      if ((!item || legality.mayJoin(item, chosen)) && !isHopeless(least, next.length))
        chooseItems([...below, ...others], weights, least, next);
    }
  };

  const chooseBlocks = (early: Early, index: number, branch: Branch, chosen: readonly Candidate[]): void => {
    const { blocks, forks, bound } = early;
    const block = blocks[index];
    if (!block) {
      const open = [...blocks.flatMap((each) => each.forks), ...forks];
      const atLeast = bound.withoutItems(branch) - gainOf(open, branch.weights);
      return chooseItems(open, branch.weights, atLeast, chosen);
    }
    for (const below of bound.decideBlock(block, branch)) {
      const next = [...chosen, ...below.choice];
      if (
        below.choice.every((each) => legality.mayJoin(each, chosen)) &&
        !isHopeless(below.atLeast, next.length)
      )
        chooseBlocks(early, index + 1, below, next);
    }
  };

  /** What may stand below some late coupons: the same for most sets of them. */
  const earlies = new Map<string, Early>();
  const earlyBelow = (late: readonly Candidate[]): Early => {
    const early = isChoosy
      ? allEarly.filter((each) => late.every((other) => legality.agree(each, other)))
      : allEarly;
    const key = isChoosy ? early.map(({ coupon }) => coupon.id).join('\n') : '';
    if (!earlies.has(key)) earlies.set(key, createEarly(early, prepared, work));
    return earlies.get(key)!;
  };

  const branches = setsOf(open.filter(isLate), legality, work)
    .filter((late) => !must || !isLate(must) || late.includes(must))
    .map((late) => {
      const early = earlyBelow(late);
      return { late, early, branch: early.bound.decideLate(late) };
    });
  branches.sort((a, b) => a.branch.atLeast - b.branch.atLeast);
  // Where not even the choices could be listed, all that is known is that no coupon gives more than it does alone.
  let bound = whole(listed - sum(open.map(({ total }) => total)));
  for (const { late, early, branch } of branches) {
    if (work.nodes > budget) break;
    bound = whole(branch.atLeast);
    if (bound > payable) break;
    if (!isHopeless(branch.atLeast, late.length)) chooseBlocks(early, 0, branch, late);
  }
  const optimal = work.nodes <= budget;
  return { set, payable, optimal, bound: optimal ? payable : Math.min(bound, payable) };
}

/** The layers below a set of late coupons. */
interface Early {
  readonly blocks: readonly Block[];
  /** The item coupons below no block, or several. */
  readonly forks: readonly Fork[];
  readonly bound: Bound;
}

function createEarly(
  early: readonly Candidate[],
  { circumstances: { table }, legality }: Prepared,
  work: Work,
): Early {
  const items = early.filter(({ layer }) => layer === 'item');
  const forks = createForks(items, legality, work);
  const groups = connected(
    early.filter((each) => !items.includes(each)),
    legality.touch,
  );
  const places = groups.map((group) => [...new Set(group.flatMap((each) => each.places))]);
  /** The only block above a fork. */
  const above = (fork: Fork): number => {
    const reached = new Set(fork.items.flatMap((each) => each.places));
    const touching = places.filter((each) => each.some((place) => reached.has(place)));
    return touching.length === 1 ? places.indexOf(touching[0]!) : -1;
  };
  const blockOf = new Map(forks.map((fork) => [fork, above(fork)]));
  const forksAt = (index: number): Fork[] => forks.filter((fork) => blockOf.get(fork) === index);
  const blocks = groups.map((group, index) => ({
    choices: setsOf(group, legality, work),
    places: places[index]!,
    forks: forksAt(index),
  }));
  const low = [...table.list];
  for (const { places, shares } of items)
    shares.forEach((share, index) => {
      const place = places[index]!;
      low[place] = Math.min(low[place]!, table.list[place]! - share);
    });
  return { blocks, forks: forksAt(-1), bound: createBound(blocks, forksAt(-1), low, table) };
}

/** Of two sets that pay the same: fewer coupons; then what expires sooner; then the smaller ids. */
function isPreferred(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  const keysOf = (set: readonly Candidate[]): (number | string)[] => [
    set.length,
    ...set.map(({ expiry }) => expiry).sort((x, y) => (x < y ? -1 : 1)),
    ...set.map(({ coupon }) => coupon.id).sort(),
  ];
  const [left, right] = [keysOf(a), keysOf(b)];
  const at = left.findIndex((key, index) => key !== right[index]);
  return at >= 0 && left[at]! < right[at]!;
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
