import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Scope } from '../model/scope.js';
import { appraise, type NudgeOptions, type Pricing } from './appraise.js';
import { compareWorth } from './compare-worth.js';
import { isResidual, spendLeft, type Steps } from './find-shortfalls.js';
import { smallestThatPays } from './smallest-that-pays.js';
import { spendOn, unitsOf, type Need } from './need.js';
import { nextSteps } from './next-step.js';

/** How much more would make another coupon, or more of one, pay off in the best set? */

export interface Nudge {
  /** The coupon's id. */
  readonly coupon: string;
  /** Whether `missing`, `measured` and `required` are minor units or units. */
  readonly of: 'spend' | 'quantity';
  /** How much more; minor units at list price, or units. */
  readonly missing: number;
  /** What counts now: at list price or, under a residual threshold, what earlier layers leave of it. */
  readonly measured: number;
  /** What the coupon, or its next step, asks for; `measured + missing` is more where it pays off only later. */
  readonly required: number;
  /** More of which goods; `{}` is any. */
  readonly scope: Scope;
  /** The id of the line that the addition is like: the cheapest that counts. */
  readonly like: string;
  /** What the addition comes to at list price, minor units. */
  readonly spend: number;
  /** What the coupon, or its next step, saves in the best set then, minor units; ≥ 1. */
  readonly saves: number;
  /** Where the coupon applies alone already: which tier or time it reaches then; ≥ 2. */
  readonly step?: number;
}

export type Nudges = (cart: Cart, coupons: readonly Coupon[], options: NudgeOptions) => Nudge[];

/**
 * Returns a function that says, for each coupon that lacks only spend or quantity, the smallest addition with which it pays off in the best
 * set. Of whatever goods that count it is, the shopper gets at least that off. Best first (compare-worth.ts).
 * @param steps the kinds of benefits that give more from some amount on
 */
export function createNudges(engine: Pricing, steps: Steps = nextSteps): Nudges {
  return (cart, coupons, options) => {
    const appraisal = appraise(engine, steps, cart, coupons, options);
    const { now, shortfalls, growth, isSpent } = appraisal;
    const found: Nudge[] = [];
    for (const shortfall of shortfalls) {
      const { coupon, needs, step, more } = shortfall;
      const payoff = more && smallestThatPays(more, shortfall, appraisal);
      if (isSpent()) break;
      if (!payoff) continue;
      const { amount, set } = payoff;
      // Of whatever other goods it is, as much is taken off, be it by other coupons.
      const saves = more
        .othersWith(amount)
        .reduce((least, other) => Math.min(least, growth(other, set, least)), payoff.saves);
      if (isSpent()) break;
      if (saves <= 0) continue;
      const [need] = needs as readonly [Need];
      const layer =
        isResidual(options) && engine.quote(more.cartWith(amount), [coupon], options).applied[0]?.layer;
      const amounts =
        more.of === 'quantity'
          ? { measured: unitsOf(need, cart), required: need.units }
          : {
              measured: layer ? spendLeft(need, layer, cart, now) : spendOn(need, cart),
              required: need.spend,
            };
      found.push({
        coupon: coupon.id,
        of: more.of,
        missing: amount,
        ...amounts,
        scope: need.scope,
        like: more.like.id,
        spend: more.priceOf(amount),
        saves,
        ...(step && { step }),
      });
    }
    return found.sort(compareWorth);
  };
}
