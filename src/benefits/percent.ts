import { percentage } from '../model/shared-shapes.js';
import { percentOf } from '../money/divide.js';
import { positive } from '../model/shape.js';
import type { Benefit } from './benefit.js';

export interface PercentBenefit {
  readonly kind: 'percent';
  /** 20 is 八折. */
  readonly percentOff: number;
  /** Minor units (封顶). */
  readonly maxAmount?: number;
}

/** A percentage off (折扣券), rounded half up once on the total. */
export const percent: Benefit<'percent', PercentBenefit> = {
  kind: 'percent',
  fields: { percentOff: percentage(), 'maxAmount?': positive },
  check({ maxAmount }, _, report) {
    if (!maxAmount) report('benefit.maxAmount', 'no-cap', {}, 'warning');
  },
  discount: ({ percentOff, maxAmount = Infinity }, { base }) =>
    Math.min(percentOf(base, percentOff), maxAmount),
  percentOfBase: ({ percentOff }) => percentOff,
};
