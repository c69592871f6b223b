/** The lines of `docs/medusa.md`, in a real browser, before recordings of Medusa; `npm run test:medusa` opens the same page before a real one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { openStorefront, type Storefront } from '../platforms/medusa/open-storefront.js';
import {
  openRecordedShop,
  publishableKey,
  recordings,
  type RecordedCart,
  type RecordedShop,
} from '../platforms/medusa/recorded-shop.js';
import { collectComplaints } from './collect-complaints.js';
import { isInState, sees } from './steps.js';

describe('a Medusa storefront', { timeout: 60_000 }, () => {
  let shop: RecordedShop;
  let cart: RecordedCart;
  let storefront: Storefront;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  before(async () => {
    shop = await openRecordedShop();
    cart = shop.openCart('one of each');
    storefront = await openStorefront(() => ({ url: shop.origin, key: publishableKey }));
    browser = await puppeteer.launch(launchOptions('chromium'));
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    complaints = collectComplaints(page);
    await page.evaluateOnNewDocument((id) => localStorage.setItem('cart_id', id), cart.id);
    await page.goto(storefront.origin);
  });

  after(async () => {
    await browser?.close();
    await storefront?.close();
    await shop?.close();
  });

  it('has the best code on its cart, in one change, shows its own price, and tells the page', async () => {
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /52\.95/);
    assert.deepEqual(cart.codes, ['SAVE10']);
    assert.equal(shop.changes, 1);
    assert.equal(await page.evaluate(() => (window as unknown as { heard: number }).heard), 1);
  });

  it('follows what the page itself asks Medusa', async () => {
    cart.change('two mugs');
    await page.evaluate(
      (url, key) => fetch(url, { headers: { 'x-publishable-api-key': key } }).then(({ status }) => status),
      `${shop.origin}/store/carts/${cart.id}?fields=${recordings.fields}`,
      publishableKey,
    );
    await sees(page, 'coupon-cart', /70\.95/);
    await isInState(page, 'coupon-cart', 'verified');
  });

  it('follows a server action of the Next.js starter', async () => {
    cart.change('one of each');
    await page.evaluate(() => fetch(location.href, { method: 'POST', headers: { 'Next-Action': '1' } }));
    await sees(page, 'coupon-cart', /52\.95/);
    await isInState(page, 'coupon-cart', 'verified');
  });

  it('follows a server that says it has changed the cart, and takes the code that was typed there', async () => {
    cart.setCodes(['SHIRT20']);
    await page.evaluate(() => document.dispatchEvent(new Event('medusa-cart-changed')));
    await sees(page, 'coupon-cart', /51\.73/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.deepEqual(cart.codes, ['SHIRT20']);
  });

  it('complains of nothing', () => {
    assert.deepEqual(complaints, []);
  });
});
