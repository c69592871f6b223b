/** What a countdown says to the page. */
import { CouponEvent } from './coupon-event.js';

export interface CountdownDetail {
  /** Milliseconds since the epoch: the moment that has come. */
  readonly at: number;
}

/** What it counted down to has started. */
export class CouponStartedEvent extends CouponEvent<CountdownDetail> {
  constructor(detail: CountdownDetail) {
    super('coupon-started', detail);
  }
}

/** It is over. */
export class CouponEndedEvent extends CouponEvent<CountdownDetail> {
  constructor(detail: CountdownDetail) {
    super('coupon-ended', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-started': CouponStartedEvent;
    'coupon-ended': CouponEndedEvent;
  }
}
