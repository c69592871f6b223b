import { oneOf, positive } from '../model/shape.js';
import { rewarded, rewardOff, type Reward } from '../model/reward.js';
import { dearest, take, type Benefit } from './benefit.js';

export interface EachBenefit extends Reward {
  readonly kind: 'each';
  /** Default: all of them. */
  readonly maxUnits?: number;
}

/** A reward on each of the dearest units in scope (特价, 首单一元, 单品立减). */
export const each: Benefit<'each', EachBenefit> = {
  kind: 'each',
  codes: [],
  layer: 'item',
  shape: rewarded({ kind: oneOf('each'), 'maxUnits?': positive }),
  discount: (benefit, { goods }) =>
    take(dearest(goods), benefit.maxUnits ?? Infinity, (unit) => rewardOff(benefit, unit.unitPrice)),
};
