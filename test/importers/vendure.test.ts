import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { check } from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import { ImportError, type Imported } from '../../src/importers/importer.js';
import { makeFeed } from '../../src/importers/make-feed.js';
import { vendure } from '../../src/importers/vendure.js';

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly couponCode: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly translations: readonly { readonly languageCode: string; readonly name: string }[];
  readonly conditions: readonly Operation[];
  readonly actions: readonly Operation[];
}

interface Operation {
  readonly code: string;
  readonly args: readonly { readonly name: string; readonly value: string }[];
}

/** The promotions that a Vendure 3.7.3 was given when it was recorded, as its Admin API lists them: each input with the id that it was answered. */
const recorded: readonly Stored[] = (
  JSON.parse(readFileSync(new URL('vendure-admin-api.json', import.meta.url), 'utf8')) as {
    readonly variables: { readonly i?: Input };
    readonly answer: {
      readonly data: { readonly createPromotion?: { readonly id: string; readonly name: string } };
    };
  }[]
).flatMap(({ variables: { i: input }, answer: { data } }) =>
  input && data.createPromotion ? [stored({ ...input, ...data.createPromotion })] : [],
);

interface Input {
  readonly enabled: boolean;
  readonly couponCode?: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly translations: Stored['translations'];
  readonly conditions: readonly Argued[];
  readonly actions: readonly Argued[];
}

interface Argued {
  readonly code: string;
  readonly arguments: Operation['args'];
}

function stored(input: Input & { readonly id: string; readonly name: string }): Stored {
  const { id, name, enabled, couponCode = null, startsAt = null, endsAt = null, translations } = input;
  const toOperation = ({ code, arguments: args }: Argued): Operation => ({ code, args });
  const [conditions, actions] = [input.conditions.map(toOperation), input.actions.map(toOperation)];
  return { id, name, enabled, couponCode, startsAt, endsAt, translations, conditions, actions };
}

const action = (code: string, args: Readonly<Record<string, unknown>> = {}): Operation => ({
  code,
  args: Object.entries(args).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  })),
});

let made = 100;
const promotion = (changes: Partial<Stored>): Stored => ({
  id: String(made++),
  name: 'Any',
  enabled: true,
  couponCode: 'ANY',
  startsAt: null,
  endsAt: null,
  translations: [{ languageCode: 'en', name: 'Any' }],
  conditions: [],
  actions: [action('order_percentage_discount', { discount: 10 })],
  ...changes,
});

interface Shop {
  readonly promotions: readonly Stored[];
  readonly pricesIncludeTax?: boolean;
  readonly currency?: string;
  /** Gives the session as a cookie. */
  readonly cookies?: boolean;
  readonly password?: string;
}

const servers: ReturnType<typeof createServer>[] = [];
after(() => servers.forEach((server) => server.close()));

/** A stand-in of the Admin API: the fields that are asked for of the schema of Vendure 3.7.3, over these promotions. */
async function listen(shop: Shop): Promise<{ url: string; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request
      .on('data', (chunk) => (body += chunk))
      .on('end', () => {
        const { query, variables } = JSON.parse(body);
        seen.push(request.headers);
        const isLogin = query.includes('login(');
        const isGood = !shop.password || variables.password === shop.password;
        if (isLogin && isGood && shop.cookies)
          response.setHeader('set-cookie', [
            'session=abc; path=/; httponly',
            'session.sig=def; path=/; httponly',
          ]);
        else if (isLogin && isGood) response.setHeader('vendure-auth-token', 'TOKEN');
        const { skip = 0, take = 100, filter } = variables.options ?? {};
        const page = (items: readonly object[]) => ({ items: items.slice(skip, skip + take) });
        const data = isLogin
          ? { login: { __typename: isGood ? 'CurrentUser' : 'InvalidCredentialsError' } }
          : query.includes('activeChannel')
            ? {
                activeChannel: {
                  defaultCurrencyCode: shop.currency ?? 'USD',
                  pricesIncludeTax: shop.pricesIncludeTax ?? false,
                },
              }
            : query.includes('promotions(')
              ? { promotions: page(shop.promotions) }
              : query.includes('productVariants(')
                ? {
                    productVariants: {
                      items: variants.filter(({ id }) => filter.id.in.includes(id)),
                    },
                  }
                : {
                    taxRates: page([
                      { enabled: true, value: 20 },
                      { enabled: true, value: 5.5 },
                      { enabled: false, value: 90 },
                    ]),
                  };
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
      });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin-api`, seen };
}

const variants = [
  { id: '1', sku: 'Mug' },
  { id: '2', sku: 'Shirt' },
  { id: '3', sku: 'Sticker' },
  { id: '4', sku: '' },
  { id: '5', sku: '1042' },
];
const login = { username: 'superadmin', password: 'secret' };

async function importFrom(shop: Shop): Promise<Imported> {
  const { url } = await listen(shop);
  return vendure.read({ url, ...login }, fetch);
}

function shopOf(items: readonly Stored[]): object {
  return { activeChannel: { defaultCurrencyCode: 'USD', pricesIncludeTax: false }, promotions: { items } };
}

/** What becomes of one promotion. */
async function importOne(changes: Partial<Stored>, shop: Partial<Shop> = {}): Promise<Coupon | string> {
  const { entries, notes } = await importFrom({ ...shop, promotions: [promotion(changes)] });
  assert.deepEqual(
    check(entries.map(({ coupon }) => coupon)).filter(({ severity }) => severity === 'error'),
    [],
  );
  return entries[0]?.coupon ?? notes[0]!.why;
}

const common = { id: 'any', title: 'Any', code: 'ANY' };

describe('the importer of Vendure', () => {
  it('says the recorded promotions as coupons, without the disabled one', async () => {
    const { entries, notes } = await importFrom({ promotions: recorded });
    const half = { benefit: { kind: 'percent', percentOff: 50, rounded: 'price' } };
    assert.deepEqual(
      entries.map(({ coupon }) => coupon),
      [
        {
          id: 'save10',
          title: '10% off',
          code: 'SAVE10',
          benefit: { kind: 'percent', percentOff: 10, rounded: 'price' },
        },
        {
          id: 'fix5',
          title: '5 off',
          code: 'FIX5',
          currency: 'USD',
          benefit: { kind: 'amount', amount: 500 },
        },
        {
          id: 'min100',
          title: '15 off 100',
          code: 'MIN100',
          currency: 'USD',
          conditions: { minCartSpend: 10_000 },
          benefit: { kind: 'amount', amount: 1500 },
        },
        {
          id: 'freeship',
          title: 'Free ship',
          code: 'FREESHIP',
          benefit: { kind: 'shipping', percentOff: 100 },
        },
        { id: 'once', title: 'Once', code: 'ONCE', ...half },
        { id: 'percust', title: 'Per customer', code: 'PERCUST', ...half },
        {
          id: 'expired',
          title: 'Expired',
          code: 'EXPIRED',
          ...half,
          validFrom: '2019-01-01T00:00:00Z',
          validUntil: '2020-01-01T00:00:00Z',
        },
        { id: 'future', title: 'Future', code: 'FUTURE', ...half, validFrom: '2099-01-01T00:00:00Z' },
        {
          id: 'shirt20',
          title: 'Prod',
          code: 'SHIRT20',
          scope: { products: ['Shirt'] },
          layer: 'item',
          benefit: { kind: 'percent', percentOff: 20, rounded: 'price' },
        },
      ],
    );
    assert.deepEqual(
      notes.map(({ promotion, kind }) => [promotion, kind]),
      [['MIN100', 'approximated']],
    );
    assert.match(notes[0]!.why, /Its minimum is with tax, and prices are without/);
  });

  it('knows a promotion without a code by its id, as the adapter does', async () => {
    const coupon = (await importOne({ id: '42', couponCode: null, name: 'Automatic' })) as Coupon;
    assert.equal(coupon.id, '42');
    assert.equal(coupon.code, undefined);
  });

  it('takes a code that was taken away for none', async () => {
    const coupon = (await importOne({ id: '42', couponCode: '', name: 'Automatic' })) as Coupon;
    assert.deepEqual([coupon.id, coupon.code], ['42', undefined]);
  });

  it('says to the end what is not exactly so, whatever the languages of the name', async () => {
    const changes = {
      couponCode: null,
      name: 'Ten',
      translations: [
        { languageCode: 'de', name: 'Zehn' },
        { languageCode: 'en', name: 'Ten' },
      ],
      conditions: [action('minimum_order_amount', { amount: 10_000, taxInclusive: false })],
    };
    for (const name of ['Ten', '']) {
      const translations = name ? changes.translations : [];
      const imported = await importFrom({ promotions: [promotion({ ...changes, name, translations })] });
      const { rows } = makeFeed(imported, { codes: [], now: Date.now() });
      assert.deepEqual(
        rows.map(({ state }) => state),
        ['approximated'],
      );
    }
  });

  it('knows what is switched off, so that a feed does not keep it', async () => {
    const off = promotion({ id: '7', couponCode: 'OFF', enabled: false });
    const { entries, notes, known } = await importFrom({ promotions: [off] });
    assert.deepEqual([entries, notes, known], [[], [], ['7', 'OFF']]);
  });

  it('says of a minimum that the discount itself lowers what is measured', async () => {
    const conditions = [action('minimum_order_amount', { amount: 10_000, taxInclusive: false })];
    const aboutOf = async (...actions: Operation[]) =>
      (await importFrom({ promotions: [promotion({ conditions, actions })] })).notes[0]!.why;
    const items = action('products_percentage_discount', { discount: 10, productVariantIds: ['1'] });
    assert.match(await aboutOf(items), /after discounts, its own too/);
    assert.match(await aboutOf(action('free_shipping')), /after other discounts/);
  });

  it('says that a SKU may be taken for the id of a product', async () => {
    const about = async (id: string) => {
      const actions = [action('products_percentage_discount', { discount: 10, productVariantIds: [id] })];
      return (await importFrom({ promotions: [promotion({ actions })] })).notes[0]?.why;
    };
    assert.match((await about('5'))!, /SKU 1042/);
    assert.equal(await about('1'), undefined);
    const conditions = [action('contains_products', { minimum: 1, productVariantIds: ['5'] })];
    const { notes } = await importFrom({ promotions: [promotion({ conditions })] });
    assert.match(notes[0]!.why, /SKU 1042/);
  });

  it('says names in every language that has one', async () => {
    const translations = [
      { languageCode: 'en', name: 'Ten' },
      { languageCode: 'zh_Hans', name: '九折' },
    ];
    const { title } = (await importOne({ translations })) as Coupon;
    assert.deepEqual(title, { en: 'Ten', 'zh-Hans': '九折' });
  });

  it('says facets as tags, by the id of the value; several at once it cannot', async () => {
    const coupon = await importOne({
      actions: [action('facet_based_discount', { discount: 12.5, facets: ['7'] })],
    });
    const benefit = { kind: 'percent', percentOff: 12.5, rounded: 'price' };
    assert.deepEqual(coupon, { ...common, scope: { tags: ['7'] }, layer: 'item', benefit });
    assert.match(
      String(
        await importOne({ actions: [action('facet_based_discount', { discount: 12, facets: ['7', '8'] })] }),
      ),
      /several facet values of one product/,
    );
  });

  it('says what must be in the cart', async () => {
    const conditions = [
      action('contains_products', { minimum: 2, productVariantIds: ['1', '3'] }),
      action('at_least_n_with_facets', { minimum: 3, facets: ['7'] }),
      action('at_least_n_with_facets', { minimum: 4, facets: [] }),
    ];
    const coupon = (await importOne({ conditions })) as Coupon;
    assert.deepEqual(coupon.conditions, {
      requires: [
        { scope: { products: ['Mug', 'Sticker'] }, quantity: 2 },
        { scope: { tags: ['7'] }, quantity: 3 },
        { scope: {}, quantity: 4 },
      ],
    });
  });

  const gift = (args: object) => ({
    conditions: [action('buy_x_get_y_free', { ...args })],
    actions: [action('buy_x_get_y_free')],
  });

  it('gives other goods free once an order', async () => {
    const coupon = await importOne(gift({ amountX: 2, variantIdsX: ['1'], amountY: 1, variantIdsY: ['3'] }));
    assert.deepEqual(coupon, {
      ...common,
      scope: { products: ['Mug'] },
      benefit: {
        kind: 'buyXGetY',
        get: 1,
        percentOff: 100,
        maxTimes: 1,
        buy: 2,
        getScope: { products: ['Sticker'] },
      },
    });
  });

  it('counts a free unit of the same goods among those that earn it, as Vendure does', async () => {
    const same = { variantIdsX: ['1', '2'], variantIdsY: ['2', '1'] };
    const coupon = (await importOne(gift({ amountX: 3, amountY: 1, ...same }))) as Coupon;
    assert.deepEqual(coupon.benefit, { kind: 'buyXGetY', get: 1, percentOff: 100, maxTimes: 1, buy: 2 });
    assert.match(String(await importOne(gift({ amountX: 1, amountY: 1, ...same }))), /is itself free/);
    const [one] = gift({ amountX: 3, amountY: 1, ...same }).conditions;
    const twice = { ...gift({}), conditions: [one!, one!] };
    assert.match(String(await importOne(twice)), /several things to be bought/);
    const some = { variantIdsX: ['1', '2'], variantIdsY: ['2'] };
    assert.match(String(await importOne(gift({ amountX: 2, amountY: 1, ...some }))), /Only some of what/);
  });

  it('asks for a minimum in the basis of the prices, rather too much than too little', async () => {
    const minimum = (taxInclusive: boolean) => [
      action('minimum_order_amount', { amount: 10_001, taxInclusive }),
    ];
    const spend = async (isWithTax: boolean, pricesIncludeTax: boolean) =>
      ((await importOne({ conditions: minimum(isWithTax) }, { pricesIncludeTax })) as Coupon).conditions;
    assert.deepEqual(await spend(true, true), { minCartSpend: 10_001 });
    assert.deepEqual(await spend(false, false), { minCartSpend: 10_001 });
    assert.deepEqual(await spend(true, false), { minCartSpend: 10_001 });
    // The highest rate that is in use is 20%.
    assert.deepEqual(await spend(false, true), { minCartSpend: 12_002 });
  });

  it('says amounts in minor units, which Vendure writes as hundredths of any currency', async () => {
    const actions = [action('order_fixed_discount', { discount: 50_000 })];
    const yen = (await importOne({ actions }, { currency: 'JPY' })) as Coupon;
    assert.deepEqual(yen.benefit, { kind: 'amount', amount: 500 });
    const dinar = (await importOne({ actions }, { currency: 'KWD' })) as Coupon;
    assert.deepEqual(dinar.benefit, { kind: 'amount', amount: 500_000 });
  });

  for (const [what, changes, why] of [
    [
      'a customer group',
      { conditions: [action('customer_group', { customerGroupId: '1' })] },
      /customer group/,
    ],
    [
      'an amount off each line',
      { actions: [action('order_line_fixed_discount', { discount: 100 })] },
      /each line/,
    ],
    ['a condition of the shop', { conditions: [action('full_moon')] }, /condition "full_moon" is not known/],
    ['an action of the shop', { actions: [action('glitter')] }, /action "glitter" is not known/],
    ['two actions', { actions: [action('free_shipping'), action('free_shipping')] }, /2 things at once/],
    [
      'products that are gone',
      { actions: [action('products_percentage_discount', { discount: 5, productVariantIds: ['99'] })] },
      /None of the products/,
    ],
    [
      'variants without a SKU',
      { actions: [action('products_percentage_discount', { discount: 5, productVariantIds: ['1', '4'] })] },
      /no SKU/,
    ],
    [
      'a gift without what earns it',
      { actions: [action('buy_x_get_y_free')] },
      /without saying what must be bought/,
    ],
  ] as const)
    it(`leaves out ${what}, and says why`, async () => {
      assert.match(String(await importOne(changes)), why);
    });

  it('reads page by page', async () => {
    const promotions = Array.from({ length: 230 }, (_, index) => promotion({ couponCode: `C${index}` }));
    const { entries } = await importFrom({ promotions });
    assert.equal(new Set(entries.map(({ coupon }) => coupon.id)).size, 230);
  });

  it('does not read on without an end', async () => {
    const full = Array.from({ length: 100 }, () => promotion({}));
    const endless = async (_: unknown, init?: RequestInit) =>
      Response.json(
        {
          data: String(init?.body).includes('login(')
            ? { login: { __typename: 'CurrentUser' } }
            : shopOf(full),
        },
        { headers: { 'vendure-auth-token': 'TOKEN' } },
      );
    await assert.rejects(vendure.read({ url: 'https://shop.test/admin-api', ...login }, endless), /no end/);
  });

  it('signs in by a token, a cookie or an API key, and names the channel', async () => {
    const { url, seen } = await listen({ promotions: [] });
    await vendure.read({ url, ...login, channel: 'CHANNEL' }, fetch);
    assert.equal(seen.at(-1)!['authorization'], 'Bearer TOKEN');
    assert.equal(seen.at(-1)!['vendure-token'], 'CHANNEL');
    const other = await listen({ promotions: [], cookies: true });
    await vendure.read({ url: other.url, ...login }, fetch);
    assert.equal(other.seen.at(-1)!.cookie, 'session=abc; session.sig=def');
    const key = await listen({ promotions: [] });
    await vendure.read({ url: key.url, 'api-key': 'KEY' }, fetch);
    assert.ok(key.seen.every((headers) => headers['vendure-api-key'] === 'KEY' && !headers.authorization));
  });

  it('says that the password is wrong, without it', async () => {
    const { url } = await listen({ promotions: [], password: 'right' });
    await assert.rejects(
      vendure.read({ url, username: 'superadmin', password: 'hush' }, fetch),
      (error: Error) => {
        assert.ok(error instanceof ImportError);
        assert.match(error.message, /knows no such administrator, or another password/);
        assert.doesNotMatch(error.message, /hush/);
        return true;
      },
    );
  });

  it('says which flag is missing', async () => {
    await assert.rejects(vendure.read({}, fetch), /--url is missing: give --url https:.*or COUPONKIT_URL/);
    await assert.rejects(vendure.read({ url: 'https://shop.example' }, fetch), /--username is missing/);
  });

  it('says that the answer has another form', async () => {
    const promotions = [{ ...promotion({}), actions: 'none' as never }];
    await assert.rejects(importFrom({ promotions }), {
      name: 'ImportError',
      message:
        /The promotions of http.*\/admin-api have a form that is not known here \(items\[0\]\.actions: not-a-list\)/,
    });
  });
});
