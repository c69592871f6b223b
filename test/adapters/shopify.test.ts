/** Against a stand-in that is written from what Shopify publishes (`../platforms/shopify/published-shop.ts`): nothing here was recorded from Shopify. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, beforeEach, describe, it } from 'node:test';
import { buildSchema, isEnumType, parse, validate } from 'graphql';
import { AdapterError, type Adapter, type Call } from '../../src/adapters/adapter.js';
import {
  readCartDocument,
  setCodesDocument,
} from '../../src/adapters/internal/shopify-storefront-documents.js';
import { explainRefusals, warningReasons } from '../../src/adapters/internal/shopify-warnings.js';
import { createShopifyAdapter, type ShopifyOptions } from '../../src/adapters/shopify.js';
import { check } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import { contractFeed, platformContract, type ContractShopper } from '../contracts/platform-contract.js';
import { openPublishedShop, type PublishedShop } from '../platforms/shopify/published-shop.js';
import type { ShopProduct } from '../platforms/shopify/price-cart.js';
import { createMemoryStorage } from './memory-storage.js';

const schema = buildSchema(
  readFileSync(new URL('../platforms/shopify/storefront.graphql', import.meta.url), 'utf8'),
);

const mug: ShopProduct = {
  id: 1,
  variant: 11,
  title: 'Mug',
  sku: 'MUG',
  price: 2000,
  vendor: 'Clayworks',
  type: 'Mugs',
  tags: ['sale'],
  collections: [{ id: 7, handle: 'kitchen' }],
};
const shirt: ShopProduct = {
  ...mug,
  id: 2,
  variant: 21,
  title: 'Shirt',
  sku: 'SHIRT',
  price: 3550,
  type: 'Shirts',
  tags: [],
};
const sticker: ShopProduct = {
  ...mug,
  id: 3,
  variant: 31,
  title: 'Sticker',
  sku: 'STICKER',
  price: 333,
  type: 'Stickers',
  tags: [],
};

const shops: PublishedShop[] = [];
after(() => Promise.all(shops.map((shop) => shop.close())));

type Way = 'storefront' | 'theme';

/** With the coupons of the contract. */
async function openShop(currency = 'USD'): Promise<PublishedShop> {
  const shop = await openPublishedShop(currency);
  shops.push(shop);
  shop.products.push(mug, shirt, sticker);
  shop.discounts.push(
    { code: 'SAVE10', title: 'SAVE10', percent: 10 },
    { code: 'FIX5', title: 'FIX5', amount: 500 },
    { code: 'EXPIRED', title: 'EXPIRED', amount: 100, warning: 'DISCOUNT_CURRENTLY_INACTIVE' },
    { code: 'SHIRT20', title: 'SHIRT20', percent: 20, product: shirt.id },
  );
  return shop;
}

const oneOfEach = [mug, shirt, sticker].map(({ variant }) => ({ variant, quantity: 1 }));

function openAdapter(
  way: Way,
  shop: PublishedShop,
  token: string,
  more: Partial<ShopifyOptions> = {},
): Adapter {
  return createShopifyAdapter({
    ...(way === 'storefront'
      ? { server: shop.url, key: 'public-token', token: { get: () => token } }
      : { fetch: fetchAsPage(shop, token) }),
    coupons: { coupons: contractFeed },
    engine: { check },
    storage: createMemoryStorage(),
    ...more,
  });
}

/** As a page of the shop does it: addresses are the page's own, and the cookie goes along. */
function fetchAsPage(shop: PublishedShop, token: string): typeof fetch {
  return (url, init) =>
    fetch(new URL(String(url), shop.url), {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: `cart=${encodeURIComponent(token)}` },
    });
}

for (const way of ['storefront', 'theme'] as const) {
  platformContract(`shopify (${way})`, async () => {
    const shop = await openShop();
    return {
      capabilities:
        way === 'storefront'
          ? { reasons: 'native', allocations: 'native' }
          : { reasons: 'missing', allocations: 'missing' },
      privateCode: 'SHIRT20',
      async visit(): Promise<ContractShopper> {
        const token = shop.createCart(oneOfEach);
        const cart = shop.cart(token);
        const storage = createMemoryStorage();
        return {
          open: () => openAdapter(way, shop, token, { storage }),
          codes: async () => cart.codes,
          addCode: async (code) => void (cart.codes = [...cart.codes, code]),
          removeCode: async (code) => void (cart.codes = cart.codes.filter((each) => each !== code)),
          changeCart: async () =>
            void (cart.lines = [...oneOfEach.slice(1), { variant: mug.variant, quantity: 2 }]),
        };
      },
    };
  });

  describe(`shopify (${way})`, () => {
    let shop: PublishedShop;
    let token: string;
    beforeEach(async () => {
      shop = await openShop();
      token = shop.createCart(oneOfEach);
    });

    it('says products by their numbers, SKUs, brands, types, and gift cards', async () => {
      shop.products.push({
        ...mug,
        id: 4,
        variant: 41,
        title: 'Gift card',
        variantTitle: '50',
        price: 5000,
        isGiftCard: true,
      });
      shop.cart(token).lines = [
        { variant: 11, quantity: 2 },
        { variant: 41, quantity: 1 },
      ];
      const { lines } = await readCart(openAdapter(way, shop, token));
      const { product, sku, brand, quantity } = lines[0]!;
      assert.deepEqual(
        { product, sku, brand, quantity },
        { product: '1', sku: 'MUG', brand: 'Clayworks', quantity: 2 },
      );
      assert.ok(lines[0]!.categories!.includes('type:Mugs'));
      assert.equal(lines[0]!.discountable, undefined);
      assert.equal(lines[1]!.discountable, false);
      assert.equal(lines[1]!.title, 'Gift card - 50');
    });

    it('keeps the lines as they are when a discount splits a row', async () => {
      const cart = shop.cart(token);
      cart.lines = [{ variant: 11, quantity: 3 }, ...oneOfEach.slice(1)];
      const adapter = openAdapter(way, shop, token);
      const before = await readCart(adapter);
      cart.lines = [{ variant: 11, quantity: 2 }, ...oneOfEach.slice(1), { variant: 11, quantity: 1 }];
      assert.deepEqual(await readCart(adapter), before);
      cart.lines = [...oneOfEach, { variant: 11, quantity: 1, properties: { Engraving: 'M' } }];
      assert.deepEqual(
        (await readCart(adapter)).lines.map(({ id }) => id),
        ['11', '21', '31', '11-2'],
      );
    });

    it('tells what the shop takes off by itself', async () => {
      shop.discounts.push({ title: 'Mug week', amount: 300, product: mug.id });
      const adapter = openAdapter(way, shop, token);
      const cart = await readCart(adapter);
      const verdict = await adapter.verify({ cart, desired: [] }, call());
      assert.deepEqual(verdict.automatic, [{ label: 'Mug week', amount: 300 }]);
      assert.equal(verdict.totals.payable, 5583);
    });

    it('knows an automatic discount of the feed by its title', async () => {
      shop.discounts.push({ title: 'Mug week', amount: 300, product: mug.id });
      const adapter = openAdapter(way, shop, token);
      const cart = await readCart(adapter);
      const verdict = await adapter.verify({ cart, desired: [{ coupon: 'Mug week' }] }, call());
      assert.deepEqual(verdict.outcomes, [
        { coupon: 'Mug week', state: 'effective', reasons: [], amount: 300 },
      ]);
      assert.deepEqual(shop.cart(token).codes, []);
    });

    it('takes back a code that is not honoured, and leaves what others have put there', async () => {
      shop.discounts.push({ code: 'BIG', title: 'BIG', amount: 900, minSubtotal: 10_000 });
      shop.cart(token).codes = ['BIG'];
      const adapter = openAdapter(way, shop, token);
      const cart = await readCart(adapter);
      await adapter.verify(
        {
          cart,
          desired: [
            { coupon: 'save10', code: 'SAVE10' },
            { coupon: 'nope', code: 'NOPE' },
          ],
        },
        call(),
      );
      assert.deepEqual(shop.cart(token).codes, ['SAVE10', 'BIG']);
    });

    it('counts yen in yen', async () => {
      const yen = await openShop('JPY');
      const id = yen.createCart(oneOfEach);
      const adapter = openAdapter(way, yen, id);
      const cart = await readCart(adapter);
      assert.deepEqual(
        cart.lines.map(({ unitPrice }) => unitPrice),
        [2000, 3550, 333],
      );
      const { totals } = await adapter.verify(
        { cart, desired: [{ coupon: 'save10', code: 'SAVE10' }] },
        call(),
      );
      assert.deepEqual([totals.discount, totals.payable], [588, 5295]);
    });

    it('counts dinars in thousandths', async () => {
      const dinars = await openShop('KWD');
      dinars.products.splice(0, 1, { ...mug, price: 1230 });
      const cart = await readCart(openAdapter(way, dinars, dinars.createCart(oneOfEach.slice(0, 1))));
      assert.equal(cart.lines[0]!.unitPrice, 1230);
    });

    it('says that prices are with tax where the merchant says so', async () => {
      const adapter = openAdapter(way, shop, token, { basis: 'gross' });
      const cart = await readCart(adapter);
      assert.equal((await adapter.verify({ cart, desired: [] }, call())).totals.basis, 'gross');
    });

    it('comes back after a security rejection (430), as of too many requests', async () => {
      shop.faults.push({ status: 430, body: '<html>Rejected</html>' });
      await rejects(readCart(openAdapter(way, shop, token)), {
        kind: 'rate-limited',
        retryable: true,
        ambiguous: false,
      });
    });

    it('does not take what is no cart for one', async () => {
      for (const body of [
        {},
        [],
        'null',
        { data: { cart: { lines: {} } } },
        { currency: 'usd', items: [] },
      ]) {
        shop.faults.push({ body });
        await rejects(readCart(openAdapter(way, shop, token)), { kind: 'bad-response' });
      }
    });
  });
}

describe('shopify (storefront)', () => {
  let shop: PublishedShop;
  let token: string;
  let adapter: Adapter;
  let cart: Cart;
  beforeEach(async () => {
    shop = await openShop();
    token = shop.createCart(oneOfEach);
    adapter = openAdapter('storefront', shop, token);
    cart = await readCart(adapter);
  });

  for (const document of [readCartDocument, setCodesDocument])
    it(`asks only for what the published schema has: ${document.trim().slice(0, 8)}`, () => {
      assert.deepEqual(validate(schema, parse(document)), []);
    });

  it('knows each warning of discounts that the published schema has', () => {
    const codes = schema.getType('CartWarningCode');
    assert.ok(isEnumType(codes));
    const known = codes
      .getValues()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('DISCOUNT_'));
    assert.deepEqual(Object.keys(warningReasons).sort(), known.sort());
  });

  for (const [warning, reason] of Object.entries(warningReasons))
    it(`says ${reason} of ${warning}`, async () => {
      shop.discounts.push({ code: 'NOPE', title: 'NOPE', amount: 100, warning });
      const verdict = await adapter.verify({ cart, desired: [{ coupon: 'nope', code: 'NOPE' }] }, call());
      assert.deepEqual(verdict.outcomes, [
        { coupon: 'nope', state: 'rejected', reasons: [{ code: reason, params: {} }] },
      ]);
    });

  it('does not guess which of two codes a warning means', () => {
    const warn = (code: string, message = '') => ({ code, message, target: 'gid://shopify/Cart/1' });
    const reasons = (...warnings: ReturnType<typeof warn>[]) =>
      explainRefusals(['ONE', 'TWO'], warnings).map(({ reason }) => reason.code);
    assert.deepEqual(reasons(warn('DISCOUNT_NOT_FOUND'), warn('DISCOUNT_USAGE_LIMIT_REACHED')), [
      'unspecified',
      'unspecified',
    ]);
    assert.deepEqual(reasons(warn('DISCOUNT_NOT_FOUND'), warn('DISCOUNT_NOT_FOUND')), [
      'unknown-code',
      'unknown-code',
    ]);
    assert.deepEqual(reasons(warn('DISCOUNT_NOT_FOUND')), ['unspecified', 'unspecified']);
    assert.deepEqual(
      reasons(
        warn('DISCOUNT_NOT_FOUND'),
        warn('DISCOUNT_PURCHASE_NOT_IN_RANGE', 'The TWO discount code is not valid'),
      ),
      ['unknown-code', 'below-minimum'],
    );
    assert.deepEqual(reasons(warn('MERCHANDISE_OUT_OF_STOCK')), ['unspecified', 'unspecified']);
  });

  it('tells which line each discount comes from', async () => {
    const verdict = await adapter.verify(
      {
        cart,
        desired: [
          { coupon: 'save10', code: 'SAVE10' },
          { coupon: 'private', code: 'SHIRT20' },
        ],
      },
      call(),
    );
    const { lines } = verdict.quote!;
    assert.deepEqual(
      lines.map(({ id, allocations }) => [id, allocations.map(({ coupon, amount }) => [coupon, amount])]),
      [
        ['11', [['save10', 200]]],
        [
          '21',
          [
            ['save10', 284],
            ['private', 710],
          ],
        ],
        ['31', [['save10', 33]]],
      ],
    );
  });

  it('says collections by number and handle, tags, and the country', async () => {
    shop.cart(token).country = 'CA';
    const { lines, region } = await readCart(adapter);
    assert.deepEqual(lines[0]!.categories, ['7', 'kitchen', 'type:Mugs']);
    assert.deepEqual(lines[0]!.tags, ['sale']);
    assert.equal(region, 'CA');
  });

  it('counts shipping where a way is chosen, and free shipping', async () => {
    assert.equal(cart.shipping, undefined);
    shop.cart(token).fee = 700;
    shop.discounts.push({ code: 'SHIPFREE', title: 'SHIPFREE', percent: 100, isShipping: true });
    cart = await readCart(adapter);
    assert.deepEqual(cart.shipping, [{ fee: 700 }]);
    const verdict = await adapter.verify({ cart, desired: [{ coupon: 'ship', code: 'SHIPFREE' }] }, call());
    const { subtotal, shipping, discount, payable } = verdict.totals;
    assert.deepEqual(
      { subtotal, shipping, discount, payable },
      { subtotal: 5883, shipping: 700, discount: 700, payable: 5883 },
    );
    assert.deepEqual(verdict.quote!.fees[0]!.allocations, [{ coupon: 'ship', amount: 700, platform: 700 }]);
  });

  it('keeps a code for shipping that has nothing to take off yet', async () => {
    shop.discounts.push({ code: 'SHIPFREE', title: 'SHIPFREE', percent: 100, isShipping: true });
    const { outcomes } = await adapter.verify(
      { cart, desired: [{ coupon: 'ship', code: 'SHIPFREE' }] },
      call(),
    );
    assert.equal(outcomes[0]!.state, 'attached');
    assert.deepEqual(shop.cart(token).codes, ['SHIPFREE']);
  });

  it('reads a long cart page by page, also after a change', async () => {
    shop.products.push(
      ...Array.from({ length: 130 }, (_, index) => ({ ...mug, id: 1000 + index, variant: 5000 + index })),
    );
    shop.cart(token).lines = Array.from({ length: 130 }, (_, index) => ({
      variant: 5000 + index,
      quantity: 1,
    }));
    cart = await readCart(adapter);
    assert.equal(cart.lines.length, 130);
    const { totals } = await adapter.verify(
      { cart, desired: [{ coupon: 'save10', code: 'SAVE10' }] },
      call(),
    );
    assert.equal(totals.payable, 130 * 1800);
  });

  it('does without a token, but for tags', async () => {
    const tokenless = createShopifyAdapter({
      server: `${shop.url}/`,
      token: { get: () => token },
      engine: { check },
      storage: createMemoryStorage(),
    });
    const { lines } = await readCart(tokenless);
    assert.deepEqual(lines[0]!.tags, []);
    assert.equal(shop.requests.at(-1)!.headers['x-shopify-storefront-access-token'], undefined);
  });

  it('takes the id of a cart in whole or as the cookie has it, and none for no cart', async () => {
    for (const [id, count] of [
      [`gid://shopify/Cart/${token}`, 3],
      [token, 3],
    ] as const)
      assert.equal((await readCart(openAdapter('storefront', shop, id))).lines.length, count);
    assert.deepEqual(await openAdapter('storefront', shop, 'gone').cart!().read(call()), { isNews: false });
    const before = shop.requests.length;
    assert.deepEqual(await openAdapter('storefront', shop, '').cart!().read(call()), { isNews: false });
    assert.equal(shop.requests.length, before);
  });

  for (const [code, kind, retryable] of [
    ['THROTTLED', 'rate-limited', true],
    ['INTERNAL_SERVER_ERROR', 'unavailable', true],
    ['ACCESS_DENIED', 'unauthorized', false],
    ['UNAUTHORIZED', 'unauthorized', false],
    ['SHOP_INACTIVE', 'gone', false],
    [undefined, 'invalid-request', false],
  ] as const)
    it(`takes ${code ?? 'an error without a code'} with status 200 for ${kind}`, async () => {
      shop.faults.push({
        body: { data: null, errors: [{ message: 'No', ...(code && { extensions: { code } }) }] },
      });
      await rejects(readCart(adapter), { kind, retryable });
    });

  it('reads and compares where nobody knows what became of a change', async () => {
    const body = { errors: [{ message: 'No', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
    for (const isDone of [true, false]) {
      shop.cart(token).codes = [];
      const before = shop.requests.length;
      // The first answer is that of the reading before the change.
      const verifying = adapter.verify({ cart, desired: [{ coupon: 'save10', code: 'SAVE10' }] }, call());
      while (shop.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 1));
      shop.faults.push({ body, isDone });
      assert.equal((await verifying).totals.payable, 5295);
      assert.equal(shop.faults.length, 0);
      assert.deepEqual(shop.cart(token).codes, ['SAVE10']);
    }
  });

  for (const [code, kind] of [
    ['SERVICE_UNAVAILABLE', 'unavailable'],
    ['INVALID', 'gone'],
  ] as const)
    it(`takes the user error ${code} without a cart for ${kind}`, async () => {
      const body = {
        data: { cartDiscountCodesUpdate: { cart: null, userErrors: [{ code }], warnings: [] } },
      };
      const before = shop.requests.length;
      const verifying = adapter.verify({ cart, desired: [{ coupon: 'save10', code: 'SAVE10' }] }, call());
      while (shop.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 1));
      shop.faults.push(
        { body },
        ...(kind === 'unavailable'
          ? [
              { status: 500, body: {} },
              { status: 500, body: {} },
              { status: 500, body: {} },
            ]
          : []),
      );
      await rejects(verifying, { kind });
    });

  it('says to nobody which cart it is but to the shop', async () => {
    shop.faults.push({ body: { errors: [{ message: `No cart ${token}` }] } });
    await assert.rejects(readCart(adapter), (error: Error) => !error.message.includes('secret'));
  });
});

describe('shopify (theme)', () => {
  it('asks where the language and market of the page are', async () => {
    const shop = await openShop();
    const token = shop.createCart(oneOfEach);
    const page = globalThis as { Shopify?: unknown };
    try {
      for (const [Shopify, path] of [
        [{ routes: { root: '/en-ca/' } }, '/en-ca/cart.js'],
        [{ routes: { root: '//elsewhere.example/' } }, '/cart.js'],
        [undefined, '/cart.js'],
      ] as const) {
        page.Shopify = Shopify;
        await readCart(openAdapter('theme', shop, token));
        assert.equal(shop.requests.at(-1)!.path, path);
      }
    } finally {
      delete page.Shopify;
    }
  });

  it('takes collections and tags from what Liquid has written into the page', async () => {
    const shop = await openShop();
    const adapter = openAdapter('theme', shop, shop.createCart(oneOfEach));
    const page = globalThis as { document?: unknown };
    const write = (textContent: string) => {
      page.document = {
        getElementById: (id: string) => (id === 'couponkit-products' ? { textContent } : null),
      };
    };
    try {
      write('{ "1": { "collections": [{ "id": 7, "handle": "kitchen" }, 8], "tags": ["sale", 1] } }');
      const [first, second] = (await readCart(adapter)).lines;
      assert.deepEqual([first!.categories, first!.tags], [['7', 'kitchen', 'type:Mugs'], ['sale']]);
      assert.deepEqual([second!.categories, second!.tags], [['type:Shirts'], []]);
      for (const broken of ['', 'null', '[]', '{ "1": 5 }', '<p>']) {
        write(broken);
        assert.deepEqual((await readCart(adapter)).lines[0]!.categories, ['type:Mugs'], broken);
      }
    } finally {
      delete page.document;
    }
  });

  it('adds up, but does not say how a discount of the order splits', async () => {
    const shop = await openShop();
    const adapter = openAdapter('theme', shop, shop.createCart(oneOfEach));
    const cart = await readCart(adapter);
    const verdict = await adapter.verify(
      {
        cart,
        desired: [
          { coupon: 'save10', code: 'SAVE10' },
          { coupon: 'private', code: 'SHIRT20' },
        ],
      },
      call(),
    );
    assert.deepEqual(
      verdict.outcomes.map(({ amount }) => amount),
      [517, 710],
    );
    assert.equal(verdict.totals.payable, 5883 - 517 - 710);
    assert.equal(verdict.quote, undefined);
  });
});

async function readCart(adapter: Adapter): Promise<Cart> {
  return (await adapter.cart!().read(call())).cart!;
}

function call(): Call {
  return { signal: new AbortController().signal };
}

function rejects(promise: Promise<unknown>, expected: Partial<AdapterError>): Promise<void> {
  return assert.rejects(promise, (error) => {
    assert.ok(error instanceof AdapterError, String(error));
    for (const [key, value] of Object.entries(expected))
      assert.equal(error[key as keyof AdapterError], value, `${key}: ${error.message}`);
    return true;
  });
}
