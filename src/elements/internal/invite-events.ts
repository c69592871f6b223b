/** What an invitation says to the page. */
import type { Held } from '../../protocol/messages.js';
import type { CampaignDetail } from './campaign-events.js';
import { CouponEvent } from './coupon-event.js';

/** A link, and what it leads to. */
export interface InvitedDetail extends CampaignDetail {
  /** The invitation's code. */
  readonly code: string;
  /** The address for friends. */
  readonly url: string;
}

/** An invitation of somebody else, by its code. */
export interface AcceptDetail extends CampaignDetail {
  readonly code: string;
}

/** The shopper wants a link for friends. */
export class CouponInviteEvent extends CouponEvent<CampaignDetail & { readonly cart: boolean }> {
  constructor(detail: CampaignDetail & { readonly cart: boolean }) {
    super('coupon-invite', detail, true);
  }
}

/** The link is there. */
export class CouponInvitedEvent extends CouponEvent<InvitedDetail> {
  constructor(detail: InvitedDetail) {
    super('coupon-invited', detail);
  }
}

/** The shopper wants what a friend's invitation brings. */
export class CouponAcceptEvent extends CouponEvent<AcceptDetail> {
  constructor(detail: AcceptDetail) {
    super('coupon-accept', detail, true);
  }
}

/** It is in the wallet. */
export class CouponAcceptedEvent extends CouponEvent<AcceptDetail & { readonly held: readonly Held[] }> {
  constructor(detail: AcceptDetail & { readonly held: readonly Held[] }) {
    super('coupon-accepted', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-invite': CouponInviteEvent;
    'coupon-invited': CouponInvitedEvent;
    'coupon-accept': CouponAcceptEvent;
    'coupon-accepted': CouponAcceptedEvent;
  }
}
