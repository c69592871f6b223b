import { sum } from '../money/allocate.js';
import { createBound, gainOf, mostGain, type Block, type Bound, type Branch } from './bound.js';
import type { Candidate } from './candidate.js';
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
export function search(
  { candidates, circumstances, legality }: Prepared,
  budget: number,
  must?: Candidate,
): Found {
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

  const chooseItems = (
    items: readonly Candidate[],
    { weights, atLeast }: Branch,
    chosen: readonly Candidate[],
  ): void => {
    let rest = items.filter((item) => legality.mayJoin(item, chosen));
    while (!isHopeless(atLeast - mostGain(rest, weights), chosen.length)) {
      const [next, ...others] = rest;
      if (!next) return finish(chosen);
      chooseItems(others, { weights, atLeast: atLeast - gainOf(next, weights) }, [...chosen, next]);
      if (next === must) return;
      rest = others;
    }
  };

  const chooseBlocks = (
    { blocks, items, bound }: Early,
    index: number,
    branch: Branch,
    chosen: readonly Candidate[],
  ): void => {
    const block = blocks[index];
    if (!block) {
      const gain = new Map(items.map((item) => [item, gainOf(item, branch.weights)]));
      return chooseItems(
        [...items].sort((a, b) => gain.get(b)! - gain.get(a)!),
        bound.openItems(branch),
        chosen,
      );
    }
    for (const below of bound.decideBlock(block, branch)) {
      const next = [...chosen, ...below.choice];
      if (
        below.choice.every((each) => legality.mayJoin(each, chosen)) &&
        !isHopeless(below.atLeast, next.length)
      )
        chooseBlocks({ blocks, items, bound }, index + 1, below, next);
    }
  };

  /** What may stand below some late coupons: the same for most sets of them. */
  const earlies = new Map<string, Early>();
  const earlyBelow = (late: readonly Candidate[]): Early => {
    const early = isChoosy
      ? allEarly.filter((each) => late.every((other) => legality.agree(each, other)))
      : allEarly;
    const key = isChoosy ? early.map(({ coupon }) => coupon.id).join('\n') : '';
    if (!earlies.has(key)) {
      const items = early.filter(({ layer }) => layer === 'item');
      const blocks = cutBlocks(
        early.filter((each) => !items.includes(each)),
        legality,
        work,
      );
      earlies.set(key, { items, blocks, bound: createBound(blocks, items, table) });
    }
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

/** Counts the nodes that were visited, so that the same input means the same work everywhere. */
interface Work {
  nodes: number;
  readonly budget: number;
}

/** The layers below a set of late coupons. */
interface Early {
  readonly blocks: readonly Block[];
  readonly items: readonly Candidate[];
  readonly bound: Bound;
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

/** Cuts the coupons of the shop and the shipping layer into blocks: those that share a place or a limit, directly or through others. */
function cutBlocks(candidates: readonly Candidate[], legality: Legality, work: Work): Block[] {
  let groups: (readonly Candidate[])[] = [];
  for (const candidate of candidates) {
    const touching = groups.filter((group) => group.some((other) => legality.touch(other, candidate)));
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), candidate]];
  }
  return groups.map((group) => ({
    choices: setsOf(group, legality, work),
    places: [...new Set(group.flatMap(({ places }) => places))],
  }));
}
