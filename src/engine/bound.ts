import { sum } from '../money/allocate.js';
import type { Candidate } from './candidate.js';
import { gainOf, type Fork } from './forks.js';
import type { Table } from './table.js';

/**
 * What do the coupons that are still open leave to pay, at the least?
 *
 * Seen from the end, each minor unit that the early layers leave on a line costs the shopper its *weight*: 1, less what a later
 * percentage takes of it. A later coupon takes off either a constant (its total on list prices, where nothing is larger), or a
 * percentage of what is left, which lowers the weights; both are true, the tighter one is used. Item coupons speak of list prices, so what each
 * gains is known, and the best of those that may stand together is found exactly (forks.ts). So the bound is a sum over lines, with
 * one maximum for each block and each fork.
 */

/** Coupons of one layer, shop or shipping, that touch each other; one choice among them is open. */
export interface Block {
  /** Every set of them that may stand together, the empty one included. */
  readonly choices: readonly (readonly Candidate[])[];
  /** The places that any of them may take from. */
  readonly places: readonly number[];
  /** The item coupons below this block and no other. */
  readonly forks: readonly Fork[];
}

/** What one minor unit left on each place costs in the end: 0 to 1. */
export type Weights = readonly number[];

/** A branch of the search: what was decided, as the bound sees it. */
export interface Branch {
  readonly weights: Weights;
  /** What the coupons decided take off as constants. */
  readonly taken: number;
  /** The least that any set below this branch leaves to pay; not rounded. */
  readonly atLeast: number;
}

/** The bound below the late coupons. */
export interface Bound {
  /** The branch on which these late coupons are chosen, the last layer's first. */
  decideLate(late: readonly Candidate[]): Branch;
  /** The branches below one, for each choice of a block, the most promising first. */
  decideBlock(block: Block, branch: Branch): (Branch & { readonly choice: readonly Candidate[] })[];
  /** What is to pay where no item coupon is chosen below a branch. */
  withoutItems(branch: Branch): number;
}

/**
 * @param blocks what is open in the shop and the shipping layer
 * @param forks the item coupons below no block, or several
 * @param low about what item coupons leave of each place: where it is wrong, the bound is only less tight
 */
export function createBound(
  blocks: readonly Block[],
  forks: readonly Fork[],
  low: readonly number[],
  { list, floor }: Table,
): Bound {
  const fresh = list.map(() => 1);
  const all = [...list.keys()];
  const remembered = new Map<string, Branch>();

  const weigh = (weights: Weights, places: readonly number[]): number => {
    let total = 0;
    for (const place of places) total += weights[place]! * list[place]!;
    return total;
  };

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

  /** What each choice of a block saves, with the best item coupons below it; the best first. */
  const savings = (
    block: Block,
    from: Weights,
  ): { choice: readonly Candidate[]; weights: Weights; taken: number; saving: number }[] =>
    block.choices
      .map((choice) => {
        const { weights, taken } = settle(choice, from);
        const scaled = weigh(from, block.places) - weigh(weights, block.places);
        return { choice, weights, taken, saving: scaled + taken + gainOf(block.forks, weights) };
      })
      .sort((a, b) => b.saving - a.saving);

  return {
    decideLate(late) {
      const { weights, taken, scaledBy } = settle(late, fresh);
      // Most sets of late coupons weigh the places alike.
      if (!remembered.has(scaledBy)) {
        const saved = sum(blocks.map((block) => savings(block, weights)[0]!.saving)) + gainOf(forks, weights);
        remembered.set(scaledBy, { weights, taken: 0, atLeast: weigh(weights, all) - saved });
      }
      const shared = remembered.get(scaledBy)!;
      return { weights: shared.weights, taken, atLeast: shared.atLeast - taken };
    },
    decideBlock(block, branch) {
      const choices = savings(block, branch.weights);
      return choices.map(({ choice, weights, taken, saving }) => ({
        choice,
        weights,
        taken: branch.taken + taken,
        atLeast: branch.atLeast + choices[0]!.saving - saving,
      }));
    },
    withoutItems: ({ weights, taken }) => weigh(weights, all) - taken,
  };
}
