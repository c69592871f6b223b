/**
 * Defines every element: `import 'couponkit/define'`. A tag that is defined already, by another copy or by the page, stays as it is.
 * For one element alone import its class: `customElements.define('coupon-cart', CouponCart)`.
 */
import { CouponBanner } from './elements/coupon-banner.js';
import { CouponCart } from './elements/coupon-cart.js';
import { CouponClaim } from './elements/coupon-claim.js';
import { CouponFlash } from './elements/coupon-flash.js';
import { CouponInvite } from './elements/coupon-invite.js';
import { CouponWheel } from './elements/coupon-wheel.js';

/** One line for each element; a test compares it with the folder. */
const elements = {
  'coupon-banner': CouponBanner,
  'coupon-cart': CouponCart,
  'coupon-claim': CouponClaim,
  'coupon-flash': CouponFlash,
  'coupon-invite': CouponInvite,
  'coupon-wheel': CouponWheel,
};

for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

export { provideSession } from './elements/internal/session-context.js';
