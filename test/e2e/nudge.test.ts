import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openShop, type Shop } from './open-shop.js';
import { isInState, press, sees } from './steps.js';

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('the shop adds what a nudge asks for', () => {
  it('in the cart, also what is new there, and takes it out again', async () => {
    const { page, complaints, go, leave } = await shop.visit({ cart: { turntable: 1 }, reducedMotion: true });
    await go('/en/cart/');
    await isInState(page, 'coupon-nudge', 'gap');
    await press(page, 'coupon-nudge >>> [part=button]');
    await sees(page, 'coupon-nudge', /saved with/);
    assert.ok((await page.$$('[data-line]')).length > 1);
    await sees(page, '[data-cart-count]', /[2-9]/);
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-nudge >>> [part=undo]');
    await sees(page, '[data-cart-count]', /1/);
    await page.waitForFunction(() => document.querySelectorAll('[data-line]').length === 1);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('on a product page, together with the product', async () => {
    const { page, complaints, go, leave } = await shop.visit({
      cart: { 'soapberry-wash': 1 },
      reducedMotion: true,
    });
    await go('/en/products/turntable/');
    await isInState(page, 'coupon-nudge', 'gap');
    await press(page, 'coupon-nudge >>> [part=button]');
    await page.waitForFunction(() => document.cookie.includes('turntable%3A1'));
    await sees(page, 'coupon-nudge', /saved with/);
    assert.deepEqual(complaints, []);
    await leave();
  });
});
