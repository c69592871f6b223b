/** What the cart says to the page. */
import type { Quote } from '../../model/quote.js';
import type { Hold, Verdict } from '../../protocol/messages.js';
import { CouponEvent, type CouponDetail } from './coupon-event.js';

/** The shopper wants it used in the cart. */
export class CouponApplyEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-apply', detail, true);
  }
}

/** It is part of the shopper's choice now. */
export class CouponAppliedEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-applied', detail);
  }
}

/** The shopper wants it out of the cart. */
export class CouponRemoveEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-remove', detail, true);
  }
}

/** It is out of the shopper's choice now. */
export class CouponRemovedEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-removed', detail);
  }
}

export interface CheckoutDetail {
  /** Proof of the price; absent where nobody has confirmed it. */
  readonly token?: string;
  /** What keeps the coupons for this order; absent where nothing is held. */
  readonly hold?: Hold;
  readonly verdict?: Verdict;
  readonly quote: Quote;
}

/** The shopper wants to pay. */
export class CouponCheckoutEvent extends CouponEvent<CheckoutDetail> {
  constructor(detail: CheckoutDetail) {
    super('coupon-checkout', detail, true);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-apply': CouponApplyEvent;
    'coupon-applied': CouponAppliedEvent;
    'coupon-remove': CouponRemoveEvent;
    'coupon-removed': CouponRemovedEvent;
    'coupon-checkout': CouponCheckoutEvent;
  }
}
