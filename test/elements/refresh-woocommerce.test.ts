import { assert } from 'chai';
import { refreshWooCommerce } from '../../src/adapters/internal/refresh-woocommerce.js';
import { createWooCommercePlatform } from '../../src/adapters/woocommerce.js';

/** Every event that WooCommerce's scripts might hear, where they listen. */
const names = [
  'wc-blocks_added_to_cart',
  'wc-blocks_removed_from_cart',
  'wc-blocks_store_sync_required',
  'wc_update_cart',
  'update_checkout',
  'wc_fragment_refresh',
];

describe('a change of coupons beside the shop’s own cart', () => {
  let page: HTMLElement;

  const show = (html: 'cart' | 'checkout' | 'none') => {
    page = document.createElement('form');
    if (html === 'cart') page.className = 'woocommerce-cart-form';
    if (html === 'checkout') page.className = 'checkout woocommerce-checkout';
    document.body.append(page);
  };
  const hear = (): Event[] => {
    const heard: Event[] = [];
    const listen = (event: Event) => heard.push(event);
    for (const name of names) addEventListener(name, listen);
    refreshWooCommerce();
    for (const name of names) removeEventListener(name, listen);
    return heard;
  };
  const said = (): string[] => hear().map(({ type }) => type);

  afterEach(() => page.remove());

  it('makes blocks read the cart anew, of both kinds, and opens no mini-cart', () => {
    show('none');
    const heard = hear();
    assert.deepEqual(
      heard.map(({ type, target }) => [type, target === window ? 'window' : (target as Element).localName]),
      [
        ['wc-blocks_removed_from_cart', 'body'],
        ['wc-blocks_store_sync_required', 'window'],
        ['wc_fragment_refresh', 'body'],
      ],
    );
    // Without `preserveCartData`, which would keep the cart as it was.
    assert.isNull((heard[0] as CustomEvent).detail);
    assert.deepEqual((heard[1] as CustomEvent).detail, { type: 'from_@wordpress/data' });
  });

  it('makes a classic cart read its totals anew, and only where there is one: else it would reload the page', () => {
    show('cart');
    assert.include(said(), 'wc_update_cart');
    assert.notInclude(said(), 'update_checkout');
  });

  it('makes a classic checkout read its totals anew', () => {
    show('checkout');
    assert.include(said(), 'update_checkout');
    assert.notInclude(said(), 'wc_update_cart');
  });
});

describe('a request of a classic page', () => {
  const { isPageRequest, isCartRequest } = createWooCommercePlatform({});
  const isNoticed = (url: string) => isPageRequest!(new URL(url, location.href).href);

  it('is noticed where it may have changed the cart', () => {
    assert.isTrue(isNoticed('/?wc-ajax=apply_coupon'));
    assert.isTrue(isNoticed('/shop/?wc-ajax=get_refreshed_fragments'));
    assert.isFalse(isNoticed('/?wc-ajax=get_variation'));
    assert.isFalse(isNoticed('/wp-admin/admin-ajax.php'));
  });

  it('is noticed where the cart page asks itself, as its quantities do', () => {
    assert.isFalse(isNoticed(location.pathname));
    const form = document.createElement('form');
    form.className = 'woocommerce-cart-form';
    document.body.append(form);
    assert.isTrue(isNoticed(`${location.pathname}?remove_item=1`));
    form.remove();
  });

  it('to the API is noticed where it changes something', () => {
    for (const path of ['/batch', '/batch?_locale=user', '/cart/add-item', '/checkout'])
      assert.isTrue(isCartRequest!(path), path);
    for (const path of ['/cart', '/cart?_locale=user', '/products?include=1'])
      assert.isFalse(isCartRequest!(path), path);
  });
});
