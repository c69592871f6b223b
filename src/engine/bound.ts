import type { Application } from './candidate.js';
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
  readonly choices: readonly (readonly Application[])[];
  /** The places that any of them reaches. */
  readonly places: readonly number[];
}

/** The layers below a set of late coupons. */
export interface Early {
  readonly blocks: readonly Block[];
  readonly items: readonly Application[];
  /** The least that item coupons leave on each place. */
  readonly low: Float64Array;
}

/** A branch: what was decided, as the bound sees it. */
export interface Branch {
  /** What one minor unit on each place costs in the end. */
  readonly weights: Float64Array;
  /** The least that any set below this branch leaves to pay; not rounded. */
  readonly atLeast: number;
}

export function createEarly(
  applications: readonly Application[],
  blocks: readonly Block[],
  { list }: Table,
): Early {
  const items = applications.filter(({ candidate }) => candidate.layer === 'item');
  const low = Float64Array.from(list);
  mostOf(items, list.length).forEach((most, place) => (low[place]! -= most));
  return { blocks, items, low };
}

/** The branch on which these coupons of the last layers are chosen, the last layer's first. */
export function decideLate(late: readonly Application[], { low, blocks }: Early, table: Table): Branch {
  const weights = new Float64Array(low.length).fill(1);
  let taken = 0;
  for (const application of late) {
    const weighted = takeWeighted(application, weights, low, table);
    const constant = takeConstant(application, weights);
    // Taking the percentage off the weights is worth most where the constant is loose: where coupons leave less than list prices.
    if (weighted && weighted.saving < constant) {
      for (const place of application.candidate.places) weights[place]! *= weighted.factor;
      taken += weighted.slack;
    } else taken += constant;
  }
  const inBlocks = blocks.reduce(
    (sum, block) =>
      sum + Math.min(...block.choices.map((choice) => costOf(block, choice, weights, low, table).cost)),
    0,
  );
  const covered = new Set(blocks.flatMap(({ places }) => places));
  const outside = low.reduce(
    (sum, amount, place) => (covered.has(place) ? sum : sum + weights[place]! * amount),
    0,
  );
  return { weights, atLeast: outside + inBlocks - taken };
}

/** The branches below one on which one block's choice is made, the most promising first. */
export function decideBlock(
  block: Block,
  { weights, atLeast }: Branch,
  low: Float64Array,
  table: Table,
): { readonly choice: readonly Application[]; readonly branch: Branch }[] {
  const costs = block.choices.map((choice) => costOf(block, choice, weights, low, table));
  const least = Math.min(...costs.map(({ cost }) => cost));
  return costs
    .map(({ cost, scaled }, index) => ({
      choice: block.choices[index]!,
      branch: { weights: scaled, atLeast: atLeast - least + cost },
    }))
    .sort((a, b) => a.branch.atLeast - b.branch.atLeast);
}

/** What one item coupon saves in the end. */
export function gainOf({ candidate, shares }: Application, weights: Float64Array): number {
  return shares.reduce((sum, share, index) => sum + share * weights[candidate.places[index]!]!, 0);
}

/** The most that item coupons save in the end, each line with the best of them. */
export function mostGain(items: readonly Application[], weights: Float64Array): number {
  return mostOf(items, weights.length).reduce((sum, most, place) => sum + most * weights[place]!, 0);
}

/** What the best of some item coupons takes off each place. */
function mostOf(items: readonly Application[], length: number): Float64Array {
  const most = new Float64Array(length);
  for (const { candidate, shares } of items)
    shares.forEach(
      (share, index) => (most[candidate.places[index]!] = Math.max(most[candidate.places[index]!]!, share)),
    );
  return most;
}

/** The least that a block leaves, with this choice, of the places that it reaches; and their weights below it. */
function costOf(
  block: Block,
  choice: readonly Application[],
  weights: Float64Array,
  low: Float64Array,
  table: Table,
): { cost: number; scaled: Float64Array } {
  let cost = block.places.reduce((sum, place) => sum + weights[place]! * low[place]!, 0);
  let scaled = weights;
  for (const application of choice) {
    const weighted = takeWeighted(application, weights, low, table);
    const constant = takeConstant(application, weights);
    if (weighted && weighted.saving < constant) {
      if (scaled === weights) scaled = weights.slice();
      for (const place of application.candidate.places) scaled[place]! *= weighted.factor;
      cost -= weighted.saving;
    } else cost -= constant;
  }
  return { cost, scaled };
}

/** What a coupon saves in the end, at the most, by its total on list prices. */
function takeConstant({ candidate, total }: Application, weights: Float64Array): number {
  return total * Math.max(...candidate.places.map((place) => weights[place]!));
}

/**
 * What a coupon saves in the end, at the most, as a percentage of what is left; undefined where it is none, or where minimum prices
 * shift its split between lines of different weight. Its total is rounded by at most half a unit; its shares by less than one each,
 * which costs nothing where the weights are the same.
 */
function takeWeighted(
  { candidate: { places }, percent }: Application,
  weights: Float64Array,
  low: Float64Array,
  { floor }: Table,
): { factor: number; slack: number; saving: number } | undefined {
  if (percent === undefined) return undefined;
  const most = Math.max(...places.map((place) => weights[place]!));
  const spread = most - Math.min(...places.map((place) => weights[place]!));
  if (spread > 0 && places.some((place) => floor[place])) return undefined;
  const slack = most / 2 + spread * places.length;
  return {
    factor: 1 - percent / 100,
    slack,
    saving: slack + (percent / 100) * places.reduce((sum, place) => sum + weights[place]! * low[place]!, 0),
  };
}
