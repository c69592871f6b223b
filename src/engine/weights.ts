import type { Candidate } from './candidate.js';
import type { Table } from './table.js';

/**
 * What does a minor unit that the early layers leave on a place cost the shopper in the end? Its *weight*: 1, less what later
 * percentages take of it. Seen from the last layer to the first, a coupon takes off either a constant (its total alone, which nothing
 * exceeds), or a percentage of what is left, which lowers the weights. Both are true of every set, so either may stand in a bound.
 */

/** For each place, 0 to 1. */
export type Weights = readonly number[];

/** What is known of the layers before a coupon. */
export interface Outlook {
  readonly table: Table;
  /** About what they leave of each place: where it is wrong, a bound is only less tight. */
  likelyBefore(candidate: Candidate): readonly number[];
  /** The most that they can take off the coupon's places, never less. */
  mostBefore(candidate: Candidate): number;
}

export interface Weighed {
  /** The same array where nothing lowers the weights. */
  readonly weights: Weights;
  /** The most that is taken off as constants, minor units. */
  readonly taken: number;
  /** What the lower weights take off the list prices. */
  readonly scaled: number;
}

/**
 * Takes coupons off the weights, or as constants, whichever is likely to be less.
 * @param set the last layer's first
 */
export function weigh(set: readonly Candidate[], from: Weights, outlook: Outlook): Weighed {
  const { table } = outlook;
  let weights = from;
  let taken = 0;
  let scaled = 0;
  for (const candidate of set) {
    const { places, alone } = candidate;
    const likely = outlook.likelyBefore(candidate);
    const rate = alone.percent / 100;
    let highest = 0;
    let lowest = 1;
    let left = 0;
    let listed = 0;
    let floored = 0;
    for (const place of places) {
      const weight = weights[place]!;
      if (weight > highest) highest = weight;
      if (weight < lowest) lowest = weight;
      left += weight * likely[place]!;
      listed += weight * table.list[place]!;
      floored += table.floor[place]!;
    }
    // Where weights differ, it matters how the total splits: in proportion to what is left, each share off by less than one, which costs the spread; and
    // minimum prices shift shares to where there is room.
    const spread = highest - lowest;
    const uneven = spread * places.length;
    const constant =
      alone.total * (spread && !floored ? meanWeight(candidate, listed, lowest, highest, outlook) : highest);
    // A percentage's total is rounded by at most half a unit.
    const slack = highest / 2 + uneven;
    if (!(spread && floored) && slack + rate * left < constant) {
      const lower = [...weights];
      for (const place of places) lower[place]! *= 1 - rate;
      weights = lower;
      taken += slack;
      scaled += rate * listed;
    } else taken += Math.min(constant + uneven, alone.total * highest);
  }
  return { weights, taken, scaled };
}

/**
 * The most that a unit of a coupon's total weighs on average, where shares are in proportion to what is left: at the worst the layers before
 * took all that they can where the weight is lowest.
 * @param weighed the list prices of its places, weighed
 */
function meanWeight(
  candidate: Candidate,
  weighed: number,
  lowest: number,
  highest: number,
  { table, mostBefore }: Outlook,
): number {
  let listed = 0;
  for (const place of candidate.places) listed += table.list[place]!;
  const before = mostBefore(candidate);
  return listed > before ? Math.min(highest, (weighed - before * lowest) / (listed - before)) : highest;
}
