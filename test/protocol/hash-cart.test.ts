import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Cart } from '../../src/model/cart.js';
import { canonicalCart } from '../../src/protocol/canonical-cart.js';
import { canonicalJson } from '../../src/protocol/canonical-json.js';
import { hashCart } from '../../src/protocol/hash-cart.js';

const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'b', product: 'tea', unitPrice: 12800, quantity: 2, shop: 'north' },
    { id: 'a', product: 'cup', sku: 'cup-blue', unitPrice: 4500, quantity: 1 },
  ],
  shipping: [{ shop: 'north', fee: 800 }, { fee: 500 }],
  attributes: { packaging: 'none' },
  paymentMethod: 'card',
  region: 'CN',
};

test('is the SHA-256 of the canonical cart', async () => {
  assert.equal(await hashCart(cart), createHash('sha256').update(canonicalCart(cart)).digest('hex'));
  assert.equal(
    canonicalCart(cart),
    '{"attributes":{"packaging":"none"},"currency":"CNY","lines":[' +
      '{"id":"a","product":"cup","quantity":1,"sku":"cup-blue","unitPrice":4500},' +
      '{"id":"b","product":"tea","quantity":2,"shop":"north","unitPrice":12800}],' +
      '"paymentMethod":"card","region":"CN","shipping":[{"fee":500},{"fee":800,"shop":"north"}]}',
  );
});

test('is canonical JSON, whatever the cart is', () => {
  const odd: Cart = {
    ...cart,
    lines: [{ id: '10', product: '"\\u0000\ud800', unitPrice: 0, quantity: 1 }, ...cart.lines],
    attributes: { 10: 'ten', 9: true, é: 1e21, gift: -0 },
  };
  for (const each of [cart, odd, { currency: 'CNY', lines: [] }])
    assert.equal(canonicalCart(each), canonicalJson(JSON.parse(canonicalCart(each))));
});

test('stays the same for another order of lines and fees, and for what changes no price', async () => {
  const same: Cart = {
    ...cart,
    lines: [...cart.lines].reverse().map((line) => ({
      ...line,
      title: 'Tea',
      image: '/tea.svg',
      brand: 'Hill',
      categories: ['tea'],
      tags: ['eco'],
      minUnitPrice: 100,
      discountable: true,
    })),
    shipping: [...cart.shipping!].reverse(),
  };
  assert.equal(await hashCart(same), await hashCart(cart));
  assert.equal(
    await hashCart({ currency: 'CNY', lines: [] }),
    await hashCart({ currency: 'CNY', lines: [], shipping: [], attributes: {} }),
  );
});

test('changes with everything that can change the price', async () => {
  const [tea, cup] = cart.lines as [Cart['lines'][0], Cart['lines'][0]];
  const others: Cart[] = [
    { ...cart, currency: 'USD' },
    { ...cart, lines: [tea] },
    { ...cart, lines: [{ ...tea, id: 'c' }, cup] },
    { ...cart, lines: [{ ...tea, product: 'tee' }, cup] },
    { ...cart, lines: [{ ...tea, sku: 'x' }, cup] },
    { ...cart, lines: [{ ...tea, shop: 'south' }, cup] },
    { ...cart, lines: [{ ...tea, unitPrice: 12799 }, cup] },
    { ...cart, lines: [{ ...tea, quantity: 3 }, cup] },
    { ...cart, shipping: [{ fee: 500 }] },
    { ...cart, shipping: [{ shop: 'north', fee: 801 }, { fee: 500 }] },
    { ...cart, attributes: { packaging: 'box' } },
    { ...cart, attributes: {} },
    { ...cart, paymentMethod: 'instalments' },
    { ...cart, region: 'TW' },
  ];
  const hashes = await Promise.all([cart, ...others].map(hashCart));
  assert.equal(new Set(hashes).size, others.length + 1);
});

test('is empty where the page has no WebCrypto', async () => {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  try {
    assert.equal(await hashCart(cart), '');
  } finally {
    Object.defineProperty(globalThis, 'crypto', descriptor);
  }
});
