/** What a nudge says to the page. The cart is the page's: it adds and takes out, the element waits until that shows in the session's cart. */
import { CouponEvent } from './coupon-event.js';

export interface ItemDetail {
  readonly product: string;
  readonly sku?: string;
  /** How many more, or fewer. */
  readonly quantity: number;
}

/** The shopper wants it in the cart. Prevent it to have the element wait for nothing. */
export class CouponAddItemEvent extends CouponEvent<ItemDetail> {
  constructor(detail: ItemDetail) {
    super('coupon-add-item', detail, true);
  }
}

/** It is in the cart now. */
export class CouponItemAddedEvent extends CouponEvent<ItemDetail> {
  constructor(detail: ItemDetail) {
    super('coupon-item-added', detail);
  }
}

/** The shopper wants back what was added. */
export class CouponRemoveItemEvent extends CouponEvent<ItemDetail> {
  constructor(detail: ItemDetail) {
    super('coupon-remove-item', detail, true);
  }
}

/** It is out of the cart again. */
export class CouponItemRemovedEvent extends CouponEvent<ItemDetail> {
  constructor(detail: ItemDetail) {
    super('coupon-item-removed', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-add-item': CouponAddItemEvent;
    'coupon-item-added': CouponItemAddedEvent;
    'coupon-remove-item': CouponRemoveItemEvent;
    'coupon-item-removed': CouponItemRemovedEvent;
  }
}
