/**
 * The lines of `docs/woocommerce.md`, in a real browser, before the recorded shop: the page has no other script of ours, and is known by its cookie. What the shop's own
 * pages would do is done by the test: WooCommerce itself does not run here.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import {
  oneOfEach,
  openRecordedShop,
  type RecordedCart,
  type RecordedShop,
} from '../platforms/woocommerce/recorded-shop.js';
import { collectComplaints } from './collect-complaints.js';
import { readScriptFiles } from './read-script-files.js';
import { isInState, sees } from './steps.js';

/** As the importer writes it. */
const feed = {
  coupons: [
    {
      coupon: { id: 'save10', code: 'save10', benefit: { kind: 'percent', percentOff: 10 }, layer: 'item' },
      claim: { hidden: false },
    },
    {
      coupon: { id: 'fix5', code: 'fix5', currency: 'USD', benefit: { kind: 'amount', amount: 500 } },
      claim: { hidden: false },
    },
  ],
};

/** Says which of WooCommerce's events the page has heard, as its scripts would. */
const listener = `
  window.heard = [];
  for (const name of ['wc-blocks_removed_from_cart', 'wc-blocks_store_sync_required', 'wc_update_cart'])
    addEventListener(name, ({ type }) => heard.push(type));
`;

describe('a WooCommerce shop', { timeout: 60_000 }, () => {
  let shop: RecordedShop;
  let cart: RecordedCart;
  let browser: Browser;
  let page: Page;
  let origin: string;
  let complaints: string[];

  before(async () => {
    shop = await openRecordedShop();
    ({ origin } = new URL(shop.server));
    serve();
    cart = shop.openCart(oneOfEach);
    browser = await puppeteer.launch(launchOptions('chromium'));
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    complaints = collectComplaints(page);
    const [name, value] = cart.cookie.split('=') as [string, string];
    await browser.setCookie(
      { name, value, domain: '127.0.0.1', httpOnly: true },
      { name: 'woocommerce_items_in_cart', value: '1', domain: '127.0.0.1' },
    );
    await page.goto(`${origin}/cart/`);
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('has the best coupons on its cart, in one change, and shows its own price', async () => {
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /47\.95/);
    assert.deepEqual([...cart.codes].sort(), ['fix5', 'save10']);
    const changes = shop.requests.filter(({ method }) => method === 'POST');
    assert.deepEqual(
      changes.map(({ path }) => path),
      ['/batch'],
    );
  });

  it('makes the shop’s own cart follow', async () => {
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    assert.deepEqual(heard, [
      'wc-blocks_removed_from_cart',
      'wc-blocks_store_sync_required',
      'wc_update_cart',
    ]);
  });

  it('follows a code that is typed into the shop’s own form', async () => {
    cart.setCodes(['solo']);
    await page.evaluate(() => fetch('/?wc-ajax=apply_coupon', { method: 'POST' }));
    await sees(page, 'coupon-cart', /50\.01/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.deepEqual(cart.codes, ['solo']);
  });

  it('follows the shop’s own form when it takes the code away', async () => {
    cart.setCodes([]);
    await page.evaluate(() => fetch('/cart/', { method: 'POST' }));
    await sees(page, 'coupon-cart', /58\.83/);
  });

  it('asks nothing for a visitor without a cart', async () => {
    await page.deleteCookie({ name: 'woocommerce_items_in_cart', domain: '127.0.0.1' });
    // What the last page has asked may still be on its way.
    await page.goto('about:blank');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = shop.requests.length;
    await page.goto(`${origin}/shop/`);
    await sees(page, 'coupon-center', /10%/);
    assert.equal(shop.requests.length, before);
  });

  it('complains of nothing', () => {
    assert.deepEqual(complaints, []);
  });

  function serve(): void {
    for (const [path, body] of readScriptFiles())
      shop.pages.set(`/${path}`, { type: 'text/javascript', body });
    shop.pages.set('/listener.js', { type: 'text/javascript', body: listener });
    shop.pages.set('/coupons.json', { type: 'application/json', body: JSON.stringify(feed) });
    shop.pages.set('/favicon.ico', { type: 'image/x-icon', body: '' });
    shop.pages.set('/', { type: 'text/html', body: '' });
    const html = (content: string) => ({
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><title>Shop</title><script src="/listener.js"></script>
        <script type="module" src="/couponkit.js" data-platform="woocommerce" data-coupons="/coupons.json"></script>
        <body>${content}</body></html>`,
    });
    shop.pages.set('/shop/', html('<coupon-center></coupon-center>'));
    shop.pages.set(
      '/cart/',
      html(
        '<form class="woocommerce-cart-form"></form><coupon-cart checkout-url="/checkout/"></coupon-cart>',
      ),
    );
  }
});
