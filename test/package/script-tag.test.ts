import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { measureSizes } from '../../scripts/measure-sizes.js';

/** Everything is forbidden but the script itself and what it asks for. */
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const coupons = {
  coupons: [
    {
      id: 'ten',
      title: 'Ten off',
      conditions: { minSpend: 5000 },
      benefit: { kind: 'amount', amount: 1000 },
    },
  ],
};
const cart = {
  currency: 'USD',
  lines: [{ id: '1', product: 'lamp', title: 'Lamp', unitPrice: 8000, quantity: 1 }],
};

const couponsJson = `<script type="application/json" id="coupons">${JSON.stringify(coupons)}</script>`;
const cartJson = `<script type="application/json" id="cart">${JSON.stringify(cart)}</script>`;
const local = '<script type="module" src="/couponkit.js" data-coupons="#coupons"></script>';
const banner = '<coupon-banner coupon="ten"></coupon-banner>';
const claim = '<coupon-claim product="lamp" price="80.00" currency="USD"></coupon-claim>';
const panel = '<coupon-cart cart="#cart"></coupon-cart>';

/** What a page may define itself; as a text, since the compiler would put names of its own into a function. */
const shopElements = `
  for (const tag of ['shop-early', 'shop-late'])
    customElements.define(tag, class extends HTMLElement {
      connectedCallback() {
        this.attachShadow({ mode: 'open' }).append(document.createElement('p'));
        this.ask();
        document.addEventListener('coupon-session-provided', () => this.ask());
      }
      ask() {
        const inner = this.shadowRoot.querySelector('p');
        const request = new Event('coupon-session-request', { bubbles: true, composed: true });
        inner.dispatchEvent(Object.assign(request, { answer: () => (inner.textContent = 'answered') }));
      }
    });`;

let server: Server;
let browser: Browser;
/** By path. */
const documents = new Map<string, string>();
/** Paths that were asked for since the last page was opened. */
let requests: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    requests.push(request.url!.slice(1));
    const html = documents.get(pathname);
    const file = `dist/cdn${pathname}`;
    if (html !== undefined) {
      response.setHeader('Content-Type', 'text/html').setHeader('Content-Security-Policy', policy).end(html);
    } else if (pathname.startsWith('/old/')) {
      response.writeHead(302, { Location: pathname.replace('/old', '') }).end();
    } else if (pathname === '/coupons.json') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(coupons));
    } else if (pathname.startsWith('/v1/')) {
      // A server that does not answer: what is loaded by now is what comes before the first offer.
    } else if (pathname.endsWith('.js') && existsSync(file)) {
      response.setHeader('Content-Type', 'text/javascript').end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  }).listen(0);
  browser = await puppeteer.launch(launchOptions());
});

after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

describe('the script tag in a page', () => {
  it('shows banner, claim and cart under a strict policy with Trusted Types, without a violation', async () => {
    const { page, complaints } = await open(`${couponsJson}${cartJson}${banner}${claim}${panel}${local}`);
    await shows(page, 'coupon-banner', /Ten off|\$10/);
    await shows(page, 'coupon-claim', /\$70/);
    await shows(page, 'coupon-cart', /\$70/);
    assert.deepEqual(complaints, []);
  });

  it('takes coupons and cart from files', async () => {
    const { page, complaints } = await open(
      `<script type="module" src="/couponkit.js" data-coupons="/coupons.json"></script>${claim}`,
    );
    await shows(page, 'coupon-claim', /\$70/);
    assert.deepEqual(complaints, []);
  });

  it('takes the cart that it is told of, in the language that it is told', async () => {
    const { page, complaints } = await open(
      `<html><body>${couponsJson}${cartJson}<coupon-cart></coupon-cart>
       <script type="module" src="/couponkit.js" data-coupons="#coupons" data-cart="#cart" data-locale="zh-Hans"></script>`,
    );
    await shows(page, 'coupon-cart', /优惠/);
    assert.deepEqual(complaints, []);
  });

  for (const [name, second] of [
    ['twice', local],
    ['twice, under two addresses', local.replace('.js"', '.js?v=2"')],
    [
      'as a module and as a classic script',
      local.replace('type="module" ', '').replace('.js', '.classic.js'),
    ],
  ] as const) {
    it(`may be there ${name}`, async () => {
      const { page, complaints } = await open(
        `${couponsJson}${cartJson}${local}${claim}${second}<p lang="zh-Hans">${panel}</p>`,
      );
      await shows(page, 'coupon-claim', /\$70/);
      await shows(page, 'coupon-cart', /优惠/);
      assert.deepEqual(complaints, []);
    });
  }

  it('works as a classic script before everything else', async () => {
    const { page, complaints } = await open(
      `<script src="/couponkit.classic.js" data-coupons="#coupons"></script>${claim}${panel}${couponsJson}${cartJson}`,
    );
    await shows(page, 'coupon-claim', /\$70/);
    await shows(page, 'coupon-cart', /\$70/);
    assert.deepEqual(complaints, []);
  });

  it('runs once where its address has a query or redirects', async () => {
    for (const address of ['/couponkit.js?v=3', '/old/couponkit.js']) {
      const { page, complaints } = await open(
        `${couponsJson}${claim}${local.replace('/couponkit.js', address)}`,
      );
      await shows(page, 'coupon-claim', /\$70/);
      assert.deepEqual(complaints, []);
      assert.equal(requests.filter((path) => /^couponkit\.js/.test(path)).length, 1, address);
    }
  });

  it('finds elements that come later, and loads none that do not come', async () => {
    const { page, complaints } = await open(`${couponsJson}${cartJson}${local}<main></main>`);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    assert.deepEqual(
      requests.filter((path) => path.endsWith('.js')),
      ['couponkit.js'],
    );
    await page.evaluate(() => {
      const section = document.createElement('section');
      const element = document.createElement('coupon-cart');
      element.setAttribute('cart', '#cart');
      section.append(element);
      document.querySelector('main')!.append(section);
    });
    await shows(page, 'coupon-cart', /\$70/);
    assert.ok(!requests.some((path) => /coupon-(banner|claim)/.test(path)));
    assert.deepEqual(complaints, []);
  });

  it('gives its session to elements that the page itself has defined, also in shadow roots', async () => {
    const { page, complaints } = await open(
      `${couponsJson}${local}<shop-early></shop-early><main></main>`,
      shopElements,
    );
    await shows(page, 'shop-early', /answered/);
    await page.evaluate(() => document.querySelector('main')!.append(document.createElement('shop-late')));
    await shows(page, 'shop-late', /answered/);
    assert.deepEqual(complaints, []);
  });

  it('loads each other element where it is on the page, and leaves unknown ones alone', async () => {
    const { page, complaints } = await open(
      `${couponsJson}${local}<coupon-flash>Later</coupon-flash><coupon-of-the-shop></coupon-of-the-shop>`,
    );
    await page.waitForFunction(() => customElements.get('coupon-flash'));
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    const files = requests.filter((path) => path.endsWith('.js'));
    assert.ok(!files.some((path) => /coupon-(invite|wheel|cart)-/.test(path)), files.join());
    assert.deepEqual(complaints, []);
  });

  it('gives its session to what was pushed before and what is pushed after', async () => {
    const { page, complaints } = await open(`${couponsJson}${local}<coupon-cart></coupon-cart>`, () => {
      (window.couponkit ??= []).push((session) =>
        session.setCart({
          currency: 'USD',
          lines: [{ id: '1', product: 'lamp', unitPrice: 8000, quantity: 1 }],
        }),
      );
    });
    await shows(page, 'coupon-cart', /\$70/);
    const payable = await page.evaluate(
      () =>
        new Promise((done) => {
          window.couponkit!.push((session) => done(session.$quote.get()?.payable));
        }),
    );
    assert.equal(payable, 7000);
    assert.deepEqual(complaints, []);
  });

  it('says once which attribute is wrong, and the page goes on', async () => {
    for (const [attributes, message] of [
      ['', /^couponkit: data-server: give/],
      ['data-server="/"', /^couponkit: data-key: give/],
      ['data-coupons="#nowhere"', /^couponkit: data-coupons="#nowhere": no such element/],
      ['data-coupons="/nowhere.json"', /^couponkit: data-coupons="\/nowhere.json": status 404/],
      ['data-coupons="#coupons" data-cart="#bad"', /^couponkit: data-cart: lines\[0\]\.quantity /],
      ['data-coupons="#coupons" data-locale="zh_"', /^couponkit: data-locale="zh_": give/],
      ['data-coupons="#mixed"', /^couponkit: data-coupons: \[1\]\.benefit\.amount too-small$/],
    ] as const) {
      const bad = { id: 'k', benefit: { kind: 'amount', amount: 0 } };
      const mixed = JSON.stringify([...coupons.coupons, bad]);
      const { page, complaints } = await open(
        `${couponsJson}<script type="application/json" id="mixed">${mixed}</script>
         <script type="application/json" id="bad">{"currency":"USD","lines":[{"id":"1","product":"p","unitPrice":1,"quantity":0}]}</script>
         <coupon-claim product="lamp" price="80.00" currency="USD">Coupons</coupon-claim>
         <script type="module" src="/couponkit.js" ${attributes}></script>`,
      );
      await page.waitForFunction(() => customElements.get('coupon-claim'));
      await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
      const own = complaints.filter((text) => text.startsWith('couponkit:'));
      assert.equal(own.length, 1, `${attributes}: ${complaints.join('\n')}`);
      assert.match(own[0]!, message);
    }
  });

  it('loads what is said later, in the language of the page, when the list opens', async () => {
    const { page, complaints } = await open(`<html lang="zh-Hant"><body>${couponsJson}${claim}${local}`);
    await shows(page, 'coupon-claim', /\$70/);
    const later = () => requests.filter((path) => path.includes('-later-'));
    assert.deepEqual(later(), []);
    await page.evaluate(() => document.querySelector('coupon-claim')!.show());
    await shows(page, 'coupon-claim', /關閉/);
    assert.equal(later().length, 1);
    // Another language comes with all that the element already says.
    await page.evaluate(() => (document.documentElement.lang = 'en'));
    await shows(page, 'coupon-claim', /Coupons for this item/);
    assert.equal(later().length, 2);
    assert.deepEqual(complaints, []);
  });

  it('loads what the size budgets count, and nothing else, before it paints', async () => {
    const sizes = await measureSizes();
    const script = '<script type="module" src="/couponkit.js" data-server="/" data-key="pk_1"></script>';
    for (const [name, elements] of [
      ['product page', `${banner}${claim}`],
      ['cart page', `${cartJson}${panel}`],
      ['all three elements', `${cartJson}${banner}${claim}${panel}`],
    ] as const) {
      const { files } = sizes.find((size) => size.name.startsWith(name))!;
      // The largest language is counted.
      const lang = ['zh-Hant', 'zh-Hans', 'en'].find((tag) => files.some((file) => isLanguage(file, tag)));
      const { page } = await open(`<html lang="${lang}"><body>${elements}${script}`);
      // Banner and claim button paint with the first offer, which does not come here; the cart paints the cart.
      if (elements.includes(panel)) await shows(page, 'coupon-cart', /80/);
      await new Promise((done) => setTimeout(done, 1000));
      const loaded = await page.evaluate(() => {
        const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity;
        return performance
          .getEntriesByType('resource')
          .filter(({ startTime }) => startTime < paint)
          .map(({ name }) => name);
      });
      const scripts = loaded
        .map((url) => new URL(url).pathname.slice(1))
        .filter((path) => path.endsWith('.js'));
      assert.deepEqual([...new Set(scripts)].sort(), [...files].sort(), name);
    }
  });
});

function isLanguage(file: string, tag: string): boolean {
  return file.startsWith(`chunks/${tag.toLowerCase()}-`);
}

/** Opens a page; `complaints` gathers errors, warnings and violations from then on. */
async function open(
  html: string,
  early: string | (() => void) = '',
): Promise<{ page: Page; complaints: string[] }> {
  const path = `/page-${documents.size}`;
  documents.set(
    path,
    html.startsWith('<html') ? `<!doctype html>${html}` : `<!doctype html><html lang="en">${html}`,
  );
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The missing file itself is not the script's to say.
    const isAbout404 = message.text().startsWith('Failed to load resource');
    if (/error|warn/.test(message.type()) && !isAbout404) complaints.push(message.text());
  });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`violation of ${violatedDirective}: ${blockedURI}`),
    );
  });
  await page.evaluateOnNewDocument(early);
  requests = [];
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}${path}`);
  return { page, complaints };
}

/** Waits until an element shows a text, inside its shadow root. */
async function shows(page: Page, tag: string, text: RegExp): Promise<void> {
  try {
    await page.waitForFunction(
      (name, source) => new RegExp(source).test(document.querySelector(name)?.shadowRoot?.textContent ?? ''),
      { timeout: 5000 },
      tag,
      text.source,
    );
  } catch {
    const found = await page.evaluate((name) => document.querySelector(name)?.shadowRoot?.textContent, tag);
    assert.fail(`${tag} does not show ${text}: ${found}`);
  }
}
