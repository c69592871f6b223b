/** What banner and claim button say to the page. */
import type { Held } from '../../protocol/messages.js';
import { CouponEvent, type CouponDetail } from './coupon-event.js';

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

/** What is only for shoppers who are signed in: a coupon or a campaign, by its id. */
export interface SignInDetail {
  readonly coupon?: string;
  readonly campaign?: string;
}

/** This is only for shoppers who are signed in. Prevent it and show the sign-in; else the element follows its `sign-in-url`. */
export class CouponSignInEvent extends CouponEvent<SignInDetail> {
  constructor(detail: SignInDetail) {
    super('coupon-sign-in', detail, true);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-claim': CouponClaimEvent;
    'coupon-claimed': CouponClaimedEvent;
    'coupon-dismiss': CouponDismissEvent;
    'coupon-dismissed': CouponDismissedEvent;
    'coupon-sign-in': CouponSignInEvent;
  }
}
