import { positive } from '../model/shape.js';
import { belowMinSpend, type Benefit } from './benefit.js';

export interface AmountBenefit {
  readonly kind: 'amount';
  /** Minor units. */
  readonly amount: number;
  /** Once for every so much (每满减). Minor units. */
  readonly everySpend?: number;
  /** How often at most, with `everySpend`; absent: no limit. */
  readonly maxTimes?: number;
}

/** An amount off (满减), or, with `everySpend`, an amount for every so much (每满减). */
export const amount: Benefit<'amount', AmountBenefit> = {
  kind: 'amount',
  fields: { amount: positive, 'everySpend?': positive, 'maxTimes?': positive },
  check({ amount, everySpend }, { conditions = {} }, report) {
    for (const threshold of [everySpend, conditions.minSpend as number]) {
      if (threshold && amount >= threshold) report('benefit.amount', 'not-below-threshold', { threshold });
    }
    if (!everySpend && !conditions.minSpend && !conditions.minCartSpend)
      report('benefit', 'no-threshold', {}, 'warning');
  },
  refuse: ({ everySpend }, facts) => (everySpend ? belowMinSpend(everySpend, facts) : []),
  discount: ({ amount, everySpend, maxTimes = Infinity }, facts) =>
    everySpend
      ? Math.min(
          amount * Math.min(Math.floor(facts.measured / everySpend), maxTimes),
          Number.MAX_SAFE_INTEGER,
        )
      : amount,
};
