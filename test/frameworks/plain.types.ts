/** What must compile without a framework (and in Angular), and what must not: checked by `npm run test:types`, never run. */
import type {} from 'couponkit/elements/coupon-banner';
import type { CouponCheckoutEvent } from 'couponkit/elements/coupon-cart';
import type {} from 'couponkit/elements/coupon-claim';

const cart = document.querySelector('coupon-cart')!;
cart.cart = { currency: 'CNY', lines: [] };
void cart.openChooser();
cart.addEventListener('coupon-checkout', ({ detail }) => detail.token?.length);
document.addEventListener('coupon-claimed', ({ detail }) => detail.held.coupon.id.length);
export const tokenOf = ({ detail }: CouponCheckoutEvent): string | undefined => detail.token;
document.createElement('coupon-claim').priceCurrency = 'CNY';

// @ts-expect-error A property that is not there.
cart.checkoutURL = '/orders';
// @ts-expect-error A value that is not there.
cart.refundMode = 'half';
// @ts-expect-error A part of another event.
cart.addEventListener('coupon-checkout', ({ detail }) => detail.held);
// @ts-expect-error What comes with an event is not to be changed.
cart.addEventListener('coupon-checkout', ({ detail }) => (detail.token = ''));
