import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureSizes } from '../../scripts/measure-sizes.js';

/**
 * Bytes of brotli: what is reached, and at most 2 % more. The goals, which `npm run size` shows, are lower; who comes nearer to them lowers
 * the budget, too.
 */
const budgets: Readonly<Record<string, number>> = {
  'product page: banner and claim': 23_900,
  'then, when the offers arrive: the engine': 13_950,
  'cart page: cart and engine': 36_250,
  'then, after the first picture: the rest of the panel': 6100,
  'all three elements and engine': 41_300,
  'page of a coupon-card': 28_550,
  'page of a coupon-center': 35_650,
  'page of a coupon-countdown': 25_350,
  'page of a coupon-flash': 34_300,
  'page of a coupon-invite': 37_200,
  'page of a coupon-nudge': 31_250,
  'page of a coupon-pack': 35_650,
  'page of a coupon-wallet': 31_400,
  'page of a coupon-wheel': 38_550,
  'cart page of a shop on commercetools': 48_000,
  'cart page of a shop on medusa': 47_700,
  'cart page of a shop on shopify': 49_900,
  'cart page of a shop on ucp': 48_000,
  'cart page of a shop on vendure': 48_300,
  'cart page of a shop on woocommerce': 49_500,
  'couponkit/engine alone': 13_450,
};

const sizes = await measureSizes();

describe('what a page loads before its first paint, and by itself after it', () => {
  for (const [page, budget] of Object.entries(budgets)) {
    it(`${page}: at most ${budget / 1000} kB`, () => {
      const { bytes } = sizes.find(({ name }) => name === page)!;
      assert.ok(bytes <= budget, `${page} is ${bytes} bytes, ${bytes - budget} too many`);
    });
  }

  it('has a budget wherever there is a goal, for each element, and for each platform', () => {
    for (const { name, goal } of sizes)
      assert.ok(budgets[name] || !(goal || /^(cart )?page of/.test(name)), name);
  });
});
