import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openCartPages, type CartPages } from './open-cart-page.js';
import { follow, isInState, press, sees } from './steps.js';

const confirmed = /Amount due ¥126\.00 Price confirmed/;

let pages: CartPages;

before(async () => {
  pages = await openCartPages({
    coupons: [
      {
        coupon: { id: 'ten', benefit: { kind: 'amount', amount: 1000 }, conditions: { minSpend: 5000 } },
        claim: {},
      },
    ],
    catalog: { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12_800 }], shipping: [{ fee: 800 }] },
    cart: {
      currency: 'CNY',
      lines: [{ id: 'L1', product: 'tea', unitPrice: 12_800, quantity: 1 }],
      shipping: [{ fee: 800 }],
    },
    points: 1,
  });
});
after(() => pages.close());

/** What another tab of this shopper sees of the coupon, as the server says. */
async function stateElsewhere(page: Page): Promise<string | undefined> {
  const tab = await page.browserContext().newPage();
  await tab.goto(page.url());
  await isInState(tab, 'coupon-cart', 'verified');
  const state = await tab.$eval(
    'coupon-cart',
    (cart) =>
      (cart as never as { session: { $wallet: { get(): { state: string }[] } } }).session.$wallet.get()[0]
        ?.state,
  );
  await tab.close();
  return state;
}

describe('a shopper at the checkout', () => {
  it('leaves with a token and a hold, and finds the coupon free on coming back', async () => {
    const page = await pages.visit();
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', confirmed);
    const address = page.url();
    for (const comeBack of [() => page.goBack(), () => page.goto(address)]) {
      await follow(page, 'coupon-cart >>> #checkout');
      assert.equal(await page.$eval('h1', ({ textContent }) => textContent), 'Pay here');
      const fields = pages.posted.at(-1)!;
      assert.match(fields['coupon-token']!, /^ckt_/);
      assert.ok(fields['coupon-hold']);
      await comeBack();
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', confirmed);
      await page.waitForFunction(() => {
        const cart = document.querySelector('coupon-cart') as never as {
          session: { $wallet: { get(): { state: string }[] } };
        };
        return cart.session.$wallet.get()[0]?.state === 'held';
      });
      assert.equal(await stateElsewhere(page), 'held');
    }
    const [first, second] = pages.posted.map((fields) => fields['coupon-hold']);
    assert.notEqual(first, second);
    await page.browserContext().close();
  });

  it('who stays on the page sees how long the coupon is held, and goes back', async () => {
    const page = await pages.visit();
    await isInState(page, 'coupon-cart', 'verified');
    await page.evaluate(() =>
      document.addEventListener('coupon-checkout', (event) => event.preventDefault()),
    );
    await press(page, 'coupon-cart >>> #checkout');
    await sees(page, 'coupon-cart', /Held for you for 1[45]:\d\d/);
    // Another tab does not take it.
    assert.equal(await stateElsewhere(page), 'reserved');
    await press(page, 'coupon-cart >>> #back');
    await sees(page, 'coupon-cart', /You save ¥10/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.equal(await stateElsewhere(page), 'held');
    await sees(page, 'coupon-cart', confirmed);
    await page.browserContext().close();
  });

  it('keeps a coupon that is redeemed, whenever the cart page is opened again', async () => {
    const page = await pages.visit();
    await isInState(page, 'coupon-cart', 'verified');
    const address = page.url();
    await follow(page, 'coupon-cart >>> #checkout');
    await pages.redeem(pages.posted.at(-1)!);
    await page.goto(address);
    await sees(page, 'coupon-cart', /Amount due ¥136\.00 Price confirmed/);
    await page.browserContext().close();
  });
});
