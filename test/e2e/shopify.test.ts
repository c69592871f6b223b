/**
 * The lines of `docs/shopify.md`, in a real browser, on a page of the stand-in shop (`../platforms/shopify/published-shop.ts`): neither the shop nor its Liquid is
 * Shopify's. What is shown here is that a page with these lines, and nothing else of ours, follows the theme's cart.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Liquid } from 'liquidjs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { openPublishedShop, type PublishedShop } from '../platforms/shopify/published-shop.js';
import { collectComplaints } from './collect-complaints.js';
import { readScriptFiles } from './read-script-files.js';
import { appears, isInState, press, sees } from './steps.js';

const blocks = [...readFileSync('docs/shopify.md', 'utf8').matchAll(/```liquid\n([\s\S]*?)```/g)].map(
  ([, code]) => code!,
);

const mug = {
  id: 8412,
  variant: 11,
  title: 'Mug',
  sku: 'MUG',
  price: 2000,
  vendor: 'Clayworks',
  type: 'Mugs',
  tags: ['sale'],
  collections: [{ id: 7, handle: 'kitchen' }],
};
const shirt = {
  ...mug,
  id: 8413,
  variant: 21,
  title: 'Shirt',
  sku: 'SHIRT',
  price: 3000,
  tags: [],
  collections: [],
};

/** As the importer writes it. */
const feed = {
  coupons: [
    {
      coupon: {
        id: 'kitchen20',
        code: 'KITCHEN20',
        title: 'Kitchen week',
        layer: 'item',
        scope: { categories: ['7'] },
        benefit: { kind: 'percent', percentOff: 20 },
      },
      claim: { hidden: false },
    },
  ],
};

describe('a Shopify theme', { timeout: 60_000 }, () => {
  let shop: PublishedShop;
  let browser: Browser;
  let page: Page;
  let token: string;
  let complaints: string[];

  before(async () => {
    shop = await openPublishedShop();
    shop.products.push(mug, shirt);
    shop.discounts.push(
      { code: 'KITCHEN20', title: 'KITCHEN20', percent: 20, product: mug.id },
      { code: 'FRIEND5', title: 'FRIEND5', amount: 500 },
      { code: 'PAL3', title: 'PAL3', amount: 300 },
    );
    token = shop.createCart([
      { variant: mug.variant, quantity: 1 },
      { variant: shirt.variant, quantity: 1 },
    ]);
    serveTheme();
    browser = await puppeteer.launch(launchOptions('chromium'));
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    complaints = collectComplaints(page);
    await browser.setCookie({ name: 'cart', value: encodeURIComponent(token), domain: '127.0.0.1' });
    await page.goto(`${shop.url}/cart`);
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  it('has the best coupon on its cart, without a line of JavaScript', async () => {
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /46\.00/);
    assert.deepEqual(shop.cart(token).codes, ['KITCHEN20']);
  });

  it('follows what the theme puts into the cart', async () => {
    await page.evaluate(
      (id) =>
        fetch('/cart/add.js', { method: 'POST', body: JSON.stringify({ items: [{ id, quantity: 1 }] }) }),
      shirt.variant,
    );
    await sees(page, 'coupon-cart', /76\.00/);
    await isInState(page, 'coupon-cart', 'verified');
  });

  it('takes a code that only the shop knows, beside the others', async () => {
    await press(page, 'coupon-cart >>> #code');
    await (await appears(page, 'coupon-cart >>> #code-field')).type('pal3');
    await page.keyboard.press('Enter');
    await sees(page, 'coupon-cart', /73\.00/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.deepEqual(codes(), ['KITCHEN20', 'PAL3']);
  });

  it('follows what is typed into the theme’s own field, and keeps all that the shopper has typed', async () => {
    // As Dawn does it: all that is there, and the new one.
    await page.evaluate(() =>
      fetch('/cart/update.js', {
        method: 'POST',
        body: JSON.stringify({ discount: 'KITCHEN20,PAL3,FRIEND5' }),
      }),
    );
    await sees(page, 'coupon-cart', /68\.00/);
    assert.deepEqual(codes(), ['FRIEND5', 'KITCHEN20', 'PAL3']);
  });

  it('leads to the checkout by the theme’s own form', async () => {
    assert.equal(await page.$eval('coupon-cart form', (form) => form.getAttribute('action')), '/cart');
  });

  it('shows on a product’s page what it costs after coupons', async () => {
    await page.goto(`${shop.url}/products/mug`);
    await sees(page, 'coupon-claim', /11\.00.*Kitchen week/);
  });

  it('complains of nothing', () => {
    assert.deepEqual(complaints, []);
  });

  function codes(): string[] {
    return shop
      .cart(token)
      .codes.map((code) => code.toUpperCase())
      .sort();
  }

  function serveTheme(): void {
    for (const [path, body] of readScriptFiles())
      shop.pages.set(`/${path}`, () => ({ type: 'text/javascript', body }));
    shop.pages.set('/assets/coupons.json', () => ({ type: 'application/json', body: JSON.stringify(feed) }));
    shop.pages.set('/favicon.ico', () => ({ type: 'image/x-icon', body: '' }));
    const [script, cart, product] = blocks;
    shop.pages.set('/cart', () => render(cart! + script!, {}));
    shop.pages.set('/products/mug', () =>
      render(product! + script!, {
        product: { ...mug, selected_or_first_available_variant: { sku: mug.sku, price: mug.price } },
      }),
    );
  }

  async function render(code: string, more: object) {
    const liquid = new Liquid();
    liquid.registerFilter('asset_url', (name: string) => `/assets/${name}`);
    const scope = { cart: shop.liquidCart(token), routes: { cart_url: '/cart' }, ...more };
    const main = (await liquid.parseAndRender(
      code.replace('https://cdn.example/couponkit.js', '/couponkit.js'),
      scope,
    )) as string;
    return {
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><title>Theme</title><body>${main}</body></html>`,
    };
  }
});
