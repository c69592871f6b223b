import { positive } from '../model/shape.js';
import { checkReward, rewardFields, rewardOff, type Reward } from '../model/reward.js';
import { dearest, take, type Benefit } from './benefit.js';

export interface EachBenefit extends Reward {
  readonly kind: 'each';
  /** Default: all of them. */
  readonly maxUnits?: number;
}

/** A reward on each of the dearest units in scope (特价, 首单一元, 单品立减). */
export const each: Benefit<'each', EachBenefit> = {
  kind: 'each',
  layer: 'item',
  fields: { ...rewardFields, 'maxUnits?': positive },
  check: checkReward,
  discount: (benefit, { goods }) =>
    take(dearest(goods), benefit.maxUnits ?? Infinity, (unit) => rewardOff(benefit, unit.unitPrice)),
};
