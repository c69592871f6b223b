/** What is asked of the page's cart, and what has become of it. The cart is the page's: it adds and takes out; who has asked sees it in the session's cart. */
import type { SharedLine } from '../../protocol/campaigns.js';
import { CouponEvent } from './coupon-event.js';

export interface ItemsDetail {
  /** How many more of each, or how many fewer. */
  readonly lines: readonly SharedLine[];
}

/** The shopper wants these in the cart. */
export class CouponAddItemsEvent extends CouponEvent<ItemsDetail> {
  constructor(detail: ItemsDetail) {
    super('coupon-add-items', detail, true);
  }
}

/** They are in the cart now. */
export class CouponItemsAddedEvent extends CouponEvent<ItemsDetail> {
  constructor(detail: ItemsDetail) {
    super('coupon-items-added', detail);
  }
}

/** The shopper wants back what was added. */
export class CouponRemoveItemsEvent extends CouponEvent<ItemsDetail> {
  constructor(detail: ItemsDetail) {
    super('coupon-remove-items', detail, true);
  }
}

/** They are out of the cart again. */
export class CouponItemsRemovedEvent extends CouponEvent<ItemsDetail> {
  constructor(detail: ItemsDetail) {
    super('coupon-items-removed', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-add-items': CouponAddItemsEvent;
    'coupon-items-added': CouponItemsAddedEvent;
    'coupon-remove-items': CouponRemoveItemsEvent;
    'coupon-items-removed': CouponItemsRemovedEvent;
  }
}
