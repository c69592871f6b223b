/** The shopper's choice changes where the page does not prevent it, and the page is told. */
import type { CartPanel } from './cart-panel.js';
import {
  CouponAppliedEvent,
  CouponApplyEvent,
  CouponRemovedEvent,
  CouponRemoveEvent,
} from './cart-events.js';

export function applyCoupon({ session, emit }: CartPanel, coupon: string): void {
  if (!emit(new CouponApplyEvent({ coupon }))) return;
  session.apply(coupon);
  emit(new CouponAppliedEvent({ coupon }));
}

export function removeCoupon({ session, emit }: CartPanel, coupon: string): void {
  if (!emit(new CouponRemoveEvent({ coupon }))) return;
  session.remove(coupon);
  emit(new CouponRemovedEvent({ coupon }));
}
