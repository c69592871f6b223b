/**
 * Makes the shop's own cart on this page follow a change of coupons that was made beside it. Nothing of it is a published API for others; each event is
 * what WooCommerce's own scripts listen to (11.0, `client/blocks` and `client/legacy`), and a page without them is left alone.
 */
export function refreshWooCommerce(): void {
  if (typeof document === 'undefined') return;
  const has = (selector: string) => document.querySelector(selector) !== null;
  // Blocks over wp.data (`use-store-cart-event-listeners.ts`). Its twin, `wc-blocks_added_to_cart`, would also scroll and open the mini-cart.
  say('wc-blocks_removed_from_cart');
  // Blocks on the Interactivity API (`stores/woocommerce/cart.ts`).
  dispatchEvent(
    new CustomEvent('wc-blocks_store_sync_required', { detail: { type: 'from_@wordpress/data' } }),
  );
  // Classic pages listen through jQuery, which hears native events, too. Without its form, `cart.js` would reload the page.
  if (has('.woocommerce-cart-form')) say('wc_update_cart');
  if (has('form.woocommerce-checkout')) say('update_checkout');
  say('wc_fragment_refresh');
}

function say(name: string): void {
  document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));
}
