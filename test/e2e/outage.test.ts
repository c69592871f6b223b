import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openShop, type Shop } from './open-shop.js';
import { follow, isInState, payableOf, press, sees } from './steps.js';

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('where the coupon server is killed', () => {
  it('shows an estimate, orders at list price, and has the price confirmed when the server is back', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /Amount due ¥4,920\.00/);

    await shop.demo.coupons.stop('SIGKILL');
    await press(page, '[data-step="1"]');
    // The preview goes on: ¥11,360 less the third tier and the platform's coupon.
    await sees(page, 'coupon-cart', /Amount due ¥10,600\.00/);
    await isInState(page, 'coupon-cart', 'failed');
    await sees(page, 'coupon-cart', /[Ee]stimate/);

    // Checkout is not blocked, and promises nothing.
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    assert.equal(await payableOf(page), 1_136_000);
    await sees(page, '.verdict[role=alert]', /list price/);

    await shop.demo.coupons.start();
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /Amount due ¥10,600\.00/);
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    assert.equal(await payableOf(page), 1_060_000);
    await leave();
  });

  it('recovers on the same page, and loses no claim', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    await go('/en/');
    await press(page, '.announcement coupon-banner >>> [part=button]');
    await isInState(page, '.announcement coupon-banner', 'claimed');
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');

    await shop.demo.coupons.stop('SIGKILL');
    await press(page, '[data-step="1"]');
    await isInState(page, 'coupon-cart', 'failed');
    await shop.demo.coupons.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await isInState(page, 'coupon-cart', 'verified');
    await go('/en/');
    await isInState(page, '.announcement coupon-banner', 'claimed');
    await leave();
  });

  it('shows the shop as it is where the server was never there', async () => {
    await shop.demo.coupons.stop('SIGKILL');
    const { page, go, leave } = await shop.visit({ cart: { 'clay-pot': 1 } });
    await go('/en/products/clay-pot/');
    await sees(page, 'h1', /Clay pot/);
    assert.match(await page.$eval('coupon-claim', (element) => element.textContent), /in your cart/);
    await press(page, '.buy .button');
    await sees(page, '[data-cart-count]', /^2$/);
    await follow(page, '.to-cart a');
    await sees(page, 'coupon-cart', /Amount due ¥686\.00/);
    await shop.demo.coupons.start();
    await leave();
  });
});
