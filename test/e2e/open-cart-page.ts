/** One page with the cart panel and a banner for each coupon, over the real server in a process of its own: where single acts are timed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt, SignJWT } from 'jose';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { startCouponServer } from '../../demo/server/coupon-server.mjs';
import { launchOptions } from '../../scripts/find-browser.mjs';
import type { Cart } from '../../src/model/cart.js';

export interface CartPages {
  /** A new shopper, with points, in a browser of their own that has nothing cached. */
  visit(latencyMs?: number): Promise<Page>;
  /** The coupon server's address, and its secret key. */
  readonly server: string;
  readonly secretKey: string;
  /** What checkouts have posted, in order. */
  readonly posted: readonly Readonly<Record<string, string>>[];
  /** The merchant's backend has the money for what a checkout has posted. */
  redeem(fields: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export interface CartPageOptions {
  /** What stands in the page; absent: the cart panel, and a banner for every coupon. */
  readonly elements?: string;
  /** The coupons' file. */
  readonly coupons: readonly {
    readonly coupon: { readonly id: string; readonly [field: string]: unknown };
    readonly claim: object;
  }[];
  readonly catalog: object;
  readonly cart: Cart;
  /** What each shopper has. */
  readonly points: number;
  /** How long a hold lives. */
  readonly holdSeconds?: number;
}

const publishableKey = 'pk_demo';
const typeOf: Readonly<Record<string, string>> = { js: 'text/javascript', json: 'application/json' };

export async function openCartPages({
  coupons,
  catalog,
  cart,
  points,
  holdSeconds,
  elements = ['<coupon-cart cart="#cart" checkout-url="/pay"></coupon-cart>']
    .concat(coupons.map(({ coupon }) => `<coupon-banner coupon="${coupon.id}"></coupon-banner>`))
    .join('\n'),
}: CartPageOptions): Promise<CartPages> {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-click-'));
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const origins: string[] = [];
  const posted: Record<string, string>[] = [];
  let secret = '';
  let shoppers = 0;
  let couponServer = '';
  const pageOf = (): string => `<!doctype html>
<html lang="en">
<title>Cart</title>
<script type="module" src="/cdn/couponkit.js" data-server="${couponServer}" data-key="${publishableKey}" data-shopper-token="/token"></script>
<script type="application/json" id="cart">${JSON.stringify(cart)}</script>
${elements}`;
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      if (pathname === '/') return void response.setHeader('Content-Type', 'text/html').end(pageOf());
      if (pathname === '/token') {
        const token = await new SignJWT({
          sub: /shopper=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'nobody',
          aud: 'couponkit',
          exp: Math.floor(Date.now() / 1000) + 600,
        })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(secret));
        return void response.setHeader('Cache-Control', 'private, max-age=300').end(token);
      }
      if (pathname === '/pay') {
        posted.push(Object.fromEntries(new URLSearchParams(await text(request))));
        return void response.setHeader('Content-Type', 'text/html').end('<!doctype html><h1>Pay here</h1>');
      }
      if (!pathname.startsWith('/cdn/')) return void response.writeHead(404).end();
      response.setHeader('Content-Type', typeOf[pathname.split('.').at(-1)!] ?? 'text/plain');
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.end(readFileSync(join('dist', pathname)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  origins.push(address);
  const port = await findFreePort();
  const running = await startCouponServer({
    port,
    store: join(folder, 'shop.db'),
    coupons: file('coupons.json', { coupons }),
    catalog: file('catalog.json', catalog),
    origins,
    ...(holdSeconds && { holdSeconds }),
  });
  secret = running.secretKey;
  couponServer = `http://localhost:${port}`;
  const browser: Browser = await puppeteer.launch(launchOptions());

  const ask = async (path: string, key: string, body: object): Promise<void> => {
    const answer = await fetch(couponServer + path, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${secret}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };

  return {
    server: couponServer,
    secretKey: secret,
    posted,
    async redeem({ 'coupon-token': token, 'coupon-hold': hold }) {
      const { cart: cartHash } = decodeJwt(token!.slice(token!.indexOf('.') + 1));
      await ask('/v1/redemptions', `order-${hold}`, { hold, order: `order-${hold}`, cartHash });
    },
    async visit(latencyMs = 0) {
      const shopper = `shopper${++shoppers}`;
      await ask('/v1/points', shopper, { shopper, points });
      const context = await browser.createBrowserContext();
      await context.setCookie({ name: 'shopper', value: shopper, domain: 'localhost' });
      const page = await context.newPage();
      // The compiler of the tests marks named functions with it.
      await page.evaluateOnNewDocument('globalThis.__name = (made) => made');
      await page.setViewport({ width: 1280, height: 900 });
      const client = await page.createCDPSession();
      await client.send('Network.enable');
      await client.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: latencyMs,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
      await page.goto(address);
      return page;
    },
    async close() {
      await browser.close();
      await running.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
