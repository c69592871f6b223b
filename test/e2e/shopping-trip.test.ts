import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openShop, type Shop } from './open-shop.js';
import { appears, follow, isInState, payableOf, press, sees } from './steps.js';

/** The coat at ¥5,680: the shop's third tier takes ¥460, the platform's coupon ¥300. */
const payable = 492_000;

const words = {
  en: {
    left: (count: number) => new RegExp(`Only ${count} left`),
    price: /¥4,920/,
    thanks: /Thank you/,
    coupon: /Mountains & seas/,
  },
  'zh-Hans': {
    left: (count: number) => new RegExp(`仅剩${count}张`),
    price: /¥4,920/,
    thanks: /谢谢/,
    coupon: /山海之约/,
  },
  'zh-Hant': {
    left: (count: number) => new RegExp(`僅剩${count}張`),
    price: /¥4,920/,
    thanks: /謝謝/,
    coupon: /山海之約/,
  },
} as const;

let shop: Shop;
let claimed = 0;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('a shopper', () => {
  for (const [language, { left, price, thanks, coupon }] of Object.entries(words)) {
    it(`goes from the home page to a confirmed order in ${language}`, async () => {
      const { page, complaints, go, leave } = await shop.visit();
      await go(`/${language}/`);
      // Scarcity is the server's: each order before took one.
      await sees(page, '.announcement coupon-banner', left(50 - claimed));
      await press(page, '.announcement coupon-banner >>> [part=button]');
      await isInState(page, '.announcement coupon-banner', 'claimed');
      claimed++;

      await follow(page, '.card-large a[href$="/cashmere-coat/"]');
      await sees(page, 'coupon-claim', price);
      await press(page, 'coupon-claim >>> [part=button]');
      await press(page, '.buy .button');
      await sees(page, '[data-cart-count]', /^1$/);

      await follow(page, '.to-cart a');
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', price);

      await follow(page, 'coupon-cart >>> [part=checkout-button]');
      assert.equal(await payableOf(page), payable);
      await sees(page, '.verdict.good', /./);

      await follow(page, 'form[action$="/orders"] .button');
      await sees(page, 'h1', thanks);
      await sees(page, '.sums', coupon);
      assert.equal(await payableOf(page), payable);
      assert.deepEqual(complaints, []);
      await leave();
    });
  }

  it('sees every change of the cart at once, and has it confirmed', async () => {
    const { page, complaints, go, leave } = await shop.visit({
      cart: { 'oxford-shirt': 1, 'brocade-tie': 1 },
    });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    // Shirt and tie −120, ¥40 of the first ¥500, and free shipping.
    await sees(page, 'coupon-cart', /Amount due ¥706\.00/);
    await press(page, '[data-line="oxford-shirt"] [data-step="1"]');
    await sees(page, '[data-line="oxford-shirt"] [data-line-total]', /^¥936$/);
    // Now the shop's first tier too, the second ¥500, and delivery is free by itself.
    await sees(page, 'coupon-cart', /Amount due ¥1,054\.00/);
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, '[data-line="brocade-tie"] [data-remove-form] button');
    await sees(page, 'coupon-cart', /A shirt and a tie: ¥120 off the pair/);
    await page.reload();
    assert.equal(await page.$('[data-line="brocade-tie"]'), null);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('gets coupons for signed-in shoppers once signed in, and pays with them', async () => {
    const { page, complaints, go, leave } = await shop.visit({ cart: { 'tea-sampler': 1 } });
    await go('/en/products/tea-sampler/');
    await sees(page, 'coupon-claim', /First order: four teas|¥20 to begin with/);
    await press(page, '#who summary');
    await follow(page, '#who button[value=newcomer]');
    await follow(page, '.cart-link');
    await isInState(page, 'coupon-cart', 'verified');
    // ¥1 for the tea, and that is taken by the coupon without a minimum.
    await sees(page, 'coupon-cart', /First order: four teas for ¥1/);
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    assert.equal(await payableOf(page), 1800);
    await follow(page, 'form[action$="/orders"] .button');

    // The first order is made, and its coupons are used: nothing is left for the second.
    await go('/en/products/tea-sampler/');
    await press(page, '.buy .button');
    await follow(page, '.to-cart a');
    await isInState(page, 'coupon-cart', 'verified');
    await sees(page, 'coupon-cart', /Amount due ¥57\.00/);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('gets a coupon by its code', async () => {
    const { page, complaints, go, leave } = await shop.visit({ cart: { 'crew-sweater': 1 } });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-cart >>> #code');
    const field = await appears(page, 'coupon-cart >>> #code-field');
    await field.type(' shanhai88 ');
    await page.keyboard.press('Enter');
    await sees(page, 'coupon-cart', /From our letter/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('finds the coupons that hang on payment, region and packaging', async () => {
    const { page, complaints, go, leave } = await shop.visit({
      cart: { 'bookshelf-speakers': 1, 'oak-stool': 1 },
    });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await page.select('select[name=payment]', 'instalments');
    await sees(page, 'coupon-cart', /Pay in instalments/);
    await press(page, 'input[name=packaging]');
    await sees(page, 'coupon-cart', /No packaging/);
    await isInState(page, 'coupon-cart', 'verified');
    assert.deepEqual(complaints, []);
    await leave();
  });
});

describe('the shop’s own backend', () => {
  it('charges list price where nothing was confirmed', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    await go('/en/checkout/');
    assert.equal(await payableOf(page), 568_000);
    await leave();
  });

  it('does not take a confirmed price for another cart', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    assert.equal(await payableOf(page), payable);
    await page.evaluate(() => (document.cookie = 'cart=cashmere-coat:2; Path=/'));
    await go('/en/checkout/');
    assert.equal(await payableOf(page), 1_136_000);
    await sees(page, '.verdict', /cart has changed/);
    await leave();
  });

  it('does not take a token that nobody signed', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'cashmere-coat': 1 } });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate(() => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = '/en/checkout/';
        const field = document.createElement('input');
        field.name = 'coupon-token';
        field.value = 'ckt_1.e30.e30.e30';
        form.append(field);
        document.body.append(form);
        form.submit();
      }),
    ]);
    assert.equal(await payableOf(page), 568_000);
    await sees(page, '.verdict', /could not be verified/);
    await leave();
  });

  it('keeps the cart without a script', async () => {
    const { page, go, leave } = await shop.visit();
    await page.setJavaScriptEnabled(false);
    await go('/en/products/knit-tie/');
    await follow(page, '.buy .button');
    await follow(page, '[data-line="knit-tie"] [data-step="1"]');
    assert.equal(await page.$eval('[data-quantity]', (input) => input.getAttribute('value')), '2');
    await follow(page, '[data-line="knit-tie"] [data-step="-1"]');
    assert.equal(await page.$eval('[data-quantity]', (input) => input.getAttribute('value')), '1');
    await follow(page, '[data-line="knit-tie"] [data-remove-form] button');
    assert.equal(await page.$('[data-line]'), null);
    await leave();
  });
});
