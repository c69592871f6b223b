// Records what a real Medusa answers, for the tests that run without one: `npm run record:medusa` writes `recordings.json` anew.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { cartFields } from '../../../src/adapters/internal/medusa-cart.js';
import { createShopper, type MedusaShopper, type ShopperOptions } from './create-shopper.js';
import { addAutomaticPromotion, addMorePromotions } from './more-promotions.js';
import { openMedusa } from './open-medusa.js';
import type { RecordedAnswer, Recordings } from './recorded-shop.js';
import { setUpShop } from './set-up-shop.js';

const oneOfEach = { Mug: 1, Shirt: 1, Sticker: 1 };

const medusa = await openMedusa();
try {
  const shop = await setUpShop(medusa);
  await addMorePromotions(shop);
  const carts: Record<string, RecordedAnswer[]> = {};

  /** States these codes, one set after the other, and takes down what Medusa answers. */
  const record = async (
    name: string,
    goods: Readonly<Record<string, number>>,
    sets: readonly (readonly string[])[],
    {
      prepare,
      ...options
    }: ShopperOptions & { readonly prepare?: (shopper: MedusaShopper) => Promise<void> } = {},
  ) => {
    const shopper = await createShopper(shop, goods, options);
    await prepare?.(shopper);
    const path = `/store/carts/${shopper.cart}?fields=${cartFields}`;
    const ask = async (body?: object) => {
      const response = await fetch(shop.url + path, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', 'x-publishable-api-key': shop.key },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = (await response.text()).replaceAll(shopper.cart, '{cart}');
      return { status: response.status, json: JSON.parse(text) };
    };
    const first = await ask();
    carts[name] = [{ codes: [], ...first }];
    for (const codes of sets) {
      const answer = await ask({ promo_codes: codes });
      carts[name].push({ codes, ...answer });
      // So that one of the two is enough to know both, whichever way led there.
      if (answer.status !== 200) continue;
      assert.deepEqual(await ask(), answer);
      assert.deepEqual(await ask({ promo_codes: [] }), first);
    }
  };

  const both = [
    ...subsetsOf('SAVE10', 'FIX5', 'SHIRT20').flatMap((codes) => [
      codes,
      [...codes, 'EXPIRED'],
      [...codes, 'NOPE'],
    ]),
    ['NO-SUCH-CODE'],
    ['SAVE10', 'NO-SUCH-CODE'],
  ];
  await record('one of each', oneOfEach, [...both, ['FUTURE'], ['DRAFT'], ['MIN100'], ['save10']]);
  await record('two mugs', { ...oneOfEach, Mug: 2 }, both);
  await record('many mugs', { Mug: 6 }, [['MIN100']]);
  const chosen = (shopper: MedusaShopper) => shopper.chooseShipping();
  await record('shipping chosen', oneOfEach, [['FREESHIP'], ['SAVE10', 'FREESHIP']], { prepare: chosen });
  await record('prices with tax', oneOfEach, [['EURO5'], ['EUROTAX5']], { region: shop.grossRegion });
  await record('a promotion with tax', oneOfEach, [['WITHTAX6']]);
  const { id } = await addAutomaticPromotion(shop);
  await record('an automatic promotion', oneOfEach, [['SAVE10']]);
  await record('an order', oneOfEach, [['SAVE10']], {
    async prepare(shopper) {
      await shopper.chooseShipping();
      await shopper.complete();
    },
  });

  const missing = await fetch(`${shop.url}/store/carts/cart_none`, {
    headers: { 'x-publishable-api-key': shop.key },
  });
  const admin: Record<string, unknown> = {};
  for (const page of ['price-preferences', 'promotions'])
    admin[page] = await medusa.admin('GET', `/admin/${page}?limit=100&offset=0&order=id`);
  const recordings: Recordings = {
    medusa: '2.21.2',
    fields: cartFields,
    carts,
    missing: { status: missing.status, json: await missing.json() },
    admin,
    automatic: id,
  };
  writeFileSync(new URL('recordings.json', import.meta.url), `${JSON.stringify(recordings)}\n`);
} finally {
  await medusa.close();
}

function subsetsOf(...codes: readonly string[]): readonly (readonly string[])[] {
  return codes.reduce<readonly (readonly string[])[]>(
    (subsets, code) => [...subsets, ...subsets.map((subset) => [...subset, code])],
    [[]],
  );
}
