/** The storefront of demo/platforms/vendure in a real browser, in front of a real Vendure server. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { serveStorefront, type Storefront } from '../../../demo/platforms/vendure/serve-storefront.mjs';
import { launchOptions } from '../../../scripts/find-browser.mjs';
import { appears, isInState, press, sees } from '../../e2e/steps.js';
import { ask, type Data } from './ask.js';
import { createShopper } from './create-shopper.js';
import { importFeed } from './import-feed.js';
import { startVendure, type Vendure } from './start-vendure.js';

const panel = 'coupon-cart';

let storefront: Storefront;
let vendure: Vendure;
let browser: Browser;

before(async () => {
  storefront = await serveStorefront({ shopApi: () => vendure.shopApi });
  vendure = await startVendure({ origins: [storefront.address] });
  browser = await puppeteer.launch(launchOptions());
});
after(async () => {
  // Where one did not start, the others must not keep the tests waiting.
  await browser?.close();
  await Promise.all([storefront?.stop(), vendure?.stop()]);
});

describe('a Vendure storefront with the script tag', () => {
  it('has the feed that `couponkit import vendure` writes', async () => {
    const { coupons } = JSON.parse(readFileSync('demo/platforms/vendure/coupons.json', 'utf8'));
    assert.deepEqual(coupons, await importFeed(vendure));
  });

  it('lets a shopper fill the cart, use the best coupons and a code, and pay what the panel says', async () => {
    const { page, complaints, leave } = await visit('/en/');
    await add(page, 'Mug', 'Shirt', 'Sticker');

    // The best of each kind, to the cent as Vendure has it.
    await sees(page, panel, /You save \$15\.60.*Amount due \$43\.23.*Price confirmed/);
    await agrees(page, ['NET50', 'PAPER15', 'SHIRT20'], 4323);
    assert.ok(((await page.evaluate('globalThis.told')) as number) > 0);

    // The shop's own buttons: noticed, and confirmed anew.
    await press(page, '.line:first-child .more');
    await sees(page, panel, /Goods \$78\.83.*Price confirmed/);
    await agrees(page, ['NET50', 'PAPER15', 'SHIRT20'], 6323);
    await press(page, '.line:first-child .fewer');
    await sees(page, panel, /Goods \$58\.83.*Price confirmed/);

    // Delivery is the shop's, and freed by a coupon.
    await page.select('#delivery', '2');
    await sees(page, panel, /Shipping \$12\.50.*Amount due \$43\.23.*Price confirmed/);
    await agrees(page, ['FREESHIP', 'NET50', 'PAPER15', 'SHIRT20'], 4323);

    // A code that no feed knows takes off more than what was used, and is shown with what it takes off.
    await press(page, `${panel} >>> #code`);
    await (await appears(page, `${panel} >>> #code-field`)).type('once\n');
    await sees(page, panel, /You save \$45\.71.*Price confirmed/);
    const order = await orderOf(page);
    assert.ok(order.couponCodes.includes('ONCE'));
    await isConfirmed(page, order.total);

    // A reload changes nothing.
    await page.reload();
    await sees(page, panel, /Price confirmed/);
    await agrees(page, order.couponCodes, order.total);

    await press(page, '#checkout');
    await appears(page, '#back');
    await sees(page, panel, /Price confirmed/);
    await press(page, '#checkout');
    await sees(page, '#thanks', new RegExp(`Paid: \\$${(order.total / 100).toFixed(2)}`));
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('says that a code has vanished on the way to payment, and lets nobody pay more unasked', async () => {
    const { page, complaints, leave } = await visit('/en/');
    await add(page, 'Bottle');
    await press(page, `${panel} >>> #code`);
    // 50% off, once a customer.
    await (await appears(page, `${panel} >>> #code-field`)).type('PERCUST\n');
    await sees(page, panel, /You save \$\d\d.*Price confirmed/);
    const { total } = await orderOf(page);
    assert.ok(total < 2899);
    // In the meantime the same customer has used it elsewhere.
    const other = createShopper(vendure);
    await other.add({ MUG: 1 });
    await other.addCode('PERCUST');
    await other.chooseDelivery();
    await other.arrangePayment('ann@shop.test');
    await other.pay();

    await page.select('#delivery', '1');
    await sees(page, panel, /Shipping \$5\.00.*Price confirmed/);
    await press(page, '#checkout');
    await appears(page, '#back');
    await isInState(page, panel, 'changed');
    const { couponCodes } = await orderOf(page);
    assert.ok(!couponCodes.includes('PERCUST'));
    // Pressed without a yes to that, nothing is paid.
    await press(page, '#checkout');
    await isInState(page, panel, 'changed');
    const unpaid = await orderOf(page);
    assert.equal(unpaid.state, 'ArrangingPayment');
    assert.ok(unpaid.total > total);
    await press(page, `${panel} >>> #accept`);
    await press(page, '#checkout');
    await sees(page, '#thanks', new RegExp(`Paid: \\$${(unpaid.total / 100).toFixed(2)}`));
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('asks Vendure nothing before the shop’s own pages have: the session is theirs', async () => {
    const page = await (await browser.createBrowserContext()).newPage();
    const asked: string[] = [];
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (request.url().startsWith(vendure.shopApi)) asked.push(request.url());
      void (request.url().endsWith('/storefront.js') ? request.abort() : request.continue());
    });
    await page.goto(`${storefront.address}/en/`, { waitUntil: 'networkidle0' });
    await sees(page, 'coupon-banner', /Get coupon/);
    assert.deepEqual(asked, []);
    await page.browserContext().close();
  });

  it('speaks Chinese, with Vendure’s own names', async () => {
    const { page, complaints, leave } = await visit('/zh-Hans/');
    await add(page, '衬衫');
    await sees(page, panel, /衬衫八折.*价格已确认/);
    await sees(page, '#lines', /衬衫/);
    assert.deepEqual(complaints, []);
    await leave();
  });
});

interface Visit {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
  leave(): Promise<void>;
}

async function visit(path: string): Promise<Visit> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.setViewport({ width: 1280, height: 1000 });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.evaluateOnNewDocument(
    "globalThis.told = 0; document.addEventListener('vendure-codes-changed', () => told++);",
  );
  await page.goto(storefront.address + path);
  return { page, complaints, leave: () => context.close() };
}

/** With the shop's own buttons, one after the other. */
async function add(page: Page, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await press(page, `.product button[aria-label$="${name}"]`);
    await page.waitForFunction((count) => document.querySelectorAll('.line').length === count, {}, index + 1);
  }
}

/** The order as Vendure has it, asked beside the page. */
async function orderOf(page: Page): Promise<Data> {
  const token = await page.evaluate(() => localStorage.getItem('vendure-auth-token') ?? '');
  const { data } = await ask(vendure.shopApi, '{ activeOrder { state couponCodes total } }', {}, token);
  return data.activeOrder;
}

/** What the panel says to be due is Vendure's own total. */
async function isConfirmed(page: Page, total: number): Promise<void> {
  await sees(page, panel, new RegExp(`Amount due \\$${(total / 100).toFixed(2)}.*Price confirmed`));
}

async function agrees(page: Page, codes: readonly string[], total: number): Promise<void> {
  const order = await orderOf(page);
  assert.deepEqual([...order.couponCodes].sort(), [...codes].sort());
  assert.equal(order.total, total);
  await isConfirmed(page, total);
}
