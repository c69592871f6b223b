import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Best, Quote } from '../model/quote.js';
import type { BestOptions } from './best.js';
import { createCheck, type Check } from './check.js';
import { createPricing } from './create-pricing.js';
import type { QuoteOptions } from './prepare.js';

/**
 * The engine over some conditions and benefits. Pure: time, shopper and policy are arguments; inputs are never changed; a valid cart and
 * valid coupons never make it throw; a cart whose amounts or units add up beyond the safe integers is a CouponError. All amounts are integers in
 * minor units.
 */
export interface Engine {
  /**
   * Prices the cart with these coupons, and says why any of them does not apply. Of two that may not go together the one given first
   * stays. Coupons that `check` does not let pass are refused as `invalid`.
   */
  quote(cart: Cart, coupons: readonly Coupon[], options: QuoteOptions): Quote;
  /**
   * Finds the legal set of these coupons with the lowest amount payable; equal ones by fewer coupons, then what expires sooner, then ids.
   * `optimal` comes with a proof; where the budget runs out, `bound` says what no legal set undercuts.
   */
  best(cart: Cart, coupons: readonly Coupon[], options: BestOptions): Best;
  readonly check: Check;
}

/** @param kinds the lists of this package, or those and a shop's own: `{ conditions, benefits: [...benefits, theirs] }` */
export function createEngine({
  conditions,
  benefits,
}: {
  readonly conditions: readonly AnyCondition[];
  readonly benefits: readonly AnyBenefit[];
}): Engine {
  const lists = [conditions as readonly Condition[], benefits as readonly Benefit[]] as const;
  return { ...createPricing(...lists), check: createCheck(...lists) };
}

/** A list holds kinds of different values; each is only ever handed its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyCondition = Condition<string, any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyBenefit = Benefit<string, any>;
