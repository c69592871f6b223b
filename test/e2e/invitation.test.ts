import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { decodeJwt, SignJWT } from 'jose';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { startCouponServer } from '../../demo/server/coupon-server.mjs';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { appears, follow, isInState, press, sees, textOf } from './steps.js';

const file = {
  coupons: [
    {
      coupon: {
        id: 'friend-50',
        title: 'A friend’s ¥50 off ¥300',
        currency: 'CNY',
        conditions: { minSpend: 30_000 },
        benefit: { kind: 'amount', amount: 5000 },
      },
      claim: { hidden: true },
    },
    {
      coupon: {
        id: 'credit',
        title: 'Store credit',
        currency: 'CNY',
        layer: 'payment',
        benefit: { kind: 'amount', amount: 3000 },
      },
      claim: { credit: true },
    },
  ],
  campaigns: [
    {
      kind: 'invite',
      id: 'friends',
      title: 'Bring a friend',
      maxOrders: 0,
      budget: 10_000_000,
      invitee: ['friend-50'],
      inviter: [{ coupon: 'credit', credit: 3000 }],
      rewardedOn: 'order',
    },
  ],
};
const catalog = {
  currency: 'CNY',
  basis: 'gross',
  products: [{ id: 'kettle', title: 'Kettle', unitPrice: 40_000 }],
};
const cartOf = (quantity: number) => ({
  currency: 'CNY',
  lines: quantity ? [{ id: '1', product: 'kettle', title: 'Kettle', unitPrice: 40_000, quantity }] : [],
});
/** Completed orders of each shopper, as the shop's backend knows them. */
const orders: Readonly<Record<string, number>> = { ines: 5, finn: 0, rosa: 3 };

/** The shop's page, and the few lines by which it fills its cart with what a friend has shared. */
const pageOf = (couponServer: string, quantity: number) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Invite</title><link rel="icon" href="data:,">
<script type="module" src="/cdn/couponkit.js" data-server="${couponServer}" data-key="pk_demo" data-shopper-token="/token" data-cart="#cart"></script>
<script type="application/json" id="cart">${JSON.stringify(cartOf(quantity))}</script>
<coupon-invite cart url="/invite" sign-in-url="/sign-in"><p>Good things are better shared.</p></coupon-invite>
<coupon-cart checkout-url="/pay"></coupon-cart>
<script>
  document.addEventListener('coupon-add-items', ({ detail }) => {
    const lines = detail.lines.map((line, index) => ({ id: String(index), unitPrice: 40000, ...line }));
    couponkit.push((session) => session.setCart({ currency: 'CNY', lines }));
  });
</script>`;

describe('an invitation, from the link to the reward', () => {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-invite-'));
  const posted: Record<string, string>[] = [];
  let server: Server;
  let running: Awaited<ReturnType<typeof startCouponServer>>;
  let couponServer = '';
  let address = '';
  let browser: Browser;
  let link = '';

  before(async () => {
    server = createServer((request, response) => {
      void (async () => {
        const { pathname } = new URL(request.url!, 'http://localhost');
        const shopper = /shopper=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
        if (pathname.startsWith('/cdn/')) {
          response.setHeader('Content-Type', 'text/javascript');
          return void response.end(await readFile(`dist${pathname}`));
        }
        if (pathname === '/token')
          return void (shopper ? response.end(await tokenOf(shopper)) : response.writeHead(204).end());
        response.setHeader('Content-Type', 'text/html');
        if (pathname === '/pay') posted.push(Object.fromEntries(new URLSearchParams(await text(request))));
        const isShop = pathname === '/invite';
        response.end(
          isShop ? pageOf(couponServer, shopper === 'ines' ? 2 : 0) : '<!doctype html><h1>Pay</h1>',
        );
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    const write = (name: string, content: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return join(folder, name);
    };
    const port = await findFreePort();
    running = await startCouponServer({
      port,
      store: join(folder, 'shop.db'),
      coupons: write('coupons.json', file),
      catalog: write('catalog.json', catalog),
      origins: [address],
    });
    couponServer = `http://localhost:${port}`;
    browser = await puppeteer.launch(launchOptions());
  });
  after(async () => {
    await browser.close();
    await running.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const tokenOf = (shopper: string): Promise<string> =>
    new SignJWT({ sub: shopper, aud: 'couponkit', orders: orders[shopper]! })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('10m')
      .sign(new TextEncoder().encode(running.secretKey));

  /** A browser of their own; without a name nobody is signed in. */
  const visit = async (shopper: string | undefined, url = `${address}/invite`): Promise<Page> => {
    const context = await browser.createBrowserContext();
    if (shopper) await context.setCookie({ name: 'shopper', value: shopper, domain: 'localhost' });
    const page = await context.newPage();
    await page.evaluateOnNewDocument('globalThis.__name = (made) => made');
    page.setDefaultTimeout(10_000);
    await page.goto(url);
    return page;
  };
  const leave = (page: Page) => page.browserContext().close();
  const invitation = 'coupon-invite';

  it('begins with a link for what is in the cart', async () => {
    const page = await visit('ines');
    await sees(page, invitation, /Nobody has accepted yet/);
    await sees(page, invitation, /Share my cart: 2 items/);
    await press(page, `${invitation} >>> [part=button]`);
    const field = await appears(page, `${invitation} >>> [part=url]`);
    link = await field.evaluate((input) => (input as HTMLInputElement).value);
    assert.match(link, new RegExp(`^${address}/invite\\?invite=[\\w-]{16}$`));
    await leave(page);
  });

  it('is the same link the next time, and tells its own maker so', async () => {
    const page = await visit('ines', link);
    await sees(page, invitation, /This is your own invitation/);
    const field = await appears(page, `${invitation} >>> [part=url]`);
    assert.equal(await field.evaluate((input) => (input as HTMLInputElement).value), link);
    await leave(page);
  });

  it('asks a stranger to sign in, and says what they would get', async () => {
    const page = await visit(undefined, link);
    await sees(page, invitation, /A friend invites you .*A friend’s ¥50 off ¥300/);
    await sees(page, invitation, /Sign in to take part/);
    const said = await textOf(page, invitation);
    assert.ok(!said.includes('ines'), 'nobody learns who sent it');
    await leave(page);
  });

  it('is not for who has ordered before', async () => {
    const page = await visit('rosa', link);
    await sees(page, invitation, /Not available to you/);
    await leave(page);
  });

  it('is accepted by the friend in one act, who has the coupon and the cart, and orders', async () => {
    const page = await visit('finn', link);
    await sees(page, invitation, /friend’s cart: 2 items/);
    await press(page, `${invitation} >>> [part=button]`);
    await sees(page, invitation, /It’s yours: A friend’s ¥50 off ¥300/);
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /¥750\.00/);
    await follow(page, 'coupon-cart >>> #checkout');
    const fields = posted.at(-1)!;
    assert.ok(fields['coupon-hold'] && fields['coupon-token']);
    await leave(page);
  });

  it('rewards nobody before the order is paid, and then whoever invited, once', async () => {
    const early = await visit('ines');
    await sees(early, invitation, /1 friend has accepted/);
    assert.doesNotMatch(await textOf(early, invitation), /rewarded/);
    await leave(early);
    await redeem(posted.at(-1)!);
    await redeem(posted.at(-1)!);
    const page = await visit('ines');
    await sees(page, invitation, /1 friend has accepted You were rewarded once/);
    await isInState(page, 'coupon-cart', 'verified');
    // Two kettles, less the store credit.
    await sees(page, 'coupon-cart', /¥770\.00/);
    await leave(page);
  });

  it('was accepted, says the same link to the friend from then on', async () => {
    const page = await visit('finn', link);
    await sees(page, invitation, /You have accepted an invitation before/);
    await leave(page);
  });

  it('leads nowhere where the code is wrong, and the page says what it has to say', async () => {
    const page = await visit('finn', `${address}/invite?invite=abcdefghijklmnop`);
    await sees(page, invitation, /This invitation is over or not there/);
    await leave(page);
  });

  /** The merchant's backend has the money. */
  const redeem = async ({ 'coupon-token': token, 'coupon-hold': hold }: Record<string, string>) => {
    const { cart: cartHash } = decodeJwt(token!.slice(token!.indexOf('.') + 1));
    const answer = await fetch(`${couponServer}/v1/redemptions`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${running.secretKey}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': `order-${hold}`,
      },
      body: JSON.stringify({ hold, order: `order-${hold}`, cartHash }),
    });
    assert.equal(answer.ok, true, await answer.text());
  };
});

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
