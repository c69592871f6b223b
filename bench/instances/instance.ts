import type { Conditions, KnownBenefit, QuoteOptions } from '../../src/engine/index.js';
import type { Cart, Coupon } from '../../src/model/index.js';

/** A question to the engine, plain JSON: which of these coupons pays least for this cart? */
export interface Instance {
  readonly cart: Cart;
  readonly coupons: readonly AnyCoupon[];
  readonly options: QuoteOptions;
}

/** A coupon of the kinds that this package has. */
export type AnyCoupon = Coupon<Conditions, KnownBenefit>;

/** Every instance is asked at the same moment. */
export const now = Date.parse('2026-11-21T00:00:00Z');
