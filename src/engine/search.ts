import {
  createEarly,
  decideBlock,
  decideLate,
  gainOf,
  mostGain,
  type Block,
  type Branch,
  type Early,
} from './bound.js';
import type { Application, Candidate } from './candidate.js';
import type { Legality } from './legal.js';
import type { Prepared } from './prepare.js';
import { inOrder, price } from './price.js';

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

/** @param must where given, only the sets with this coupon count; it applies alone, and its layer lets it in */
export function search(
  { alone, circumstances, legality }: Prepared,
  budget: number,
  must?: Candidate,
): Found {
  const { table } = circumstances;
  const open = alone
    .filter(
      ({ candidate }) =>
        legality.limitOf(candidate) > 0 && (!must || candidate === must || legality.agree(candidate, must)),
    )
    .sort(
      (a, b) =>
        b.candidate.rank - a.candidate.rank || (a.candidate.coupon.id < b.candidate.coupon.id ? -1 : 1),
    );
  const isLate = ({ candidate: { layer } }: Application): boolean =>
    layer === 'platform' || layer === 'payment';
  const late = open.filter(isLate);
  const work: Work = { nodes: 0, budget };
  const early = open.filter((application) => !isLate(application));
  const earlies = new Map<string, Early>();
  const isChoosy = open.some(({ candidate: { coupon } }) => coupon.combinesWith ?? coupon.group);
  /** What may stand below some late coupons: the same for most sets of them. */
  const earlyBelow = (chosen: readonly Candidate[]): Early => {
    const rest = isChoosy
      ? early.filter(({ candidate }) => chosen.every((other) => legality.agree(candidate, other)))
      : early;
    const key = isChoosy ? rest.map(({ candidate }) => candidate.coupon.id).join('\n') : '';
    if (!earlies.has(key)) earlies.set(key, createEarly(rest, cutBlocks(rest, legality, work), table));
    return earlies.get(key)!;
  };
  const listTotal = table.list.reduce((sum, each) => sum + each, 0);
  // Bounds are sums of fractions: what they may be off by is taken off them. Money is whole, so a bound above n − 1 is a bound of n.
  const tolerance = 1e-6 + listTotal * 1e-12;
  const whole = (atLeast: number): number => Math.max(0, Math.ceil(atLeast - tolerance));

  let set: readonly Candidate[] = must ? [must] : [];
  let payable = payableOf(set)!;

  const isHopeless = (atLeast: number, count: number): boolean => {
    const least = whole(atLeast);
    return ++work.nodes > budget || least > payable || (least === payable && count > set.length);
  };
  const joins = ({ candidate }: Application, chosen: readonly Candidate[]): boolean =>
    legality.mayJoin(candidate, chosen);

  function payableOf(chosen: readonly Candidate[]): number | undefined {
    const { left, refused } = price(inOrder(chosen), circumstances);
    return refused.size ? undefined : left.reduce((sum, each) => sum + each, 0);
  }

  function finish(chosen: readonly Candidate[]): void {
    if (must && !chosen.includes(must)) return;
    const pays = payableOf(chosen);
    if (pays === undefined || pays > payable || (pays === payable && !isPreferred(chosen, set))) return;
    [set, payable] = [chosen, pays];
  }

  function chooseItems(
    items: readonly Application[],
    { weights, atLeast }: Branch,
    chosen: readonly Candidate[],
  ): void {
    const rest = items.filter((item) => joins(item, chosen));
    if (isHopeless(atLeast - mostGain(rest, weights), chosen.length)) return;
    const [next, ...others] = rest;
    if (!next) return finish(chosen);
    chooseItems(others, { weights, atLeast: atLeast - gainOf(next, weights) }, [...chosen, next.candidate]);
    if (next.candidate !== must) chooseItems(others, { weights, atLeast }, chosen);
  }

  function chooseBlocks(
    [block, ...blocks]: readonly Block[],
    early: Early,
    branch: Branch,
    chosen: readonly Candidate[],
  ): void {
    if (!block) {
      const { weights, atLeast } = branch;
      const items = [...early.items].sort((a, b) => gainOf(b, weights) - gainOf(a, weights));
      // From here on what is left is known: list prices less the items chosen.
      const fromList = table.list.reduce(
        (sum, each, place) => sum + weights[place]! * (each - early.low[place]!),
        atLeast,
      );
      return chooseItems(items, { weights, atLeast: fromList }, chosen);
    }
    for (const { choice, branch: below } of decideBlock(block, branch, early.low, table)) {
      const candidates = choice.map(({ candidate }) => candidate);
      if (!candidates.every((candidate) => legality.mayJoin(candidate, chosen))) continue;
      const next = [...chosen, ...candidates];
      if (!isHopeless(below.atLeast, next.length)) chooseBlocks(blocks, early, below, next);
    }
  }

  const branches = setsOf(late, legality, work).map((chosen) => {
    const candidates = chosen.map(({ candidate }) => candidate);
    const early = earlyBelow(candidates);
    return { candidates, early, branch: decideLate(chosen, early, table) };
  });
  branches.sort((a, b) => a.branch.atLeast - b.branch.atLeast);
  // Where not even the choices could be listed, all that is known is that no coupon gives more than it does alone.
  let bound = whole(open.reduce((rest, { total }) => rest - total, listTotal));
  for (const { candidates, early, branch } of work.nodes > budget ? [] : branches) {
    bound = whole(branch.atLeast);
    if (bound > payable || work.nodes > budget) break;
    if (!isHopeless(branch.atLeast, candidates.length)) chooseBlocks(early.blocks, early, branch, candidates);
  }
  const optimal = work.nodes <= budget;
  return { set, payable, optimal, bound: optimal ? payable : Math.min(bound, payable) };
}

/** Counts the nodes that were visited, so that the same input means the same work everywhere. */
interface Work {
  nodes: number;
  readonly budget: number;
}

/** Of two sets that pay the same: fewer coupons; then what expires sooner; then the smaller ids. */
function isPreferred(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  const compare = <T extends string | number>(
    keyOf: (candidate: Candidate) => T,
    order: (x: T, y: T) => number,
  ): number => {
    const [left, right] = [a.map(keyOf).sort(order), b.map(keyOf).sort(order)];
    return left.map((key, index) => order(key, right[index]!)).find((sign) => sign) ?? 0;
  };
  const byTime = (x: number, y: number): number => (x === y ? 0 : x - y);
  const byText = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
  return (
    (a.length - b.length ||
      compare((each) => each.expiry, byTime) ||
      compare((each) => each.coupon.id, byText)) < 0
  );
}

/** Every set of applications that may stand together, the empty one first, as long as there is work left. */
function setsOf(
  applications: readonly Application[],
  legality: Legality,
  work: Work,
): (readonly Application[])[] {
  const sets: (readonly Application[])[] = [[]];
  for (const application of applications) {
    for (const set of sets.slice()) {
      const others = set.map(({ candidate }) => candidate);
      if (!legality.mayJoin(application.candidate, others)) continue;
      if (++work.nodes > work.budget) return sets;
      sets.push([...set, application]);
    }
  }
  return sets;
}

/** Cuts the coupons above the item layer into blocks: those that share a place or a limit, directly or through others. */
function cutBlocks(applications: readonly Application[], legality: Legality, work: Work): Block[] {
  let groups: (readonly Application[])[] = [];
  for (const application of applications) {
    if (application.candidate.layer === 'item') continue;
    const touches = (group: readonly Application[]): boolean =>
      group.some(({ candidate }) => legality.touch(candidate, application.candidate));
    groups = [...groups.filter((group) => !touches(group)), [...groups.filter(touches).flat(), application]];
  }
  return groups.map((group) => ({
    choices: setsOf(group, legality, work),
    places: [...new Set(group.flatMap(({ candidate }) => candidate.places))],
  }));
}
