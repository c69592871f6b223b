/** What a coupon that the shopper holds says to the page. */
import { CouponEvent, type CouponDetail } from './coupon-event.js';

/** The shopper wants to use it. Prevent it to go somewhere else than `use-url`. */
export class CouponUseEvent extends CouponEvent<CouponDetail> {
  constructor(detail: CouponDetail) {
    super('coupon-use', detail, true);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-use': CouponUseEvent;
  }
}
