import { percentage } from '../model/shared-shapes.js';
import { percentOf } from '../money/divide.js';
import { oneOf, positive } from '../model/shape.js';
import type { Benefit } from './benefit.js';

export interface PercentBenefit {
  readonly kind: 'percent';
  /** 20 is 八折. */
  readonly percentOff: number;
  /** Minor units (封顶). */
  readonly maxAmount?: number;
  /**
   * What is rounded half up where the percentage has a fraction of a minor unit: what is taken off, or the price that is left, as some shop platforms do. They differ where it
   * is exactly a half. Default `discount`.
   */
  readonly rounded?: 'discount' | 'price';
}

/** A percentage off (折扣券), rounded once on the total. */
export const percent: Benefit<'percent', PercentBenefit> = {
  kind: 'percent',
  fields: {
    percentOff: percentage(),
    'maxAmount?': positive,
    'rounded?': oneOf('discount', 'price'),
  },
  check({ maxAmount }, _, report) {
    if (!maxAmount) report('benefit.maxAmount', 'no-cap', {}, 'warning');
  },
  discount: ({ percentOff, maxAmount = Infinity, rounded }, { base }) =>
    Math.min(
      rounded === 'price' ? base - percentOf(base, 100 - percentOff) : percentOf(base, percentOff),
      maxAmount,
    ),
  percentOfBase: ({ percentOff }) => percentOff,
};
