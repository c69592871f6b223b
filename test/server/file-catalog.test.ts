import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cart } from '../../src/model/cart.js';
import { parseCart } from '../../src/model/parse-cart.js';
import { isFileCatalog } from '../../src/server/file-catalog.js';
import { createFileCatalog, type CatalogFile } from '../../src/server/index.js';

const file: CatalogFile = {
  currency: 'CNY',
  products: [
    {
      id: 'tea',
      unitPrice: 12800,
      shop: 'north',
      brand: 'hill',
      categories: ['tea'],
      tags: ['eco'],
      minUnitPrice: 100,
      title: { en: 'Tea' },
      page: { stars: 5 },
    },
    {
      id: 'cup',
      unitPrice: 4500,
      shop: 'south',
      skus: [{ sku: 'blue', unitPrice: 5000 }, { sku: 'white' }, { sku: 'sample', unitPrice: 0 }],
    },
    { id: 'gift', unitPrice: 10000, discountable: false },
  ],
  shipping: [{ shop: 'north', fee: 800, freeFrom: 20000 }, { fee: 500 }],
};

const open = (content: unknown) => {
  const parsed = createFileCatalog(content);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
};
const line = (id: string, product: string, rest: object = {}) => ({
  id,
  product,
  unitPrice: 1,
  quantity: 1,
  ...rest,
});
const resolve = async (cart: Omit<Cart, 'currency'>, content: unknown = file) => {
  const resolved = await open(content).resolve({ currency: 'CNY', ...cart });
  assert.ok(resolved.ok, JSON.stringify(resolved));
  return resolved.value;
};

test('says everything about a line but its id, product, variant and quantity', async () => {
  const { lines } = await resolve({
    lines: [
      line('a', 'tea', {
        quantity: 2,
        title: 'x',
        shop: 'south',
        brand: 'y',
        tags: ['sale'],
        minUnitPrice: 5,
        discountable: false,
      }),
    ],
  });
  assert.deepEqual(lines, [
    {
      id: 'a',
      product: 'tea',
      unitPrice: 12800,
      quantity: 2,
      shop: 'north',
      brand: 'hill',
      categories: ['tea'],
      tags: ['eco'],
      minUnitPrice: 100,
    },
  ]);
});

test('knows the price of a variant, and the product’s where it has none', async () => {
  const { lines } = await resolve({
    lines: [
      line('a', 'cup', { sku: 'blue' }),
      line('b', 'cup', { sku: 'white' }),
      line('c', 'cup'),
      line('d', 'tea', { sku: 'any' }),
      line('e', 'cup', { sku: 'sample' }),
    ],
  });
  assert.deepEqual(
    lines.map((each) => [each.sku, each.unitPrice]),
    [
      ['blue', 5000],
      ['white', 4500],
      [undefined, 4500],
      ['any', 12800],
      ['sample', 0],
    ],
  );
});

test('keeps what the shopper chose for the order', async () => {
  const chosen = { attributes: { packaging: 'none' }, paymentMethod: 'card', region: 'CN' };
  const { attributes, paymentMethod, region } = await resolve({ lines: [], ...chosen });
  assert.deepEqual({ attributes, paymentMethod, region }, chosen);
});

test('charges each shop’s fee once, and the rest’s for shops without a rule', async () => {
  const lines = [line('a', 'tea'), line('b', 'cup'), line('c', 'gift')];
  assert.deepEqual((await resolve({ lines, shipping: [{ fee: 0 }] })).shipping, [
    { shop: 'north', fee: 800 },
    { fee: 500 },
  ]);
  assert.deepEqual((await resolve({ lines: [line('a', 'tea')] })).shipping, [{ shop: 'north', fee: 800 }]);
  assert.equal((await resolve({ lines: [] })).shipping, undefined);
});

test('charges nothing from the amount of the shop’s own goods on', async () => {
  const feeFor = async (quantity: number) =>
    (await resolve({ lines: [line('a', 'tea', { quantity }), line('b', 'gift', { quantity: 9 })] }))
      .shipping![0];
  assert.deepEqual(await feeFor(1), { shop: 'north', fee: 800 });
  assert.deepEqual(await feeFor(2), { shop: 'north', fee: 0 });
});

test('charges nothing where it knows no rules, whatever the page says', async () => {
  const { shipping: _rules, ...rest } = file;
  assert.equal(
    (await resolve({ lines: [line('a', 'tea')], shipping: [{ fee: 900 }] }, rest)).shipping,
    undefined,
  );
});

test('gives carts that parsing would not change', async () => {
  const cart = await resolve({
    lines: [
      line('a', 'tea', { brand: 'y', unknown: 1 }),
      line('b', 'cup', { sku: 'blue', title: 'x' }),
      line('c', 'gift', { sku: 'any' }),
    ],
    attributes: { packaging: 'none' },
    paymentMethod: 'card',
    region: 'CN',
  });
  assert.deepEqual(parseCart(cart), { ok: true, value: cart });
});

for (const [what, quantities, path] of [
  ['more money than an integer holds', [2 ** 40], 'lines'],
  ['more units than an integer counts', [0, Number.MAX_SAFE_INTEGER], 'lines[1].quantity'],
] as const) {
  test(`refuses ${what}, at the same place as parsing does`, async () => {
    const free = { id: 'free', unitPrice: 0 };
    const lines = [
      line('a', 'tea', { quantity: quantities[0] || 1 }),
      line('b', 'free', { quantity: quantities[1] ?? 1 }),
    ];
    const resolved = await open({ ...file, products: [{ id: 'tea', unitPrice: 12800 }, free] }).resolve({
      currency: 'CNY',
      lines,
    });
    assert.ok(!resolved.ok);
    const max = Number.MAX_SAFE_INTEGER;
    assert.deepEqual(resolved.problems, [{ path, severity: 'error', code: 'too-large', params: { max } }]);
  });
}

test('is known as one that need not be parsed again, unless somebody else resolves', () => {
  const catalog = open(file);
  assert.equal(isFileCatalog(catalog), true);
  assert.equal(isFileCatalog({ ...catalog, resolve: (cart) => catalog.resolve(cart) }), false);
});

test('names every place that it does not know', async () => {
  const resolved = await open(file).resolve({
    currency: 'USD',
    lines: [line('a', 'tea'), line('b', 'coffee'), line('c', 'cup', { sku: 'red' }), line('d', '__proto__')],
  });
  assert.ok(!resolved.ok);
  assert.deepEqual(
    resolved.problems.map(({ path, code }) => [path, code]),
    [
      ['currency', 'other-currency'],
      ['lines[1].product', 'unknown-product'],
      ['lines[2].sku', 'unknown-sku'],
      ['lines[3].product', 'unknown-product'],
    ],
  );
});

test('gives a product’s page a cart of one unit', async () => {
  const catalog = open(file);
  assert.equal((await catalog.cartOf('cup'))!.lines[0]!.unitPrice, 4500);
  assert.equal(await catalog.cartOf('coffee'), undefined);
});

test('is gross where the file does not say', () => {
  assert.equal(open(file).basis, 'gross');
  assert.equal(open({ ...file, basis: 'net' }).basis, 'net');
});

for (const [what, content, path] of [
  ['nothing', undefined, ''],
  ['no products', { currency: 'CNY' }, 'products'],
  ['a misspelt field', { ...file, products: [{ id: 'tea', unitPrice: 1, brnad: 'x' }] }, 'products[0].brnad'],
  ['a fractional price', { ...file, products: [{ id: 'tea', unitPrice: 1.5 }] }, 'products[0].unitPrice'],
  ['two products of one id', { ...file, products: [file.products[0], file.products[0]] }, 'products[1].id'],
  ['two fees of one shop', { ...file, shipping: [{ fee: 1 }, { fee: 2 }] }, 'shipping[1].shop'],
  [
    'two variants of one name',
    { ...file, products: [{ id: 'a', unitPrice: 1, skus: [{ sku: 'x' }, { sku: 'x' }] }] },
    'products[0].skus[1].sku',
  ],
  ['an unknown currency', { ...file, currency: 'yuan' }, 'currency'],
  [
    'no variants in a list of them',
    { ...file, products: [{ id: 'a', unitPrice: 1, skus: [] }] },
    'products[0].skus',
  ],
] as const) {
  test(`refuses a file with ${what}`, () => {
    const parsed = createFileCatalog(content);
    assert.ok(!parsed.ok);
    assert.equal(parsed.problems[0]!.path, path);
  });
}
