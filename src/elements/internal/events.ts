/**
 * What elements say to the page. An imperative (`coupon-claim`) is a request: the element goes on unless somebody prevents
 * it. The past tense (`coupon-claimed`) is a fact.
 */
import type { Quote } from '../../model/quote.js';
import type { Held, Verdict } from '../../protocol/messages.js';

abstract class CouponEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { detail, cancelable, bubbles: true, composed: true });
  }
}

/** A coupon, by its id. */
export interface CouponDetail {
  readonly coupon: string;
}

/** The shopper wants this coupon. */
export class CouponClaimEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-claim', detail, true);
  }
}

/** The shopper holds it now. */
export class CouponClaimedEvent extends CouponEvent<CouponDetail & { readonly held: Held }> {
  constructor(detail: CouponDetail & { readonly held: Held }) {
    super('coupon-claimed', detail);
  }
}

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

/** The shopper wants this announcement gone. */
export class CouponDismissEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-dismiss', detail, true);
  }
}

/** It is gone, and stays so in this browser. */
export class CouponDismissedEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-dismissed', detail);
  }
}

/** The coupon is only for shoppers who are signed in. Prevent it and show the sign-in; else the element follows its `sign-in-url`. */
export class CouponSignInEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-sign-in', detail, true);
  }
}

export interface CheckoutDetail {
  /** Proof of the price; absent where nobody has confirmed it. */
  readonly token?: string;
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
    'coupon-claim': CouponClaimEvent;
    'coupon-claimed': CouponClaimedEvent;
    'coupon-apply': CouponApplyEvent;
    'coupon-applied': CouponAppliedEvent;
    'coupon-remove': CouponRemoveEvent;
    'coupon-removed': CouponRemovedEvent;
    'coupon-dismiss': CouponDismissEvent;
    'coupon-dismissed': CouponDismissedEvent;
    'coupon-sign-in': CouponSignInEvent;
    'coupon-checkout': CouponCheckoutEvent;
  }
}
