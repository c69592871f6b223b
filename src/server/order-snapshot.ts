import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import type { Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';

/** All that a price was made of, so that it can be settled and refunded years later, whatever has become of the coupons. */
export interface OrderSnapshot {
  readonly cart: Cart;
  readonly quote: Quote;
  /** The coupons of `quote.applied`, as they were defined. */
  readonly coupons: readonly Coupon[];
  readonly policy: Policy;
  readonly shopper?: Shopper;
  /** Milliseconds since the epoch. */
  readonly pricedAt: number;
}
