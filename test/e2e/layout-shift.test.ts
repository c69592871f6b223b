import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { openShop, type Shop } from './open-shop.js';
import { appears } from './steps.js';

/** Each page, and what is there when its answers are. */
const offers = 'coupon-claim >>> [part=button], coupon-banner >>> [part=button]';
const pages = {
  '': offers,
  'products/cashmere-coat/': offers,
  'products/dahongpao/': offers,
  'cart/': 'coupon-cart:state(verified)',
  'coupons/': 'coupon-center >>> [part=ticket]',
  'wallet/': 'coupon-wallet >>> [role=tab]',
  'wheel/': 'coupon-wheel >>> [part=button]',
  'welcome/': 'coupon-pack >>> [part=button]',
  'invite/': 'coupon-invite >>> [part=button]',
};
const sizes = [
  ['a phone', 390, 844],
  ['a desktop', 1280, 900],
] as const;
/** After the last element has its answer, milliseconds. */
const quietMs = 400;

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('nothing on the page moves by itself', () => {
  for (const [name, width, height] of sizes) {
    for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
      it(`on ${name} in ${language}`, async () => {
        const cart = { 'cashmere-coat': 1, 'paper-lamp': 1 };
        const { page, go, leave } = await shop.visit({ width, height, cart });
        for (const [path, answer] of Object.entries(pages)) {
          await go(`/${language}/${path}`);
          await appears(page, answer);
          await pause(quietMs);
          const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: unknown[] }).shifts);
          assert.deepEqual(shifts, [], path || 'home');
        }
        await leave();
      });
    }
  }
});
