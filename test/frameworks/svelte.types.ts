/** What must not compile with `couponkit/svelte`: checked by `npm run test:types`, never run. What must stands in svelte.types.svelte. */
import type {} from 'couponkit/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Cart = SvelteHTMLElements['coupon-cart'];

// @ts-expect-error A property that is not there.
export const unknownProperty: Cart = { checkoutURL: '/orders' };
// @ts-expect-error A value of another type.
export const otherType: Cart = { expanded: 'yes' };
// @ts-expect-error A value that is not there.
export const unknownValue: Cart = { refundMode: 'half' };
// @ts-expect-error A part of another event.
export const otherEvent: Cart = { 'oncoupon-checkout': ({ detail }) => detail.held };
// @ts-expect-error An event of another element.
export const strangeEvent: Cart = { 'oncoupon-dismiss': () => {} };
// @ts-expect-error `false` would become text: yes and no are set as properties.
export const textOfNo: Cart = { 'show-funding': false };
