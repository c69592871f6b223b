import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { sees } from './steps.js';

const coupon = (id: string, more: object = {}) => ({
  id,
  currency: 'CNY',
  title: `The ${id} coupon`,
  benefit: { kind: 'amount', amount: 2000 },
  ...more,
});
const files: Readonly<Record<string, unknown>> = {
  '/coupons.json': [coupon('tea'), coupon('stay'), coupon('secret', { code: 'COME-BACK' })],
  '/targeting.json': {
    targeting: [
      {
        id: 'price',
        when: { shopperTags: ['price-sensitive'], product: { categories: ['tea'] } },
        show: { coupon: 'tea', placement: 'product' },
      },
      { id: 'recall', when: { cart: {}, leaving: true }, show: { coupon: 'stay', placement: 'product' } },
    ],
  },
};
const page = (attributes: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title>
<link rel="icon" href="data:,">
<script type="module" src="/cdn/couponkit.js" data-coupons="/coupons.json" ${attributes}></script>
<coupon-claim product="green" price="100.00" currency="CNY" categories="tea, drinks"></coupon-claim>
<coupon-banner data-placement="product" hidden></coupon-banner>`;

const banner = '[data-placement=product]';

describe('a page with the script tag and rules of targeting', () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  let asked: string[] = [];
  let address = '';

  before(async () => {
    server = createServer((request, response) => {
      const { pathname, search } = new URL(request.url!, 'http://localhost');
      asked.push(pathname);
      const isScript = pathname.startsWith('/cdn/');
      const type = isScript ? 'text/javascript' : files[pathname] ? 'application/json' : 'text/html';
      response.setHeader('Content-Type', type);
      const body = isScript
        ? readFile(`dist${pathname}`)
        : Promise.resolve(
            files[pathname]
              ? JSON.stringify(files[pathname])
              : page(`data-targeting="${search.includes('wrong') ? '#wrong' : '/targeting.json'}"`),
          );
      body.then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await puppeteer.launch(launchOptions());
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const visit = async (path = '/') => {
    context = await browser.createBrowserContext();
    tab = await context.newPage();
    await tab.evaluateOnNewDocument('globalThis.__name = (made) => made');
    return go(path);
  };
  const go = async (path = '/') => {
    asked = [];
    await tab.goto(address + path);
    await sees(tab, 'coupon-claim', /Get coupon|Claimed/);
    await tab.evaluate(() =>
      (window.couponkit as NonNullable<Window['couponkit']>).push((session) =>
        session.setShopper({ tags: ['price-sensitive'] }),
      ),
    );
  };
  const consent = (given: boolean) =>
    tab.evaluate(
      (isGiven) =>
        new Promise<void>((resolve) => {
          window.couponkit!.push(async (_, agree) => {
            await agree(isGiven);
            resolve();
          });
        }),
      given,
    );
  const stored = () =>
    tab.evaluate(() => ({
      targeting: Object.keys(localStorage).filter((key) => key.includes('targeting')),
      session: Object.keys(sessionStorage).filter((key) => key.includes('targeting')),
      cookies: document.cookie,
    }));
  const isShown = () => tab.$eval(banner, (element) => !(element as HTMLElement).hidden);
  const ofTargeting = () => asked.filter((path) => /targeting|extras/.test(path));
  const nothing = { targeting: [], session: [], cookies: '' };

  it('asks for nothing and stores nothing before the shopper agrees, not even the code', async () => {
    await visit();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(ofTargeting(), []);
    assert.deepEqual(await stored(), nothing);
    assert.equal(await isShown(), false);
    await context.close();
  });

  it('shows by the rules once the shopper agrees, reading the product from the claim button', async () => {
    await visit();
    await consent(true);
    await sees(tab, banner, /The tea coupon/);
    assert.ok(ofTargeting().includes('/targeting.json'));
    assert.deepEqual(await stored(), { ...nothing, targeting: ['couponkit:targeting'] });
    await context.close();
  });

  it('forgets everything when the shopper does not agree any more, also of an earlier page', async () => {
    await visit();
    await consent(true);
    await sees(tab, banner, /The tea coupon/);
    await go();
    await consent(false);
    assert.deepEqual(await stored(), nothing);
    assert.equal(await isShown(), false);
    assert.ok(!ofTargeting().includes('/targeting.json'), 'for that it needs no rules');
    await consent(true);
    await consent(false);
    assert.deepEqual(await stored(), nothing);
    assert.equal(await isShown(), false);
    await context.close();
  });

  it('takes the last word where the shopper changes their mind at once', async () => {
    await visit();
    await Promise.all([consent(true), consent(false)]);
    assert.deepEqual(await stored(), nothing);
    assert.equal(await isShown(), false);
    await context.close();
  });

  it('stays away for the day when its offer is dismissed, on the next page, too', async () => {
    await visit();
    await consent(true);
    await sees(tab, banner, /The tea coupon/);
    await (await tab.waitForSelector(`${banner} >>> .dismiss`, { visible: true }))!.click();
    assert.equal(await isShown(), false);
    await go();
    await consent(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(await isShown(), false);
    await context.close();
  });

  it('says in the console where rules cannot be read, and goes on', async () => {
    await visit();
    const said: string[] = [];
    tab.on('console', (message) => said.push(message.text()));
    await go('/?wrong');
    await consent(true);
    assert.match(said.join(), /data-targeting="#wrong"/);
    assert.deepEqual(await stored(), nothing);
    await context.close();
  });

  it('follows a link with a coupon without consent, and cleans the address', async () => {
    await visit('/?from=mail&coupon=come-back');
    await sees(tab, 'coupon-link-notice', /Added: The secret coupon/);
    assert.equal(tab.url(), `${address}/?from=mail`);
    assert.deepEqual(await stored(), nothing);
    assert.deepEqual(
      ofTargeting().filter((path) => !path.includes('extras')),
      [],
    );
    await context.close();
  });
});
