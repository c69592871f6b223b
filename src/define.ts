/**
 * Defines every element: `import 'couponkit/define'`. A tag that is defined already, by another copy or by the page, stays as it is.
 * For one element alone import its class: `customElements.define('coupon-cart', CouponCart)`.
 */
import { CouponBanner } from './elements/coupon-banner.js';
import { CouponCard } from './elements/coupon-card.js';
import { CouponCart } from './elements/coupon-cart.js';
import { CouponCenter } from './elements/coupon-center.js';
import { CouponClaim } from './elements/coupon-claim.js';
import { CouponCountdown } from './elements/coupon-countdown.js';
import { CouponFlash } from './elements/coupon-flash.js';
import { CouponInvite } from './elements/coupon-invite.js';
import { CouponNudge } from './elements/coupon-nudge.js';
import { CouponPack } from './elements/coupon-pack.js';
import { CouponWallet } from './elements/coupon-wallet.js';
import { CouponWheel } from './elements/coupon-wheel.js';

/** One line for each element; a test compares it with the folder. */
const elements = {
  'coupon-banner': CouponBanner,
  'coupon-card': CouponCard,
  'coupon-cart': CouponCart,
  'coupon-center': CouponCenter,
  'coupon-claim': CouponClaim,
  'coupon-countdown': CouponCountdown,
  'coupon-flash': CouponFlash,
  'coupon-invite': CouponInvite,
  'coupon-nudge': CouponNudge,
  'coupon-pack': CouponPack,
  'coupon-wallet': CouponWallet,
  'coupon-wheel': CouponWheel,
};

for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

export { provideSession } from './elements/internal/session-context.js';
