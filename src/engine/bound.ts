import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import type { Table } from './table.js';

/**
 * What do the coupons that are still open leave to pay, at the least?
 *
 * Seen from the end, each minor unit that the early layers leave on a line costs the shopper its *weight*: 1, less what a later
 * percentage takes of it. A later coupon takes off either a constant (its total on list prices, where nothing is larger), or a
 * percentage of what is left, which lowers the weights; both are true, the tighter one is used. What is left of a line is at least its
 * list price less the best item coupon for it. So the bound is a sum over lines and blocks, with one minimum for each block.
 */

/** Coupons of one layer, shop or shipping, that touch each other; one choice among them is open. */
export interface Block {
  /** Every set of them that may stand together, the empty one included. */
  readonly choices: readonly (readonly Candidate[])[];
  /** The places that any of them may take from. */
  readonly places: readonly number[];
}

/** What one minor unit left on each place costs in the end: 0 to 1. */
export type Weights = readonly number[];

/** A branch of the search: what was decided, as the bound sees it. */
export interface Branch {
  readonly weights: Weights;
  /** The least that any set below this branch leaves to pay; not rounded. */
  readonly atLeast: number;
}

/** The bound below the late coupons, over the blocks and the item coupons that may still be chosen. */
export interface Bound {
  /** The branch on which these late coupons are chosen, the last layer's first. */
  decideLate(late: readonly Candidate[]): Branch;
  /** The branches below one, for each choice of a block, the most promising first. */
  decideBlock(block: Block, branch: Branch): (Branch & { readonly choice: readonly Candidate[] })[];
  /** The branch below all blocks: what is left is list prices, less the items to be chosen. */
  openItems(branch: Branch): Branch;
}

export function createBound(
  blocks: readonly Block[],
  items: readonly Candidate[],
  { list, floor }: Table,
): Bound {
  const most = mostOf(items);
  const low = list.map((price, place) => price - (most[place] ?? 0));
  const inBlocks = new Set(blocks.flatMap(({ places }) => places));
  const outside = [...list.keys()].filter((place) => !inBlocks.has(place));
  const fresh = list.map(() => 1);
  const remembered = new Map<string, Branch>();

  /** Takes coupons of one layer, or of several from the last to the first, off the weights, or as a constant. */
  const settle = (
    set: readonly Candidate[],
    weights: Weights,
  ): { weights: Weights; taken: number; scaledBy: string } => {
    let taken = 0;
    let scaledBy = '';
    for (const { places, total, percent, coupon } of set) {
      let highest = 0;
      let lowest = 1;
      let base = 0;
      let floored = 0;
      for (const place of places) {
        const weight = weights[place]!;
        if (weight > highest) highest = weight;
        if (weight < lowest) lowest = weight;
        base += weight * low[place]!;
        floored += floor[place]!;
      }
      // A percentage's total is rounded by at most half a unit, its shares by less than one each, which costs nothing where the weights
      // are the same. Where they are not, minimum prices shift the split between them: then only the constant is true.
      const spread = highest - lowest;
      const slack = highest / 2 + spread * places.length;
      if (percent && !(spread && floored) && slack + (percent / 100) * base < total * highest) {
        const scaled = weights.slice();
        for (const place of places) scaled[place]! *= 1 - percent / 100;
        weights = scaled;
        taken += slack;
        scaledBy += `${coupon.id}\n`;
      } else taken += total * highest;
    }
    return { weights, taken, scaledBy };
  };

  const choose = (block: Block, from: Weights): (Branch & { readonly choice: readonly Candidate[] })[] =>
    block.choices
      .map((choice) => {
        const { weights, taken } = settle(choice, from);
        return { choice, weights, atLeast: weigh(weights, low, block.places) - taken };
      })
      .sort((a, b) => a.atLeast - b.atLeast);

  return {
    decideLate(late) {
      const { weights, taken, scaledBy } = settle(late, fresh);
      // Most sets of late coupons weigh the places alike.
      if (!remembered.has(scaledBy)) {
        const least = blocks.map((block) => choose(block, weights)[0]!.atLeast);
        remembered.set(scaledBy, { weights, atLeast: weigh(weights, low, outside) + sum(least) });
      }
      const shared = remembered.get(scaledBy)!;
      return { weights: shared.weights, atLeast: shared.atLeast - taken };
    },
    decideBlock(block, { weights, atLeast }) {
      const branches = choose(block, weights);
      const others = atLeast - branches[0]!.atLeast;
      return branches.map((branch) => ({ ...branch, atLeast: branch.atLeast + others }));
    },
    openItems: ({ weights, atLeast }) => ({
      weights,
      atLeast: atLeast + weigh(weights, list) - weigh(weights, low),
    }),
  };
}

/** What an item coupon saves in the end. */
export function gainOf({ places, shares }: Candidate, weights: Weights): number {
  return sum(shares.map((share, index) => share * weights[places[index]!]!));
}

/** The most that item coupons save in the end, each line with the best of them. */
export function mostGain(items: readonly Candidate[], weights: Weights): number {
  return mostOf(items).reduce((gain, amount, place) => gain + amount * weights[place]!, 0);
}

/** What the best of some item coupons takes off each place that they reach; sparse. */
function mostOf(items: readonly Candidate[]): number[] {
  const most: number[] = [];
  for (const { places, shares } of items)
    shares.forEach((share, index) => (most[places[index]!] = Math.max(most[places[index]!] ?? 0, share)));
  return most;
}

function weigh(
  weights: Weights,
  amounts: readonly number[],
  places: Iterable<number> = amounts.keys(),
): number {
  let total = 0;
  for (const place of places) total += weights[place]! * amounts[place]!;
  return total;
}
