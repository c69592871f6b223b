import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import { bestPrepared } from './best.js';
import { createCouponCheck } from './check-coupon.js';
import type { Engine } from './create-engine.js';
import { prepare } from './prepare.js';
import { quotePrepared } from './quote.js';
import { createReader } from './terms.js';

/** What prices carts, without what only merchants ask for. */
export function createPricing(
  conditions: readonly Condition[],
  benefits: readonly Benefit[],
): Pick<Engine, 'quote' | 'best'> {
  const read = createReader({ conditions, benefits, check: createCouponCheck(conditions, benefits) });
  return {
    quote: (cart, coupons, options) => quotePrepared(prepare(cart, coupons, options, read)),
    best: (cart, coupons, options) => bestPrepared(prepare(cart, coupons, options, read), options),
  };
}
