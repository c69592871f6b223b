/** What a flash sale says to the page beside what every claim says (`claim-events.ts`). */
import { CouponEvent, type CouponDetail } from './coupon-event.js';

export interface PayDetail extends CouponDetail {
  /** The claim's id: what the merchant's backend confirms when it has the money. */
  readonly claim: string;
  /** Minor units. */
  readonly amount: number;
  /** ISO 4217; absent where neither coupon nor cart name one. */
  readonly currency?: string;
  /** ISO 8601: until when the coupon is kept for the shopper. */
  readonly until: string;
}

/** The shopper wants to pay for a coupon that is kept for them. Prevent it and take the payment; else the element follows its `pay-url`. */
export class CouponPayEvent extends CouponEvent<PayDetail> {
  constructor(detail: PayDetail) {
    super('coupon-pay', detail, true);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-pay': CouponPayEvent;
  }
}
