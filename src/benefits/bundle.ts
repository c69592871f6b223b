import { scope } from '../model/shared-shapes.js';
import { split } from '../money/allocate.js';

import { list, object, positive } from '../model/shape.js';
import { checkReward, rewardFields, rewardOff, type Reward } from '../model/reward.js';
import type { Scope } from '../model/scope.js';
import { dearest, incomplete, type Benefit, type BenefitFacts, type Goods } from './benefit.js';

export interface BundlePart {
  /** Which goods. */
  readonly scope: Scope;
  /** How many units of them. Default 1. */
  readonly quantity?: number;
}

export interface BundleBenefit extends Reward {
  readonly kind: 'bundle';
  /** What is bought together. */
  readonly parts: readonly BundlePart[];
  /** How many bundles at most in an order; absent: no limit. */
  readonly maxTimes?: number;
}

/** A reward on the price of things bought together (搭配券), bundle after bundle until one can't be filled. */
export const bundle: Benefit<'bundle', BundleBenefit> = {
  kind: 'bundle',
  layer: 'item',
  fields: {
    ...rewardFields,
    parts: list(object({ scope, 'quantity?': positive }, true), 1),
    'maxTimes?': positive,
  },
  check: checkReward,
  refuse: (benefit, facts) => incomplete(fill(poolsOf(benefit, facts), new Map()).missing),
  discount(benefit, facts) {
    const pools = poolsOf(benefit, facts);
    const discounts = new Map<number, number>();
    const used = new Map<Goods, number>();
    for (let times = benefit.maxTimes ?? Infinity; times > 0;) {
      const { taken, missing } = fill(pools, used);
      if (missing.length) break;
      // The next bundles are the same as long as no line runs short, so that a million units cost as much as one.
      let repeats = times;
      for (const [goods, count] of taken) {
        repeats = Math.min(repeats, Math.floor((goods.quantity - (used.get(goods) ?? 0)) / count));
      }
      const lines = [...taken].sort(([a], [b]) => a.place - b.place);
      const prices = lines.map(([goods, count]) => goods.unitPrice * count);
      const total = rewardOff(
        benefit,
        prices.reduce((sum, price) => sum + price, 0),
      );
      split(
        total,
        prices,
        lines.map(([goods, count]) => goods.unitRoom * count),
      ).forEach((share, index) => {
        const [goods, count] = lines[index]!;
        discounts.set(goods.place, (discounts.get(goods.place) ?? 0) + share * repeats);
        used.set(goods, (used.get(goods) ?? 0) + count * repeats);
      });
      times -= repeats;
    }
    return discounts;
  },
};

/** A part, and the lines that it takes from. */
interface Pool {
  readonly scope: Scope;
  readonly quantity: number;
  readonly lines: readonly Goods[];
}

function poolsOf({ parts }: BundleBenefit, { within }: BenefitFacts): Pool[] {
  return parts.map(({ scope, quantity = 1 }) => ({ scope, quantity, lines: dearest(within(scope)) }));
}

/** Takes one bundle: each part in order the dearest unused units of its scope. */
function fill(
  pools: readonly Pool[],
  used: ReadonlyMap<Goods, number>,
): { taken: Map<Goods, number>; missing: { scope: Scope; quantity: number }[] } {
  const taken = new Map<Goods, number>();
  const missing = pools.map(({ scope, quantity, lines }) => {
    for (const goods of lines) {
      const before = taken.get(goods) ?? 0;
      const count = Math.min(quantity, goods.quantity - (used.get(goods) ?? 0) - before);
      if (count > 0) taken.set(goods, before + count);
      quantity -= Math.max(count, 0);
      if (!quantity) break;
    }
    return { scope, quantity };
  });
  return { taken, missing: missing.filter(({ quantity }) => quantity > 0) };
}
