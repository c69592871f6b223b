import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findViolations } from './find-violations.js';
import { openShop, type Shop, type Visit } from './open-shop.js';
import { appears, follow, isInState, press, sees } from './steps.js';

const cart = { 'cashmere-coat': 1, 'oxford-shirt': 1, 'brocade-tie': 1, 'paper-lamp': 1 };

/** What a shopper may see, and how to get there. */
const states: Readonly<Record<string, (visit: Visit) => Promise<unknown>>> = {
  'the home page': async ({ page, go }) => {
    await go('/en/');
    await sees(page, '[data-price-of="cashmere-coat"]', /¥/);
  },
  'the home page with a claimed coupon': async ({ page, go }) => {
    await go('/zh-Hant/');
    await press(page, '.announcement coupon-banner >>> [part=button]');
    await isInState(page, '.announcement coupon-banner', 'claimed');
  },
  'the menu of who is shopping': async ({ page, go }) => {
    await go('/zh-Hans/');
    await press(page, '#who summary');
  },
  'a product': async ({ page, go }) => {
    await go('/zh-Hans/products/gaiwan/');
    await appears(page, 'coupon-claim >>> [part=button]');
  },
  'a product that is in the cart': async ({ page, go }) => {
    await go('/en/products/gaiwan/');
    await press(page, '.buy .button');
    await press(page, 'coupon-claim >>> [part=button]');
    await isInState(page, 'coupon-claim', 'claimed');
  },
  'the coupons of a product': async ({ page, go }) => {
    await go('/en/products/tea-sampler/');
    await press(page, 'coupon-claim >>> [part=more]');
    await appears(page, 'coupon-claim >>> [part=popover]');
  },
  'a product without coupons': ({ go }) => go('/en/products/gift-card/'),
  'the cart': async ({ page, go }) => {
    await go('/zh-Hans/cart/');
    await isInState(page, 'coupon-cart', 'verified');
  },
  'the list of coupons': async ({ page, go }) => {
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-cart >>> #coupons');
    await appears(page, 'coupon-cart >>> dialog[open] [role=tab]');
  },
  'the list of coupons that cannot be used': async ({ page, go }) => {
    await go('/zh-Hans/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-cart >>> #coupons');
    await press(page, 'coupon-cart >>> [role=tab][aria-selected=false]');
  },
  'the breakdown, and a code that nobody knows': async ({ page, go }) => {
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, 'coupon-cart >>> #discounts');
    await press(page, 'coupon-cart >>> #code');
    await (await appears(page, 'coupon-cart >>> #code-field')).type('nothing');
    await page.keyboard.press('Enter');
    await appears(page, 'coupon-cart >>> [role=alert]');
  },
  'a coupon that dropped out': async ({ page, go }) => {
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await press(page, '[data-line="brocade-tie"] [data-remove-form] button');
    await sees(page, 'coupon-cart', /A shirt and a tie/);
  },
  'the empty cart': async ({ page, go }) => {
    await page.deleteCookie({ name: 'cart', domain: 'localhost' });
    await go('/zh-Hant/cart/');
  },
  'the checkout of a confirmed price': async ({ page, go }) => {
    await go('/zh-Hant/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    await sees(page, '.verdict.good [role=timer]', /./);
  },
  'the checkout without one': async ({ page, go }) => {
    await go('/en/checkout/');
    await sees(page, '.verdict[role=alert]', /./);
  },
  'the order': async ({ page, go }) => {
    await go('/en/checkout/');
    await follow(page, 'form[action$="/orders"] .button');
  },
  'an order of which something was sent back': async ({ page, go }) => {
    await go('/zh-Hans/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    await follow(page, 'form[action$="/orders"] .button');
    await page.select('.returns select[name="brocade-tie"]', '1');
    await follow(page, '.returns form .button');
    await sees(page, '[data-paid-back]', /./);
  },
  'the coupon center': async ({ page, go }) => {
    await go('/zh-Hans/coupons/');
    await appears(page, 'coupon-flash >>> [part=card]');
    await appears(page, 'coupon-center >>> [part=ticket]');
  },
  'the coupon center, searched without a result': async ({ page, go }) => {
    await go('/en/coupons/');
    await appears(page, 'coupon-center >>> [part=ticket]');
    await (await appears(page, 'coupon-center >>> [type=search]')).type('nowhere');
    await sees(page, 'coupon-center', /nowhere|No /);
  },
  'the wallet': async ({ page, go }) => {
    await go('/en/products/gaiwan/');
    await press(page, 'coupon-claim >>> [part=button]');
    await isInState(page, 'coupon-claim', 'claimed');
    await go('/zh-Hant/wallet/');
    await appears(page, 'coupon-wallet >>> [part=ticket]');
  },
  'the wheel, after a turn': async ({ page, go }) => {
    await go('/zh-Hans/scenes/');
    await follow(page, '.scene form[action$="/points"] button');
    await go('/zh-Hans/wheel/');
    await press(page, 'coupon-wheel >>> [part=button]');
    await appears(page, 'coupon-wheel >>> [part=result]');
  },
  'the newcomer’s pack': async ({ page, go }) => {
    await go('/en/scenes/');
    await follow(page, '.scene form[action$="/newcomer-pack"] button');
    await appears(page, 'coupon-pack >>> [part=button]');
  },
  'the invitation, with its link': async ({ page, go }) => {
    await go('/zh-Hant/scenes/');
    await follow(page, '.scene form[action$="/points"] button');
    await go('/zh-Hant/invite/');
    await press(page, 'coupon-invite >>> [part=button]');
    await appears(page, 'coupon-invite >>> [part=link]');
  },
  'a coupon that is to be paid': async ({ page, go }) => {
    await go('/en/scenes/');
    await follow(page, '.scene form[action$="/points"] button');
    await go('/en/coupons/pay/?claim=none&coupon=nine-nine');
  },
  'the scenes': ({ go }) => go('/zh-Hans/scenes/'),
  'the merchant’s books': async ({ page, go }) => {
    await go('/en/merchant/');
    await appears(page, '.table td');
  },
  'a page that is not there': ({ go }) => go('/en/nowhere/'),
};

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('axe finds nothing on', () => {
  for (const [name, reach] of Object.entries(states)) {
    for (const theme of ['light', 'dark'] as const) {
      it(`${name}, ${theme}`, async () => {
        const visit = await shop.visit({ theme, cart, reducedMotion: true });
        await reach(visit);
        assert.deepEqual(await findViolations(visit.page), []);
        await visit.leave();
      });
    }
  }

  for (const path of ['', 'products/crew-sweater/', 'cart/', 'coupons/']) {
    it(`${path || 'the home page'} on a phone`, async () => {
      const { page, go, leave } = await shop.visit({ width: 390, height: 844, cart, reducedMotion: true });
      await go(`/zh-Hans/${path}`);
      await appears(
        page,
        'coupon-claim >>> [part=button], coupon-banner >>> [part=button], coupon-cart >>> [part=due], coupon-center >>> [part=ticket]',
      );
      assert.deepEqual(await findViolations(page), []);
      await leave();
    });
  }

  it('the cart while the coupon server is away', async () => {
    const { page, go, leave } = await shop.visit({ cart, reducedMotion: true });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await shop.demo.coupons.stop('SIGKILL');
    await press(page, '[data-step="1"]');
    await isInState(page, 'coupon-cart', 'failed');
    assert.deepEqual(await findViolations(page), []);
    await shop.demo.coupons.start();
    await leave();
  });
});
