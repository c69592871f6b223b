/**
 * Answers are made by Shopify's published Admin schema, version 2026-10 (`../platforms/shopify/admin.graphql`): queries are validated and answered by that schema
 * itself. The discounts are ours; nothing was recorded from Shopify.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { buildSchema, graphql, parse, validate } from 'graphql';
import { check, quote } from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import { ImportError, type Imported } from '../../src/importers/importer.js';
import { discountsDocument, itemsDocument } from '../../src/importers/internal/shopify-documents.js';
import { endedDocument } from '../../src/importers/internal/shopify-ended.js';
import { shopify } from '../../src/importers/shopify.js';

const schema = buildSchema(
  readFileSync(new URL('../platforms/shopify/admin.graphql', import.meta.url), 'utf8'),
);
const flags = { shop: 'my-shop', token: 'shpat_secret' };

type Fields = Readonly<Record<string, unknown>>;

const common = {
  startsAt: '2026-11-01T00:00:00Z',
  endsAt: null,
  discountClasses: ['ORDER'],
  combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: true },
  context: { __typename: 'DiscountBuyerSelectionAll' },
  minimumRequirement: null,
};
const all = { __typename: 'AllDiscountItems' };
const percent = (percentage: number) => ({ __typename: 'DiscountPercentage', percentage });
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const gets = (value: Fields, items: Fields = all) => ({ appliesOnOneTimePurchase: true, items, value });
const page = (nodes: readonly Fields[], hasNextPage = false) => ({ nodes, pageInfo: { hasNextPage } });
const products = (...ids: number[]) => ({
  __typename: 'DiscountProducts',
  products: page(ids.map((id) => ({ id: `gid://shopify/Product/${id}` }))),
  productVariants: page([]),
});
const collections = (...ids: number[]) => ({
  __typename: 'DiscountCollections',
  collections: page(ids.map((id) => ({ id: `gid://shopify/Collection/${id}` }))),
});

function basic(code: string, customerGets: Fields, more: Fields = {}): Fields {
  return {
    __typename: 'DiscountCodeBasic',
    title: code,
    codes: { nodes: [{ code }] },
    ...common,
    customerGets,
    ...more,
  };
}

function bxgy(code: string, buys: Fields, given: Fields, more: Fields = {}): Fields {
  const value = { __typename: 'DiscountQuantity', quantity: '2' };
  const effect = { __typename: 'DiscountOnQuantity', quantity: { quantity: '1' }, effect: percent(0.5) };
  return {
    __typename: 'DiscountCodeBxgy',
    title: code,
    codes: { nodes: [{ code }] },
    ...common,
    discountClasses: ['PRODUCT'],
    usesPerOrderLimit: 3,
    customerBuys: { isOneTimePurchase: true, items: buys, value },
    customerGets: gets(effect, given),
    ...more,
  };
}

function shipping(code: string, more: Fields = {}): Fields {
  return {
    __typename: 'DiscountCodeFreeShipping',
    title: code,
    codes: { nodes: [{ code }] },
    ...common,
    discountClasses: ['SHIPPING'],
    appliesOnOneTimePurchase: true,
    maximumShippingPrice: null,
    destinationSelection: { __typename: 'DiscountCountryAll' },
    ...more,
  };
}

describe('the importer of Shopify', () => {
  for (const document of [discountsDocument, endedDocument, itemsDocument])
    it(`asks only for what the published schema has: ${document.trim().slice(0, 14)}`, () => {
      assert.deepEqual(validate(schema, parse(document)), []);
    });

  it('says a percentage of the order', async () => {
    assert.deepEqual(await only(basic('Summer15', gets(percent(0.15)), { endsAt: '2026-12-01T00:00:00Z' })), {
      id: 'summer15',
      title: 'Summer15',
      code: 'Summer15',
      benefit: { kind: 'percent', percentOff: 15 },
      combinesWith: ['item', 'shipping'],
      validFrom: '2026-11-01T00:00:00Z',
      validUntil: '2026-12-01T00:00:00Z',
    });
  });

  it('says an amount, once and off each unit, in the currency of the shop', async () => {
    const value = { __typename: 'DiscountAmount', amount: usd('5.5'), appliesOnEachItem: false };
    const once = await only(basic('FIVE', gets(value)));
    assert.deepEqual([once.benefit, once.currency], [{ kind: 'amount', amount: 550 }, 'USD']);
    const more = { discountClasses: ['PRODUCT'] };
    const each = await only(basic('EACH', gets({ ...value, appliesOnEachItem: true }, products(1, 2)), more));
    assert.deepEqual(
      [each.benefit, each.layer, each.scope],
      [{ kind: 'each', amount: 550 }, 'item', { products: ['1', '2'] }],
    );
    const yen = await only(
      basic('YEN', gets({ ...value, amount: { amount: '500.0', currencyCode: 'JPY' } })),
      'JPY',
    );
    assert.deepEqual([yen.benefit, yen.currency], [{ kind: 'amount', amount: 500 }, 'JPY']);
  });

  it('says what it takes, in units or in money', async () => {
    const units = { __typename: 'DiscountMinimumQuantity', greaterThanOrEqualToQuantity: '3' };
    const money = { __typename: 'DiscountMinimumSubtotal', greaterThanOrEqualToSubtotal: usd('40.0') };
    const { conditions, currency } = await only(
      basic('UNITS', gets(percent(0.1)), { minimumRequirement: units }),
    );
    assert.deepEqual([conditions, currency], [{ minQuantity: 3 }, undefined]);
    const { entries, notes } = await read([
      basic('MONEY', gets(percent(0.1)), { minimumRequirement: money }),
    ]);
    assert.deepEqual(
      [entries[0]!.coupon.conditions, entries[0]!.coupon.currency],
      [{ minSpend: 4000 }, 'USD'],
    );
    assert.deepEqual(
      notes.map(({ kind }) => kind),
      ['approximated'],
    );
    const combinesWith = { ...common.combinesWith, productDiscounts: false };
    const alone = await read([
      basic('MONEY', gets(percent(0.1)), { minimumRequirement: money, combinesWith }),
    ]);
    assert.deepEqual([alone.entries[0]!.coupon.combinesWith, alone.notes], [['shipping'], []]);
  });

  it('names goods by the numbers of products and collections, and variants by SKU', async () => {
    const variants = { ...products(7), productVariants: page([{ sku: 'MUG-RED' }]) };
    const more = { discountClasses: ['PRODUCT'] };
    const { entries, notes } = await read([basic('ONE', gets(percent(0.1), variants), more)]);
    assert.deepEqual(entries[0]!.coupon.scope, { products: ['7', 'MUG-RED'] });
    assert.match(notes[0]!.why, /others of the same SKU/);
    assert.deepEqual((await only(basic('TWO', gets(percent(0.1), collections(9)), more))).scope, {
      categories: ['9'],
    });
  });

  it('says buy X, get Y: of one pool, or of two', async () => {
    const same = await only(bxgy('SAME', collections(1), collections(1)));
    assert.deepEqual(same.benefit, { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50, maxTimes: 3 });
    assert.deepEqual(same.scope, { categories: ['1'] });
    const apart = await only(bxgy('APART', products(1), products(2), { usesPerOrderLimit: null }));
    assert.deepEqual(apart.benefit, {
      kind: 'buyXGetY',
      buy: 2,
      get: 1,
      percentOff: 50,
      getScope: { products: ['2'] },
    });
    const { notes } = await read([bxgy('MAYBE', collections(1), collections(2))]);
    assert.deepEqual(
      notes.map(({ promotion, kind }) => [promotion, kind]),
      [['MAYBE', 'approximated']],
    );
  });

  it('says that a set which is not complete may not be given', async () => {
    const three = { __typename: 'DiscountOnQuantity', quantity: { quantity: '3' }, effect: percent(1) };
    const about = async (given: Fields) =>
      (await read([bxgy('SETS', products(1), given, { customerGets: gets(three, given) })])).notes[0]?.why;
    assert.match((await about(products(2)))!, /fewer are in the cart/);
    assert.equal(await about(products(1)), undefined);
  });

  it('says rather less than more than a third', async () => {
    const { benefit } = await only(basic('TWOTHIRDS', gets(percent(2 / 3))));
    assert.deepEqual(benefit, { kind: 'percent', percentOff: 66.66 });
    for (const hundredths of [1, 1450, 2900, 5700, 9999]) {
      const { benefit } = await only(basic('X', gets(percent(hundredths / 10_000))));
      assert.deepEqual(benefit, { kind: 'percent', percentOff: hundredths / 100 });
    }
  });

  it('says that free shipping may be measured after a discount of the order', async () => {
    const money = { __typename: 'DiscountMinimumSubtotal', greaterThanOrEqualToSubtotal: usd('40.0') };
    const combinesWith = { orderDiscounts: true, productDiscounts: false, shippingDiscounts: false };
    const { notes } = await read([shipping('SHIP40', { minimumRequirement: money, combinesWith })]);
    assert.match(notes[0]!.why, /after other discounts/);
  });

  it('knows what is over, so that a feed does not keep it', async () => {
    const over = { ...basic('OVER', gets(percent(0.1))), status: 'EXPIRED' };
    const { codes: _, ...rest }: Fields = over;
    const automatic = { ...rest, title: 'Mug week', __typename: 'DiscountAutomaticBasic' };
    const { entries, known } = await read([over, automatic, basic('NOW', gets(percent(0.1)))]);
    assert.deepEqual([entries.map(({ coupon }) => coupon.id), known], [['now'], ['OVER', 'Mug week']]);
  });

  it('prints no code of many, of which each is one shopper’s', async () => {
    const codes = { nodes: [{ code: 'ANN-7H3K' }, { code: 'BOB-1X9P' }] };
    const { notes } = await read([basic('Welcome', gets(percent(0.1)), { codes })]);
    assert.deepEqual(
      notes.map(({ promotion, kind }) => [promotion, kind]),
      [['Welcome', 'left-out']],
    );
    assert.doesNotMatch(JSON.stringify(notes), /ANN|BOB/);
  });

  it('does not read on without an end', async () => {
    const shop = serve(Array.from({ length: 25 }, () => basic('A', gets(percent(0.1)))));
    const endless: typeof fetch = async (to, init) => {
      const answer = (await (await shop(to, init)).json()) as {
        data: { discountNodes: { pageInfo: Fields } };
      };
      answer.data.discountNodes.pageInfo = { hasNextPage: true, endCursor: '0' };
      return Response.json(answer);
    };
    await assert.rejects(shopify.read(flags, endless), /no end/);
  });

  it('says free shipping, for the countries that are named', async () => {
    assert.deepEqual((await only(shipping('SHIP'))).benefit, { kind: 'shipping', percentOff: 100 });
    const countries = { __typename: 'DiscountCountries', countries: ['CA', 'US'], includeRestOfWorld: true };
    const { entries, notes } = await read([shipping('NORTH', { destinationSelection: countries })]);
    assert.deepEqual(entries[0]!.coupon.conditions, { regions: ['CA', 'US'] });
    assert.equal(notes[0]!.kind, 'approximated');
  });

  it('knows an automatic discount by its title, as the cart does', async () => {
    const { codes: _, ...rest } = basic('Mug week', gets(percent(0.2)));
    const coupon = await only({ ...rest, __typename: 'DiscountAutomaticBasic' });
    assert.deepEqual([coupon.id, coupon.title, coupon.code], ['Mug week', 'Mug week', undefined]);
  });

  it('gives coupons that can be priced', async () => {
    const combinesWith = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
    const each = { __typename: 'DiscountAmount', amount: usd('3.0'), appliesOnEachItem: true };
    const { entries } = await read([
      basic('A', gets(percent(0.1)), { combinesWith }),
      basic('B', gets(each, products(1)), { combinesWith, discountClasses: ['PRODUCT'] }),
      bxgy('C', collections(1), collections(1)),
      shipping('D', { combinesWith }),
    ]);
    const coupons = entries.map(({ coupon }) => coupon);
    assert.deepEqual(
      check(coupons).filter(({ severity }) => severity === 'error'),
      [],
    );
    const cart = {
      currency: 'USD',
      lines: [{ id: '1', product: '1', unitPrice: 1000, quantity: 2 }],
      shipping: [{ fee: 500 }],
    };
    // 3.00 off each, 10% of what is left, and no fee; the third unit is missing.
    assert.equal(quote(cart, coupons, { now: Date.parse('2026-11-22T00:00:00Z') }).payable, 1400 * 0.9);
  });

  for (const [why, discount] of [
    [/app decides/, { __typename: 'DiscountCodeApp', title: 'X' }],
    [
      /certain customers/,
      basic('X', gets(percent(0.1)), { context: { __typename: 'DiscountCustomerSegments' } }),
    ],
    [/certain customers/, basic('X', gets(percent(0.1)), { context: { __typename: 'DiscountCustomers' } })],
    [/certain markets/, basic('X', gets(percent(0.1)), { context: { __typename: 'DiscountMarkets' } })],
    [/many codes/, basic('X', gets(percent(0.1)), { codes: { nodes: [{ code: 'X' }, { code: 'Y' }] } })],
    [/no code/, basic('X', gets(percent(0.1)), { codes: { nodes: [] } })],
    [/subscriptions/, basic('X', { ...gets(percent(0.1)), appliesOnOneTimePurchase: false })],
    [/subscriptions/, shipping('X', { appliesOnOneTimePurchase: false })],
    [/no SKU/, basic('X', gets(percent(0.1), { ...products(), productVariants: page([{ sku: '' }]) }))],
    [/is there/, basic('X', gets(percent(0.1), products()))],
    [/more than 100/, basic('X', gets(percent(0.1), { ...products(1), products: page([], true) }))],
    [/up to a price/, shipping('X', { maximumShippingPrice: usd('20.0') })],
    [
      /amount to be spent/,
      bxgy('X', all, all, {
        customerBuys: {
          isOneTimePurchase: true,
          items: all,
          value: { __typename: 'DiscountPurchaseAmount' },
        },
      }),
    ],
    [
      /only a percentage/,
      bxgy('X', all, all, {
        customerGets: gets({
          __typename: 'DiscountOnQuantity',
          quantity: { quantity: '1' },
          effect: { __typename: 'DiscountAmount' },
        }),
      }),
    ],
  ] as const)
    it(`leaves out what no coupon can say: ${why.source}`, async () => {
      const { entries, notes } = await read([discount]);
      assert.deepEqual(entries, []);
      assert.deepEqual(
        notes.map(({ promotion, kind }) => [promotion, kind]),
        [['X', 'left-out']],
      );
      assert.match(notes[0]!.why, why);
    });

  it('reads page by page', async () => {
    const many = Array.from({ length: 60 }, (_, index) => basic(`C${index}`, gets(percent(0.1))));
    assert.equal((await read(many)).entries.length, 60);
  });

  it('asks the shop that is named, with the token', async () => {
    for (const [shop, url] of [
      ['my-shop', 'https://my-shop.myshopify.com/admin/api/2026-10/graphql.json'],
      ['my-shop.myshopify.com', 'https://my-shop.myshopify.com/admin/api/2026-10/graphql.json'],
      ['https://my-shop.myshopify.com/', 'https://my-shop.myshopify.com/admin/api/2026-10/graphql.json'],
      ['http://localhost:9292', 'http://localhost:9292/admin/api/2026-10/graphql.json'],
    ] as const) {
      const asked: [string, string | null][] = [];
      const fetch = serve([]);
      await shopify.read({ ...flags, shop }, (to, init) => {
        asked.push([String(to), new Headers(init?.headers).get('X-Shopify-Access-Token')]);
        return fetch(to, init);
      });
      assert.deepEqual([...new Set(asked.map(String))], [`${url},shpat_secret`]);
    }
  });

  it('waits as long as Shopify needs to have room again', async () => {
    const cost = { requestedQueryCost: 60, throttleStatus: { currentlyAvailable: 50, restoreRate: 1000 } };
    const throttled = {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: { cost },
    };
    let asked = 0;
    const shop = serve([basic('A', gets(percent(0.1)))]);
    const { entries } = await shopify.read(flags, (to, init) =>
      asked++ === 0 ? Promise.resolve(Response.json(throttled)) : shop(to, init),
    );
    // What there is, twice, and what is over.
    assert.deepEqual([entries.length, asked], [1, 3]);
  });

  it('says what is wrong, and no secret', async () => {
    for (const [answer, message] of [
      [Response.json({ errors: [{ message: 'Access denied for discountNodes field.' }] }), /Access denied/],
      [Response.json({ data: { shop: {} } }), /form that is not known/],
      [new Response('', { status: 401 }), /refuses the credentials/],
    ] as const)
      await assert.rejects(
        shopify.read(flags, () => Promise.resolve(answer)),
        (error) =>
          error instanceof ImportError && message.test(error.message) && !error.message.includes('shpat'),
      );
    await assert.rejects(shopify.read({ shop: 'my-shop' }, serve([])), /--token/);
  });
});

/** A shop with these discounts. */
function serve(discounts: readonly Fields[], currencyCode = 'USD'): typeof fetch {
  const nodes = discounts.map((discount, index) => ({ id: `gid://shopify/DiscountNode/${index}`, discount }));
  const rootValue = {
    shop: { currencyCode },
    discountNodes({ first, after, query }: { first: number; after?: string | null; query: string }) {
      const start = Number(after ?? 0);
      const end = start + first;
      const isOver = ({ discount }: { discount: Fields }) => discount['status'] === 'EXPIRED';
      const found = nodes.filter((node) => isOver(node) === (query === 'status:expired'));
      return {
        nodes: found.slice(start, end),
        pageInfo: { hasNextPage: end < found.length, endCursor: `${end}` },
      };
    },
    discountNode: ({ id }: { id: string }) => nodes.find((node) => node.id === id),
  };
  return async (_, init) => {
    const { query, variables } = JSON.parse(String(init?.body)) as { query: string; variables: Fields };
    return Response.json(await graphql({ schema, source: query, rootValue, variableValues: variables }));
  };
}

function read(discounts: readonly Fields[], currency?: string): Promise<Imported> {
  return shopify.read(flags, serve(discounts, currency));
}

/** The one coupon, of which there is nothing to note. */
async function only(discount: Fields, currency?: string): Promise<Coupon> {
  const { entries, notes } = await read([discount], currency);
  assert.deepEqual(notes, []);
  return entries[0]!.coupon;
}
