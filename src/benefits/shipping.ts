import { positive } from '../model/shape.js';
import { checkReward, rewardFields, rewardOff, type Reward } from '../model/reward.js';
import type { Benefit } from './benefit.js';

export interface ShippingBenefit extends Reward {
  readonly kind: 'shipping';
  /** Minor units. */
  readonly maxAmount?: number;
}

/** A reward on the fees of the shops with a line in scope; free shipping (免邮) is `percentOff: 100`. */
export const shipping: Benefit<'shipping', ShippingBenefit> = {
  kind: 'shipping',
  layer: 'shipping',
  fields: { ...rewardFields, 'maxAmount?': positive },
  check: checkReward,
  discount: (benefit, { base }) => Math.min(rewardOff(benefit, base), benefit.maxAmount ?? Infinity),
};
