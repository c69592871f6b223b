import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openShop, type Shop } from './open-shop.js';
import { appears, isInState, press, sees } from './steps.js';

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('the demo’s pages', () => {
  it('forbid everything but their own script, and require Trusted Types', async () => {
    const response = await fetch(`${shop.demo.address}/en/`);
    const policy = response.headers.get('Content-Security-Policy')!;
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types lit-html$/);
    assert.doesNotMatch(policy, /unsafe|\*/);
  });

  it('hold no script and no style of their own, so that there is nothing to allow', async () => {
    for (const path of ['/en/', '/en/products/gaiwan/', '/en/cart/']) {
      const text = await (
        await fetch(shop.demo.address + path, { headers: { Cookie: 'cart=gaiwan:1' } })
      ).text();
      assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=/);
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      assert.ok(scripts.every((tag) => /\ssrc=|type="application\/(ld\+)?json"/.test(tag)));
    }
  });

  it('work under that policy in all that they can do, without a violation', async () => {
    const { page, complaints, go, leave } = await shop.visit({
      cart: { 'cashmere-coat': 1, 'oxford-shirt': 1, 'brocade-tie': 1 },
    });
    await go('/zh-Hans/');
    await sees(page, '[data-price-of="cashmere-coat"]', /¥/);
    await press(page, '.announcement coupon-banner >>> [part=button]');
    await isInState(page, '.announcement coupon-banner', 'claimed');
    await press(page, '.announcement coupon-banner >>> [part=dismiss]');
    await press(page, '[data-toggle-theme]');

    await go('/zh-Hans/products/gaiwan/');
    await press(page, 'coupon-claim >>> [part=more]');
    await appears(page, 'coupon-claim >>> [part=popover]');
    await page.keyboard.press('Escape');

    await go('/zh-Hans/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-cart >>> #coupons');
    await appears(page, 'coupon-cart >>> dialog[open]');
    await page.keyboard.press('Escape');
    await press(page, 'coupon-cart >>> #code');
    await (await appears(page, 'coupon-cart >>> #code-field')).type('<img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await appears(page, 'coupon-cart >>> [role=alert]');
    await press(page, 'coupon-cart >>> #discounts');
    // A code that nobody knows is answered by 404, which the browser notes in its console; nothing else is.
    assert.deepEqual(
      complaints.filter((text) => !/status of 404/.test(text)),
      [],
    );
    await leave();
  });
});
