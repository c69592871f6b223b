/** What wheel and pack say to the page. */
import type { Participation } from '../../protocol/campaigns.js';
import type { Held } from '../../protocol/messages.js';
import { CouponEvent } from './coupon-event.js';

/** A campaign, by its id. */
export interface CampaignDetail {
  readonly campaign: string;
}

/** What a draw came to. */
export interface DrawnDetail extends CampaignDetail {
  /** The prize's id; absent: no prize. */
  readonly prize?: string;
  /** The coupons that were won; they are in the wallet. */
  readonly held: readonly Held[];
  /** Points that were won. */
  readonly points?: number;
}

/** The shopper wants to draw. */
export class CouponDrawEvent extends CouponEvent<CampaignDetail> {
  constructor(detail: CampaignDetail) {
    super('coupon-draw', detail, true);
  }
}

/** It is drawn, and shown. */
export class CouponDrawnEvent extends CouponEvent<DrawnDetail> {
  constructor({ campaign, prize, held, points }: Participation) {
    super('coupon-drawn', {
      campaign,
      held,
      ...(prize !== undefined && { prize }),
      ...(points !== undefined && { points }),
    });
  }
}

/** The shopper wants the pack. */
export class CouponTakeEvent extends CouponEvent<CampaignDetail> {
  constructor(detail: CampaignDetail) {
    super('coupon-take', detail, true);
  }
}

/** Its coupons are in the wallet. */
export class CouponTakenEvent extends CouponEvent<CampaignDetail & { readonly held: readonly Held[] }> {
  constructor({ campaign, held }: Participation) {
    super('coupon-taken', { campaign, held });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-draw': CouponDrawEvent;
    'coupon-drawn': CouponDrawnEvent;
    'coupon-take': CouponTakeEvent;
    'coupon-taken': CouponTakenEvent;
  }
}
