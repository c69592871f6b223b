import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { findViolations } from './find-violations.js';
import { openShop, type Shop, type Visit } from './open-shop.js';
import { appears, follow, isInState, press, sees } from './steps.js';

const { scenes } = JSON.parse(readFileSync(new URL('../../demo/scenes.json', import.meta.url), 'utf8')) as {
  readonly scenes: readonly { readonly id: string }[];
};

/** What a shopper does in each, and sees. */
const walks: Readonly<Record<string, (visit: Visit) => Promise<void>>> = {
  async 'third-half'({ page }) {
    await sees(page, 'coupon-cart', /Amount due ¥126/);
    await press(page, '[data-line="soapberry-wash"] [data-step="1"]');
    await sees(page, 'coupon-cart', /Laundry wash: the third at half price/);
    await sees(page, 'coupon-cart', /Amount due ¥155\.50/);
  },
  async instalments({ page }) {
    await sees(page, 'coupon-cart', /Turntable: ¥200 off at once/);
    await sees(page, 'coupon-cart', /Amount due ¥4,180/);
    await page.select('[name=payment]', 'instalments');
    await sees(page, 'coupon-cart', /Pay in instalments: ¥80 off/);
    await sees(page, 'coupon-cart', /Amount due ¥4,100/);
  },
  async 'shirt-and-tie'({ page }) {
    await press(page, '.buy .button');
    await follow(page, '.to-cart a');
    await sees(page, 'coupon-cart', /A shirt and a tie: ¥120 off/);
    await sees(page, 'coupon-cart', /Amount due ¥706/);
  },
  async 'no-packaging'({ page }) {
    await sees(page, 'coupon-cart', /Amount due ¥635\.20/);
    await press(page, '[name=packaging]');
    await sees(page, 'coupon-cart', /No packaging: ¥10 off each/);
    await sees(page, 'coupon-cart', /Amount due ¥619\.20/);
  },
  async heritage({ page }) {
    await sees(page, 'coupon-cart', /Nothing but heritage: ¥120 off/);
    await press(page, '[data-line="celadon-cups"] [data-remove-form] button');
    await sees(page, 'coupon-cart', /Handed down: 10% off/);
  },
  async 'next-purchase'({ page, go }) {
    await isInState(page, 'coupon-cart', 'verified');
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    await follow(page, 'form[action$="/orders"] .button');
    await go('/en/wallet/');
    await sees(page, 'coupon-wallet', /For next time: ¥30 off ¥200/);
  },
  async points({ page, go }) {
    await sees(page, 'coupon-flash', /500 points for ¥30/);
    await pressIn(page, 'coupon-flash', /500 points for ¥30/);
    await pressIn(page, 'coupon-flash', /500 points for ¥30/, /Spend 500 points/);
    await sees(page, 'coupon-flash', /You have 700 points/);
    await go('/en/cart/');
    for (const used of [/iron wok for ¥349/, /¥45 off when the cart reaches/, /500 points for ¥30/]) {
      await sees(page, 'coupon-cart', used);
    }
    await sees(page, 'coupon-cart', /Amount due ¥553/);
  },
  async 'newcomer-pack'({ page, go }) {
    await press(page, 'coupon-pack >>> .main');
    await isInState(page, 'coupon-pack', 'taken');
    await go('/en/cart/');
    await sees(page, 'coupon-cart', /Newcomers: 62% off/);
    await sees(page, 'coupon-cart', /Amount due ¥200/);
  },
  async 'first-order'({ page }) {
    await press(page, 'coupon-claim >>> [part=button]');
    await isInState(page, 'coupon-claim', 'claimed');
    await press(page, '.buy .button');
    await follow(page, '.to-cart a');
    await sees(page, 'coupon-cart', /First order: four teas for ¥1/);
  },
  async appliance({ page }) {
    await isInState(page, 'coupon-banner[floating]', 'reach');
    await sees(page, 'coupon-banner[floating]', /¥420 more to save ¥300.*Only 50 left/);
    await press(page, 'coupon-banner[floating] >>> [part=button]');
    await sees(page, 'coupon-banner[floating]', /Claimed: Mountains & seas/);
  },
};

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('each scene is as its card says', () => {
  it('every scene has a card, and every card is walked', async () => {
    const { page, complaints, go, leave } = await shop.visit({ reducedMotion: true });
    await go('/en/scenes/');
    const ids = await page.$$eval('.scene form', (forms) =>
      forms.map(({ action }) => action.split('/').at(-1)),
    );
    assert.deepEqual(ids, Object.keys(walks));
    assert.deepEqual(
      ids,
      scenes.map(({ id }) => id),
    );
    assert.deepEqual(await findViolations(page), []);
    assert.deepEqual(complaints, []);
    await leave();
  });

  for (const [id, walk] of Object.entries(walks)) {
    it(id, async () => {
      const visit = await shop.visit({ reducedMotion: true });
      await visit.go('/en/scenes/');
      await follow(visit.page, `.scene form[action$="/${id}"] button`);
      await walk(visit);
      assert.deepEqual(visit.complaints, []);
      await visit.leave();
    });
  }
});

/** Presses the button of one of several cards. */
async function pressIn(page: Visit['page'], tag: string, title: RegExp, label = /./): Promise<void> {
  await appears(page, `${tag} >>> [part=card]`);
  await page.waitForFunction(
    (name, card, text) => {
      const cards = document.querySelector(name)!.shadowRoot!.querySelectorAll('[part=card]');
      const found = [...cards].find((each) => new RegExp(card).test(each.textContent));
      const button = [...(found?.querySelectorAll<HTMLElement>('.button') ?? [])].find((each) =>
        new RegExp(text, 'i').test(each.textContent),
      );
      button?.click();
      return !!button;
    },
    {},
    tag,
    title.source,
    label.source,
  );
}
