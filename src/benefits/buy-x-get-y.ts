import { scope } from '../model/shared-shapes.js';
import { positive } from '../model/shape.js';
import { checkReward, rewardFields, rewardOff, type Reward } from '../model/reward.js';
import type { Scope } from '../model/scope.js';
import { cheapest, countUnits, incomplete, take, type Benefit } from './benefit.js';

export interface BuyXGetYBenefit extends Reward {
  readonly kind: 'buyXGetY';
  /** How many units must be bought. */
  readonly buy: number;
  /** How many units are rewarded for them. */
  readonly get: number;
  /** Absent: the rewarded units come from the same pool. */
  readonly getScope?: Scope;
  /** How often at most in an order; absent: no limit. */
  readonly maxTimes?: number;
}

/** Of every `buy + get` units the cheapest `get` are rewarded (第三件半价), or `get` of other goods for every `buy` (买赠). */
export const buyXGetY: Benefit<'buyXGetY', BuyXGetYBenefit> = {
  kind: 'buyXGetY',
  layer: 'item',
  fields: { ...rewardFields, buy: positive, get: positive, 'getScope?': scope, 'maxTimes?': positive },
  check: checkReward,
  reaches: ({ getScope }) => getScope,
  refuse: (benefit, { units, others, scope }) =>
    incomplete([
      { scope, quantity: unitsPerTime(benefit) - units },
      ...(benefit.getScope
        ? [{ scope: benefit.getScope, quantity: countUnits(others) ? 0 : benefit.get }]
        : []),
    ]),
  discount(benefit, { goods, others, units }) {
    const times = Math.min(Math.floor(units / unitsPerTime(benefit)), benefit.maxTimes ?? Infinity);
    const pool = benefit.getScope ? others : goods;
    return take(cheapest(pool), times * benefit.get, (unit) => rewardOff(benefit, unit.unitPrice));
  },
};

/** How many units in scope earn one reward. */
export function unitsPerTime({ buy, get, getScope }: BuyXGetYBenefit): number {
  return getScope ? buy : buy + get;
}
