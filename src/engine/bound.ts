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
  /** The places that no block reaches. */
  readonly outside: readonly number[];
  /** Where nothing is decided, each weighs 1. */
  readonly fresh: Float64Array;
  /** Weights and what they leave at the least, by the coupons that scaled them. */
  readonly remembered: Map<string, { readonly weights: Float64Array; readonly least: number }>;
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
  const covered = new Set(blocks.flatMap(({ places }) => places));
  return {
    blocks,
    items,
    low,
    outside: list.map((_, place) => place).filter((place) => !covered.has(place)),
    fresh: new Float64Array(list.length).fill(1),
    remembered: new Map(),
  };
}

/** The branch on which these coupons of the last layers are chosen, the last layer's first. */
export function decideLate(late: readonly Application[], early: Early, table: Table): Branch {
  let weights = early.fresh;
  let taken = 0;
  let key = '';
  for (const application of late) {
    const weighted = takeWeighted(application, weights, early.low, table);
    const constant = takeConstant(application, weights);
    // Taking the percentage off the weights is worth most where the constant is loose: where coupons leave less than list prices.
    if (weighted && weighted.saving < constant) {
      weights = scale(weights, application, weighted.factor);
      taken += weighted.slack;
      key += `${application.candidate.coupon.id}\n`;
    } else taken += constant;
  }
  // Most sets of late coupons weigh the places alike.
  if (!early.remembered.has(key))
    early.remembered.set(key, { weights, least: leastOf(early, weights, table) });
  const { weights: shared, least } = early.remembered.get(key)!;
  return { weights: shared, atLeast: least - taken };
}

/** The least that coupons below the late ones leave, weighed. */
function leastOf({ blocks, low, outside }: Early, weights: Float64Array, table: Table): number {
  let least = 0;
  for (const place of outside) least += weights[place]! * low[place]!;
  for (const block of blocks) {
    least += block.choices.reduce(
      (min, choice) => Math.min(min, costOf(block, choice, weights, low, table).cost),
      Infinity,
    );
  }
  return least;
}

function scale(weights: Float64Array, { candidate }: Application, factor: number): Float64Array {
  const scaled = weights.slice();
  for (const place of candidate.places) scaled[place]! *= factor;
  return scaled;
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
  let cost = 0;
  for (const place of block.places) cost += weights[place]! * low[place]!;
  let scaled = weights;
  for (const application of choice) {
    const weighted = takeWeighted(application, weights, low, table);
    const constant = takeConstant(application, weights);
    if (weighted && weighted.saving < constant) {
      scaled = scale(scaled, application, weighted.factor);
      cost -= weighted.saving;
    } else cost -= constant;
  }
  return { cost, scaled };
}

/** What a coupon saves in the end, at the most, by its total on list prices. */
function takeConstant({ candidate: { places }, total }: Application, weights: Float64Array): number {
  let most = 0;
  for (const place of places) if (weights[place]! > most) most = weights[place]!;
  return total * most;
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
  let [most, least, base] = [0, 1, 0];
  for (const place of places) {
    const weight = weights[place]!;
    if (weight > most) most = weight;
    if (weight < least) least = weight;
    base += weight * low[place]!;
  }
  const spread = most - least;
  if (spread > 0 && places.some((place) => floor[place])) return undefined;
  const slack = most / 2 + spread * places.length;
  return { factor: 1 - percent / 100, slack, saving: slack + (percent / 100) * base };
}
