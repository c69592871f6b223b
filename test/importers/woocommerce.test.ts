import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../../src/engine/index.js';
import { ImportError, type Imported } from '../../src/importers/importer.js';
import { woocommerce } from '../../src/importers/woocommerce.js';
import type { Coupon } from '../../src/model/coupon.js';
import {
  answerAs,
  publishedCoupon,
  recordedAnswers,
  type PublishedAnswers,
} from '../platforms/woocommerce/published-coupon.js';

const flags = { url: 'https://shop.example/', 'consumer-key': 'ck_1', 'consumer-secret': 'cs_1' };

function read(answers: Partial<PublishedAnswers>, asked?: string[]): Promise<Imported> {
  return woocommerce.read(flags, answerAs({ ...recordedAnswers, ...answers }, asked));
}

/** The coupon that this one becomes, which lets `check` find nothing wrong, and what is not exactly so. */
async function say(
  changes: Readonly<Record<string, unknown>>,
  answers: Partial<PublishedAnswers> = {},
): Promise<{ coupon: Coupon; about: string }> {
  const { entries, notes } = await read({ ...answers, coupons: [publishedCoupon(changes)] });
  assert.deepEqual(
    notes.map(({ kind }) => kind).filter((kind) => kind === 'left-out'),
    [],
    notes[0]?.why,
  );
  const { coupon } = entries[0]!;
  assert.deepEqual(
    check(coupon).filter(({ severity }) => severity === 'error'),
    [],
  );
  return { coupon, about: notes.map(({ why }) => why).join(' ') };
}

async function whyLeftOut(
  changes: Readonly<Record<string, unknown>>,
  answers: Partial<PublishedAnswers> = {},
): Promise<string> {
  const { entries, notes } = await read({ ...answers, coupons: [publishedCoupon(changes)] });
  assert.deepEqual([entries, notes.map(({ kind }) => kind)], [[], ['left-out']]);
  return notes[0]!.why;
}

describe('the importer for WooCommerce', () => {
  it('says each kind of discount', async () => {
    assert.deepEqual((await say({ code: 'SAVE10', discount_type: 'percent', amount: '12.50' })).coupon, {
      id: 'save10',
      code: 'SAVE10',
      benefit: { kind: 'percent', percentOff: 12.5 },
      layer: 'item',
    });
    assert.deepEqual((await say({ code: 'fix5', amount: '5.00' })).coupon, {
      id: 'fix5',
      code: 'fix5',
      currency: 'USD',
      benefit: { kind: 'amount', amount: 500 },
    });
    const each = await say({ discount_type: 'fixed_product', amount: '2.00' });
    assert.deepEqual(each.coupon.benefit, { kind: 'each', amount: 200 });
    assert.equal(each.about, '');
  });

  it('says to how many units it is limited', async () => {
    const limit = { limit_usage_to_x_items: 3 };
    const each = await say({ ...limit, discount_type: 'fixed_product', amount: '2.00' });
    assert.deepEqual(each.coupon.benefit, { kind: 'each', amount: 200, maxUnits: 3 });
    // Of units that cost less than the amount it takes off less, and its units are others.
    assert.match(each.about, /dearest/);
    const percent = await say({ ...limit, discount_type: 'percent' });
    assert.deepEqual(percent.coupon.benefit, { kind: 'each', percentOff: 10, maxUnits: 3 });
    assert.match(percent.about, /dearest/);
  });

  it('says free shipping where it is all that it gives', async () => {
    const free = { free_shipping: true };
    const alone = await say({ ...free, amount: '0.00' });
    assert.deepEqual(alone.coupon.benefit, { kind: 'shipping', percentOff: 100 });
    assert.match(alone.about, /free with a coupon/);
    const both = await say({ ...free, amount: '5.00' });
    assert.deepEqual(both.coupon.benefit, { kind: 'amount', amount: 500 });
    assert.match(both.about, /does not count/);
  });

  it('says its end, its minimum, and that it is used alone', async () => {
    const { coupon } = await say({
      amount: '15.00',
      minimum_amount: '100.00',
      individual_use: true,
      date_expires_gmt: '2026-12-24T23:00:00',
    });
    assert.deepEqual(coupon.conditions, { minSpend: 10000 });
    assert.deepEqual([coupon.combinesWith, coupon.validUntil], [[], '2026-12-24T23:00:00Z']);
    // An amount as high as its minimum, and a minimum of the whole cart for some of its goods.
    const equal = await say({ amount: '15.00', minimum_amount: '15.00' });
    assert.deepEqual(equal.coupon.conditions, { minCartSpend: 1500 });
    const some = await say({ discount_type: 'percent', product_ids: [10], minimum_amount: '20.00' });
    assert.deepEqual(some.coupon.conditions, { minCartSpend: 2000 });
    assert.equal(some.coupon.currency, 'USD');
  });

  it('says amounts in minor units of the currency', async () => {
    const settings = { ...recordedAnswers.settings, woocommerce_currency: 'JPY' };
    const { coupon } = await say({ amount: '500.00', minimum_amount: '3000.00' }, { settings });
    assert.deepEqual(
      [coupon.benefit, coupon.conditions],
      [{ kind: 'amount', amount: 500 }, { minSpend: 3000 }],
    );
  });

  it('says which goods an item’s discount reaches, with the categories below and by the slug of brands', async () => {
    const answers = {
      categories: [
        { id: 15, parent: 0 },
        { id: 16, parent: 15 },
        { id: 17, parent: 16 },
        { id: 18, parent: 0 },
      ],
      brands: [{ id: 31, slug: 'acme' }],
    };
    const percent = { discount_type: 'percent' };
    const { coupon } = await say(
      {
        ...percent,
        product_categories: [15],
        excluded_product_ids: [12],
        excluded_product_categories: [18],
        exclude_sale_items: true,
        meta_data: [{ id: 1, key: 'product_brands', value: [31] }],
      },
      answers,
    );
    assert.deepEqual(coupon.scope, {
      categories: ['15', '16', '17'],
      brands: ['acme'],
      exclude: { products: ['12'], categories: ['18'], tags: ['sale'] },
    });
    const both = await say({ ...percent, product_ids: [10], product_categories: [18] }, answers);
    assert.deepEqual(both.coupon.scope, { products: ['10'], categories: ['18'] });
    assert.match(both.about, /those that are both/);
  });

  it('says what a cart’s discount asks for, and what must not be in the cart', async () => {
    const { coupon } = await say({
      amount: '5.00',
      product_ids: [10, 11],
      product_categories: [15],
      excluded_product_ids: [12],
      exclude_sale_items: true,
    });
    assert.deepEqual(coupon.conditions, {
      requires: [{ scope: { products: ['10', '11'] } }, { scope: { categories: ['15'] } }],
    });
    assert.deepEqual(coupon.scope, { exclude: { products: ['12'], tags: ['sale'] } });
    assert.equal(coupon.wholeOrder, true);
  });

  it('leaves out what a coupon cannot say, or what nobody could use', async () => {
    assert.match(await whyLeftOut({ maximum_amount: '10.00' }), /maximum spend/);
    assert.match(await whyLeftOut({ email_restrictions: ['a@x.test'] }), /e-mail/);
    assert.match(await whyLeftOut({ status: 'draft' }), /not published/);
    assert.match(await whyLeftOut({ usage_limit: 3, usage_count: 3 }), /as often/);
    assert.match(await whyLeftOut({ discount_type: 'recurring_percent' }), /recurring_percent/);
    assert.match(await whyLeftOut({ amount: '0.00' }), /nothing off/);
    const meta_data = [{ id: 1, key: 'exclude_product_brands', value: [31] }];
    assert.match(await whyLeftOut({ meta_data }), /brands/);
  });

  it('reads brands however PHP writes their list, or leaves the coupon out', async () => {
    const brands = [{ id: 31, slug: 'acme' }];
    const meta = (value: unknown) => ({
      discount_type: 'percent',
      meta_data: [{ id: 1, key: 'product_brands', value }],
    });
    for (const value of [{ 1: 31 }, { 1: '31' }, ['31']])
      assert.deepEqual((await say(meta(value), { brands })).coupon.scope, { brands: ['acme'] });
    for (const value of [[], {}, '', null])
      assert.equal((await say(meta(value), { brands })).coupon.scope, undefined);
    for (const value of ['31', ['acme'], 31, true])
      assert.match(await whyLeftOut(meta(value), { brands }), /brands/);
    const exclude = { meta_data: [{ id: 1, key: 'exclude_product_brands', value: { 3: 31 } }] };
    assert.match(await whyLeftOut(exclude, { brands }), /brands/);
  });

  it('says that the SKU of another product may be taken for the number of one that is named', async () => {
    for (const named of [{ discount_type: 'percent' }, { amount: '5.00' }]) {
      const { about } = await say({ ...named, product_ids: [10, 11] }, { skus: ['11', 'mug'] });
      assert.match(about, /SKU 11\b/);
      assert.equal((await say({ ...named, product_ids: [10] }, { skus: ['11', 'mug'] })).about, '');
      // Excluded, it is a coupon less.
      assert.equal((await say({ ...named, excluded_product_ids: [11] }, { skus: ['11'] })).about, '');
    }
  });

  it('does not read on without an end, and knows every code', async () => {
    const endless = async () => Response.json(Array.from({ length: 100 }, () => publishedCoupon({})));
    await assert.rejects(woocommerce.read(flags, endless), /no end/);
    const { known } = await read({ coupons: [publishedCoupon({ code: 'old', status: 'draft' })] });
    assert.deepEqual(known, ['old']);
  });

  it('leaves out single variations, rather than to promise too much', async () => {
    const percent = { discount_type: 'percent' };
    assert.match(await whyLeftOut({ ...percent, product_ids: [99] }), /variations/);
    assert.match(await whyLeftOut({ ...percent, excluded_product_ids: [99] }), /variations/);
    assert.match(await whyLeftOut({ amount: '5.00', product_ids: [10, 99] }), /variations/);
    const { coupon, about } = await say({ ...percent, product_ids: [10, 99] });
    assert.deepEqual(coupon.scope, { products: ['10'] });
    assert.match(about, /variations/);
  });

  it('says where amounts and displayed prices are not on one basis', async () => {
    const settings = (entered: string, displayed: string, taxes = 'yes') => ({
      settings: {
        ...recordedAnswers.settings,
        woocommerce_calc_taxes: taxes,
        woocommerce_prices_include_tax: entered,
        woocommerce_tax_display_cart: displayed,
      },
    });
    const fixed = { amount: '5.00' };
    assert.equal((await say(fixed, settings('yes', 'incl'))).about, '');
    assert.match((await say(fixed, settings('no', 'incl'))).about, /more is taken off/);
    assert.match(await whyLeftOut(fixed, settings('yes', 'excl')), /too much/);
    assert.equal((await say(fixed, settings('yes', 'excl', 'no'))).about, '');
    assert.equal((await say({ discount_type: 'percent' }, settings('yes', 'excl'))).about, '');
  });

  it('reads every page, and asks for nothing that no coupon needs', async () => {
    const asked: string[] = [];
    const coupons = Array.from({ length: 250 }, (_, index) => publishedCoupon({ code: `c${index}` }));
    assert.equal((await read({ coupons }, asked)).entries.length, 250);
    assert.deepEqual(
      [...new Set(asked)],
      ['/wp-json/wc/v3/coupons', '/wp-json/wc/v3/settings/general', '/wp-json/wc/v3/settings/tax'],
    );
  });

  it('takes the address of the API itself', async () => {
    const asked: string[] = [];
    await woocommerce.read(
      { ...flags, url: 'https://shop.example/en/wp-json/wc/v3' },
      async (input) => (
        asked.push(String(input)),
        Response.json(String(input).includes('general') ? [{ id: 'woocommerce_currency', value: 'EUR' }] : [])
      ),
    );
    assert.equal(asked[0], 'https://shop.example/en/wp-json/wc/v3/coupons?per_page=100&page=1');
  });

  it('says what to do where the shop cannot be read', async () => {
    const refused = (changes: object, pattern: RegExp, fetch = answerAs(recordedAnswers)) =>
      assert.rejects(woocommerce.read({ ...flags, ...changes }, fetch), (error: Error) => {
        assert.ok(error instanceof ImportError);
        assert.match(error.message, pattern);
        assert.doesNotMatch(error.message, /cs_/);
        return true;
      });
    await refused({ 'consumer-key': '' }, /--consumer-key is missing/);
    await refused({ 'consumer-secret': 'cs_2' }, /credentials/);
    await refused({}, /form that is not known/, async () => Response.json([{ code: 'a' }]));
  });
});
