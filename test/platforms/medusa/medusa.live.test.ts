/** Against a real Medusa 2.21 on PostgreSQL: nothing is recorded, and nothing stands in. Run by hand: `npm run test:medusa`. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import puppeteer from 'puppeteer-core';
import { launchOptions } from '../../../scripts/find-browser.mjs';
import type { Adapter, Call } from '../../../src/adapters/adapter.js';
import { medusa as importer } from '../../../src/importers/medusa.js';
import type { Cart } from '../../../src/model/cart.js';
import type { Verdict } from '../../../src/protocol/messages.js';
import { assertAddsUp, contractFeed, platformContract } from '../../contracts/platform-contract.js';
import { collectComplaints } from '../../e2e/collect-complaints.js';
import { isInState, sees } from '../../e2e/steps.js';
import { createShopper, type MedusaShopper } from './create-shopper.js';
import { describeAgreement, measureAgreement } from './measure-agreement.js';
import { addAutomaticPromotion, addMorePromotions } from './more-promotions.js';
import { openMedusa, type Medusa } from './open-medusa.js';
import { openStorefront, type Storefront } from './open-storefront.js';
import { addPromotion, promotions, setUpShop, shippingFee, type MedusaShop } from './set-up-shop.js';

let storefront: Storefront;
let medusa: Medusa;
let shop: MedusaShop;
before(async () => {
  storefront = await openStorefront(() => shop);
  medusa = await openMedusa(storefront.origin);
  shop = await setUpShop(medusa);
});
after(() => Promise.all([medusa?.close(), storefront?.close()]));

platformContract('medusa', async () => ({
  capabilities: { reasons: 'missing', allocations: 'native' },
  privateCode: 'SHIRT20',
  visit: () => createShopper(shop, { Mug: 1, Shirt: 1, Sticker: 1 }, { coupons: contractFeed }),
}));

describe('medusa at checkout', () => {
  for (const [code, reason] of Object.entries({ ONCE: /budget limit/, LIM1: /exceeds the limit/ }))
    it(`sells ${code} once: the second completion fails with 400, and the next verification says that the code is gone`, async () => {
      const [winner, loser] = [await buy(code), await buy(code)];
      assert.equal((await winner.shopper.complete()).status, 200);
      const { status, answer } = await loser.shopper.complete();
      assert.equal(status, 400);
      assert.match(answer.message, reason);
      // The cart still shows it, with its discount.
      assert.deepEqual(await loser.shopper.codes(), [code]);
      const { adapter, cart } = loser;
      const verdict = await adapter.recheck({ cart, last: loser.verdict }, call());
      assert.equal(verdict.outcomes[0]!.state, 'rejected');
      assert.equal(verdict.totals.payable, 2000 + shippingFee);
      assert.deepEqual(await loser.shopper.codes(), []);
      assert.equal((await loser.shopper.complete()).status, 200);
      // A cart that is an order is nobody's cart any more.
      assert.deepEqual((await adapter.cart!().read(call())).cart, undefined);
    });

  it('lets the last use go to one of two carts that race for it', async () => {
    await addPromotion(medusa, 'LAST', { ...promotions['LIM1'] });
    const racers = [await buy('LAST'), await buy('LAST')];
    const statuses = await Promise.all(racers.map(async ({ shopper }) => (await shopper.complete()).status));
    assert.deepEqual(statuses.sort(), [200, 400]);
  });

  it('loses a code when the cart shrinks below its minimum, and takes it again when it has grown', async () => {
    const shopper = await createShopper(shop, { Mug: 6 });
    const adapter = shopper.open();
    assert.equal((await verify(adapter, 'MIN100')).verdict.totals.payable, 10_500);
    await shopper.setQuantity('Mug', 3);
    assert.deepEqual(await shopper.codes(), []);
    const { verdict } = await verify(adapter, 'MIN100');
    assert.deepEqual([verdict.outcomes[0]!.state, verdict.totals.payable], ['rejected', 6000]);
    await shopper.setQuantity('Mug', 6);
    assert.deepEqual(await shopper.codes(), []);
    assert.equal((await verify(adapter, 'MIN100')).verdict.totals.payable, 10_500);
  });

  it('ships for nothing once a way of shipping is chosen', async () => {
    const shopper = await createShopper(shop, { Mug: 1 });
    const adapter = shopper.open();
    const before = await verify(adapter, 'FREESHIP');
    assert.equal(before.cart.shipping, undefined);
    assert.equal(before.verdict.outcomes[0]!.state, 'rejected');
    await shopper.chooseShipping();
    const { cart, verdict } = await verify(adapter, 'FREESHIP');
    assert.deepEqual(cart.shipping, [{ fee: shippingFee }]);
    assert.equal(verdict.outcomes[0]!.amount, shippingFee);
    assert.equal(verdict.totals.payable, 2000);
    assertAddsUp(verdict);
  });

  it('answers pages of the origins that it is set up for', async () => {
    const preflight = async (origin: string) => {
      const { headers } = await fetch(`${shop.url}/store/carts/any`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-publishable-api-key',
        },
      });
      return headers.get('access-control-allow-origin');
    };
    assert.equal(await preflight(storefront.origin), storefront.origin);
    assert.equal(await preflight('https://other.test'), null);
  });
});

describe('a storefront of medusa', () => {
  it('has the best code on its cart, and follows what the page does with it', async () => {
    const { cart, codes } = await createShopper(shop, { Mug: 1, Shirt: 1, Sticker: 1 });
    const browser = await puppeteer.launch(launchOptions('chromium'));
    try {
      const page = await browser.newPage();
      const complaints = collectComplaints(page);
      await page.evaluateOnNewDocument((id) => localStorage.setItem('cart_id', id), cart);
      await page.goto(storefront.origin);
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', /52\.95/);
      assert.deepEqual(await codes(), ['SAVE10']);
      await page.evaluate(
        (url, key, variant_id) =>
          fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-publishable-api-key': key },
            body: JSON.stringify({ variant_id, quantity: 1 }),
          }).then(({ status }) => status),
        `${shop.url}/store/carts/${cart}/line-items`,
        shop.key,
        shop.products['Mug']!.variant,
      );
      await sees(page, 'coupon-cart', /70\.95/);
      await isInState(page, 'coupon-cart', 'verified');
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
    }
  });
});

describe('medusa imported', () => {
  it('agrees with the preview: of one code to the cent, and dearer only where a minimum is measured after other discounts', async (t) => {
    await addMorePromotions(shop);
    const { entries, notes } = await importer.read({ url: medusa.url, key: medusa.secret }, fetch);
    assert.ok(entries.length > 20);
    const approximated = new Set(notes.map(({ promotion }) => promotion));
    const comparisons = await measureAgreement(shop, entries, { seed: 7, carts: 24, sets: 12 });
    t.diagnostic(`preview and verdict\n${describeAgreement(comparisons, approximated)}`);
    assert.ok(comparisons.length > 100);
    for (const { codes, preview, verdict } of comparisons) {
      const what = `${codes.join(' + ')}: ${preview} → ${verdict}`;
      if (!codes.some((code) => approximated.has(code)))
        assert.ok(Math.abs(verdict - preview) <= (codes.length === 1 ? 0 : 1), what);
      // Two more kinds of rounding than one coupon has.
      if (!codes.includes('MIN100')) assert.ok(verdict <= preview + 1, what);
    }
  });

  // Last: from here on every cart has it.
  it('knows an automatic promotion by the id that the feed gives it', async () => {
    const { id } = await addAutomaticPromotion(shop);
    const { entries } = await importer.read({ url: medusa.url, key: medusa.secret }, fetch);
    const shopper = await createShopper(shop, { Mug: 1 }, { coupons: entries });
    const adapter = shopper.open();
    const { cart } = await adapter.cart!().read(call());
    const verdict = await adapter.verify({ cart: cart!, desired: [{ coupon: id }] }, call());
    assert.deepEqual(verdict.outcomes, [{ coupon: id, state: 'effective', reasons: [], amount: 300 }]);
    assert.deepEqual(verdict.automatic, []);
  });
});

interface Buyer {
  readonly shopper: MedusaShopper;
  readonly adapter: Adapter;
  readonly cart: Cart;
  readonly verdict: Verdict;
}

/** Someone with a mug and this code, who has chosen how it is shipped. */
async function buy(code: string): Promise<Buyer> {
  const shopper = await createShopper(shop, { Mug: 1 });
  await shopper.chooseShipping();
  const adapter = shopper.open();
  const bought = await verify(adapter, code);
  assert.equal(bought.verdict.outcomes[0]!.state, 'effective');
  return { shopper, adapter, ...bought };
}

async function verify(adapter: Adapter, code: string): Promise<{ cart: Cart; verdict: Verdict }> {
  const cart = (await adapter.cart!().read(call())).cart!;
  return { cart, verdict: await adapter.verify({ cart, desired: [{ coupon: code, code }] }, call()) };
}

function call(): Call {
  return { signal: new AbortController().signal };
}
