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

describe('a page of a visitor without a cart', () => {
  const cookie = 'woocommerce_items_in_cart';
  const total = { total_price: '0', total_tax: '0', currency_code: 'USD', currency_minor_unit: 2 };
  let asked: string[];

  const read = async (platform = createWooCommercePlatform({})) => {
    asked = [];
    const cart = await platform.read(async ({ path }) => {
      asked.push(path);
      return { status: 200, headers: new Headers(), value: { items: [], coupons: [], totals: total } };
    });
    return { cart, platform };
  };

  afterEach(() => {
    document.cookie = `${cookie}=; max-age=0`;
    document.body.classList.remove('woocommerce-cart');
  });

  it('does not wake the shop up', async () => {
    assert.isUndefined((await read()).cart);
    assert.isEmpty(asked);
  });

  it('asks as soon as there may be one, and from then on', async () => {
    document.cookie = `${cookie}=1`;
    const { cart, platform } = await read();
    assert.isEmpty(cart!.cart.lines);
    document.cookie = `${cookie}=; max-age=0`;
    assert.isDefined((await read(platform)).cart);
    assert.deepEqual(asked, ['/cart']);
  });

  it('asks where the cart is shown', async () => {
    document.body.classList.add('woocommerce-cart');
    assert.isDefined((await read()).cart);
  });

  it('asks with a token of a storefront of its own', async () => {
    await read(createWooCommercePlatform({ token: { get: () => 'token' } }));
    assert.deepEqual(asked, ['/cart']);
  });
});
