import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openShop, type Shop, type Visit } from './open-shop.js';
import { follow, isInState, payableOf, press, sees } from './steps.js';

/** The coat at ¥5,680, less the shop's third tier and the platform's ¥300. */
const coat = 492_000;
const listPrice = 568_000;

const words = {
  en: {
    held: /kept for this order for 1[45]:\d\d/,
    back: /¥4,920 paid back/,
    coupon: /Yours again: .*Mountains/,
  },
  'zh-Hans': {
    held: /为本单锁定，剩余 1[45]:\d\d/,
    back: /已退款 ¥4,920/,
    coupon: /已退回优惠券：.*山海之约/,
  },
  'zh-Hant': {
    held: /為本單鎖定，剩餘 1[45]:\d\d/,
    back: /已退款 ¥4,920/,
    coupon: /已退還優惠券：.*山海之約/,
  },
} as const;

/** To the checkout, by the cart's own button. */
async function checkOut({ page, go }: Visit, language = 'en'): Promise<void> {
  await go(`/${language}/cart/`);
  await isInState(page, 'coupon-cart', 'verified');
  await follow(page, 'coupon-cart >>> [part=checkout-button]');
}

const pay = (page: Page) => follow(page, 'form[action$="/orders"] .button');

async function fill(page: Page, cart: string): Promise<void> {
  await page.evaluate((value) => (document.cookie = `cart=${value}; Path=/`), cart);
}

describe('an order', () => {
  let shop: Shop;
  before(async () => (shop = await openShop()));
  after(() => shop.close());

  for (const [language, { held, back, coupon }] of Object.entries(words)) {
    it(`holds its coupons while it is paid, uses them, and gives them back where it is cancelled, in ${language}`, async () => {
      const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
      const { page, complaints } = visit;
      await checkOut(visit, language);
      assert.equal(await payableOf(page), coat);
      await sees(page, '.verdict.good', held);
      await pay(page);

      // They are used: the same cart costs more now.
      await fill(page, 'cashmere-coat:1');
      const order = page.url();
      await visit.go(`/${language}/cart/`);
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', /¥5,680\.00/);

      await page.goto(order);
      await follow(page, '.returns form:last-of-type .link');
      await sees(page, '[data-paid-back]', back);
      await sees(page, '[data-paid-back]', coupon);
      assert.equal(await page.$('.returns'), null);

      await visit.go(`/${language}/cart/`);
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', /¥4,920\.00/);
      assert.deepEqual(complaints, []);
      await visit.leave();
    });
  }

  it('pays back what is sent back, and the coupon with the last of what it discounted', async () => {
    const visit = await shop.visit({ cart: { 'oxford-shirt': 2, 'brocade-tie': 1 } });
    const { page } = visit;
    await checkOut(visit);
    const paid = await payableOf(page);
    await pay(page);
    const sendBack = async (...lines: readonly (readonly [string, string])[]) => {
      for (const [line, count] of lines) await page.select(`.returns select[name="${line}"]`, count);
      await follow(page, '.returns form .button');
      return page.$$eval('[data-paid-back]', (all) =>
        all.map((each) => Number((each as HTMLElement).dataset.paidBack)),
      );
    };
    const first = await sendBack(['oxford-shirt', '1']);
    assert.equal(first.length, 1);
    assert.ok(first[0]! > 0 && first[0]! < 46_800, `${first[0]}`);
    // Sending back is all that is left: the goods are there.
    assert.equal(await page.$('.returns form:nth-of-type(2)'), null);
    const all = await sendBack(['oxford-shirt', '1'], ['brocade-tie', '1']);
    assert.equal(all.length, 2);
    // Delivery was free by itself: all that was paid is back.
    assert.equal(all[0]! + all[1]!, paid);
    await sees(page, '[data-paid-back]:last-of-type', /Yours again: .*pair/);
    await visit.leave();
  });

  it('pays back list price where no coupon was used', async () => {
    const visit = await shop.visit({ cart: { 'gift-card': 2 } });
    const { page, go } = visit;
    await go('/en/checkout/');
    const paid = await payableOf(page);
    await pay(page);
    await follow(page, '.returns form:last-of-type .link');
    assert.equal(
      await page.$eval('[data-paid-back]', (each) => Number((each as HTMLElement).dataset.paidBack)),
      paid,
    );
    await visit.leave();
  });

  it('is cancelled by nobody but its shopper', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page } = visit;
    await visit.go('/en/');
    await press(page, '#who summary');
    await follow(page, '#who button[value=member]');
    await checkOut(visit);
    await pay(page);
    const order = page.url();
    const other = await shop.visit();
    await other.page.goto(order);
    assert.equal(await other.page.$('.returns'), null);
    const status = await other.page.evaluate(async (url) => {
      const body = new URLSearchParams({ act: 'cancel', all: '' });
      return (await fetch(url, { method: 'POST', body })).status;
    }, order);
    assert.equal(status, 404);
    await other.leave();
    await visit.leave();
  });

  it('gives the coupons back when the shopper goes back, also without a script', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page } = visit;
    await checkOut(visit);
    await page.setJavaScriptEnabled(false);
    await follow(page, 'form[action$="/back"] button');
    await page.setJavaScriptEnabled(true);
    await checkOut(visit);
    assert.equal(await payableOf(page), coat);
    await visit.leave();
  });

  it('gives the coupons back when the shopper comes to the cart in another way', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page } = visit;
    await checkOut(visit);
    await follow(page, '.cart-link');
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /¥4,920\.00/);
    // What was held for the first checkout is free: the second one has it.
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    assert.equal(await payableOf(page), coat);
    await pay(page);
    await sees(page, 'h1', /Thank you/);
    await visit.leave();
  });

  it('is not made twice where the button is pressed twice', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page } = visit;
    await checkOut(visit);
    const urls = await page.evaluate(async (payable) => {
      const sent = [1, 2].map(() =>
        fetch('/en/orders', { method: 'POST', body: new URLSearchParams({ payable: `${payable}` }) }),
      );
      return (await Promise.all(sent)).map(({ url }) => url);
    }, coat);
    assert.match(urls[0]!, /orders\/[0-9A-F]{8}\/$/);
    assert.equal(urls[0], urls[1]);
    await visit.leave();
  });

  it('is made while the coupon server is away, and booked when it is back', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page } = visit;
    await checkOut(visit);
    await shop.demo.coupons.stop('SIGKILL');
    await page.reload();
    // What is held stays held, and its price is promised.
    assert.equal(await payableOf(page), coat);
    await pay(page);
    await sees(page, '.verdict', /away for the moment/);
    assert.equal(await page.$('.returns'), null);
    await shop.demo.coupons.start();
    await page.waitForFunction(async () => {
      const text = await (await fetch(location.href)).text();
      return !text.includes('away for the moment') && text.includes('class="returns"');
    });
    await page.reload();
    await follow(page, '.returns form:last-of-type .link');
    await sees(page, '[data-paid-back]', /Mountains/);
    await visit.leave();
  });
});

describe('an order whose time is over', () => {
  let shop: Shop;
  before(async () => (shop = await openShop({ holdSeconds: 3 })));
  after(() => shop.close());

  it('says so, promises no price, and finds its coupons again in the cart', async () => {
    const visit = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    const { page, complaints } = visit;
    await checkOut(visit);
    assert.equal(await payableOf(page), coat);
    await sees(page, '.verdict[role=alert]', /time is over/);
    assert.equal(await payableOf(page), listPrice);
    await follow(page, 'form[action$="/back"] button');
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /¥4,920\.00/);
    assert.deepEqual(complaints, []);
    await visit.leave();
  });
});
