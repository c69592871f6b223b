import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createClient } from '../../src/server/create-client.js';
import { openCartPages, type CartPages } from './open-cart-page.js';
import { appears, follow, isInState, press, sees } from './steps.js';

const off = (id: string) => ({ id, currency: 'CNY', benefit: { kind: 'amount', amount: 1000 } });
/** For server and browser to be there before it opens. */
const leadMs = 12_000;
const hourMs = 3_600_000;
/** A second at the most, and what two slow cores take. */
const openingToleranceMs = 2500;

let pages: CartPages;
let opensAt = 0;

before(async () => {
  opensAt = Math.ceil((Date.now() + leadMs) / 1000) * 1000;
  pages = await openCartPages({
    coupons: [
      { coupon: off('noon'), claim: { stock: 5, opensAt: new Date(opensAt).toISOString() } },
      { coupon: off('last'), claim: { stock: 1 } },
      { coupon: off('bought'), claim: { stock: 5, cost: { amount: 990 } } },
      { coupon: off('exchanged'), claim: { stock: 5, cost: { points: 300 } } },
    ],
    catalog: { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12_800 }] },
    cart: { currency: 'CNY', lines: [{ id: 'L1', product: 'tea', unitPrice: 12_800, quantity: 1 }] },
    points: 500,
    elements: ['noon', 'last', 'bought', 'exchanged']
      .map((id) => `<coupon-flash coupon="${id}" pay-url="/pay" use-url="/cart"></coupon-flash>`)
      .join('\n'),
  });
});
after(() => pages.close());

const flash = (id: string) => `coupon-flash[coupon=${id}]`;
const button = (id: string) => `${flash(id)} >>> [part=button]`;

describe('a flash sale on the real server', () => {
  it('opens at the server’s moment on a device whose clock is wrong by hours, and is claimed in one act', async () => {
    const page = await pages.visit();
    await page.evaluateOnNewDocument((wrongMs) => {
      const { now } = Date;
      Date.now = () => now() + wrongMs;
    }, 3 * hourMs);
    await page.reload();
    await isInState(page, flash('noon'), 'upcoming');
    await sees(page, flash('noon'), /Starts in 00:00:\d\d/);
    await press(page, button('noon'));
    await sees(page, flash('noon'), /It isn’t open yet/);
    await isInState(page, flash('noon'), 'available');
    const lateMs = Date.now() - opensAt;
    assert.ok(lateMs > -1000 && lateMs < openingToleranceMs, `${lateMs} ms after the opening`);
    await press(page, button('noon'));
    await isInState(page, flash('noon'), 'claimed');
    await sees(page, flash('noon'), /Use now/);
    await sees(page, flash('noon'), /[45] of 5 left/);
  });

  it('tells the second who wants the last one, in words', async () => {
    const [first, second] = [await pages.visit(), await pages.visit()];
    await sees(first, flash('last'), /1 of 1 left/);
    await sees(second, flash('last'), /1 of 1 left/);
    await press(first, button('last'));
    await isInState(first, flash('last'), 'claimed');
    await press(second, button('last'));
    await isInState(second, flash('last'), 'sold-out');
    await sees(second, flash('last'), /0 of 1 left.*All claimed/);
  });

  it('is bought: paid at the merchant’s, confirmed by the backend, and there when the shopper comes back', async () => {
    const page = await pages.visit();
    await sees(page, flash('bought'), /Buy for ¥9\.90/);
    await follow(page, button('bought'));
    const paid = new URL(page.url());
    assert.equal(paid.pathname, '/pay');
    assert.equal(paid.searchParams.get('coupon'), 'bought');
    const claim = paid.searchParams.get('claim')!;

    const other = await page.browserContext().newPage();
    await other.goto(paid.origin);
    await isInState(other, flash('bought'), 'pending');
    await sees(other, flash('bought'), /Kept for you for 00:1[45]:\d\d/);

    const { server, secretKey } = pages;
    const confirmed = await createClient({ server, secretKey }).confirmClaim(claim);
    assert.equal(confirmed.ok, true);
    await page.bringToFront();
    await page.goBack();
    await isInState(page, flash('bought'), 'claimed');
    await other.bringToFront();
    await isInState(other, flash('bought'), 'claimed');
  });

  it('is exchanged for points by a second press, and the balance is the server’s', async () => {
    const page = await pages.visit();
    await sees(page, flash('exchanged'), /You have 500 points/);
    await appears(page, button('exchanged'));
    await page.focus(button('exchanged'));
    await page.keyboard.press('Enter');
    await sees(page, flash('exchanged'), /Spend the points\?.*Of 500 points, 200 will be left/);
    await page.keyboard.press('Enter');
    await isInState(page, flash('exchanged'), 'claimed');
    assert.equal(await pointsOf(page), 200);
  });
});

async function pointsOf(page: Page): Promise<number | undefined> {
  return page.evaluate(
    () =>
      new Promise<number | undefined>((resolve) =>
        (window as unknown as { couponkit: { push(task: unknown): void } }).couponkit.push(
          async (session: {
            campaigns(): Promise<{ load(): Promise<void>; $points: { get(): number | undefined } }>;
          }) => {
            const campaigns = await session.campaigns();
            await campaigns.load();
            resolve(campaigns.$points.get());
          },
        ),
      ),
  );
}
