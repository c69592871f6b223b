import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCart } from '../../src/model/parse-cart.js';

const line = { id: 'a', product: 'p', unitPrice: 100, quantity: 1 };
const cart = { currency: 'CNY', lines: [line] };

test('a cart comes out as it went in', () => {
  const full = {
    ...cart,
    lines: [
      {
        ...line,
        sku: 's',
        title: '<b>',
        image: '/i.svg',
        shop: 'x',
        brand: 'b',
        categories: ['c'],
        tags: [],
        minUnitPrice: 0,
        discountable: false,
      },
    ],
    shipping: [{ shop: 'x', fee: 0 }, { fee: 1 }],
    attributes: { packaging: 'none', gift: true, floor: 3 },
    paymentMethod: 'card',
    region: 'TW',
  };
  assert.deepEqual(parseCart(full), { ok: true, value: full });
});

test('what a cart does not know is left out', () => {
  const polluted = JSON.parse(
    '{"currency":"CNY","lines":[],"__proto__":{"region":"TW"},"more":1}',
  ) as unknown;
  assert.deepEqual(parseCart(polluted), { ok: true, value: { currency: 'CNY', lines: [] } });
  assert.equal(({} as { region?: string }).region, undefined);
});

for (const [what, value, path, code] of [
  ['nothing', undefined, '', 'not-an-object'],
  ['a list', [], '', 'not-an-object'],
  ['no lines', { currency: 'CNY' }, 'lines', 'required'],
  ['a currency in small letters', { ...cart, currency: 'cny' }, 'currency', 'not-a-currency'],
  ['a currency in a list', { ...cart, currency: ['CNY'] }, 'currency', 'not-a-currency'],
  ['a negative price', { ...cart, lines: [{ ...line, unitPrice: -1 }] }, 'lines[0].unitPrice', 'too-small'],
  [
    'a fraction of a cent',
    { ...cart, lines: [{ ...line, unitPrice: 9.99 }] },
    'lines[0].unitPrice',
    'not-an-integer',
  ],
  ['NaN', { ...cart, lines: [{ ...line, quantity: Number.NaN }] }, 'lines[0].quantity', 'not-an-integer'],
  [
    'a price in words',
    { ...cart, lines: [{ ...line, unitPrice: '100' }] },
    'lines[0].unitPrice',
    'not-an-integer',
  ],
  ['no units', { ...cart, lines: [{ ...line, quantity: 0 }] }, 'lines[0].quantity', 'too-small'],
  ['the same line twice', { ...cart, lines: [line, line] }, 'lines[1].id', 'duplicate'],
  ['two fees of one shop', { ...cart, shipping: [{ fee: 1 }, { fee: 2 }] }, 'shipping[1].shop', 'duplicate'],
  ['a hole in the lines', { ...cart, lines: new Array(1) }, 'lines[0]', 'not-an-object'],
  ['an object for an attribute', { ...cart, attributes: { a: {} } }, 'attributes.a', 'not-a-scalar'],
  [
    'more money than an integer holds',
    { ...cart, lines: [{ ...line, unitPrice: 2 ** 52, quantity: 3 }] },
    'lines',
    'too-large',
  ],
  [
    'more units than an integer counts',
    {
      ...cart,
      lines: [
        { ...line, unitPrice: 0, quantity: Number.MAX_SAFE_INTEGER },
        { ...line, id: 'b' },
      ],
    },
    'lines[1].quantity',
    'too-large',
  ],
] as const) {
  test(`${what} is refused at ${path || 'the cart itself'}`, () => {
    const parsed = parseCart(value);
    assert.ok(!parsed.ok);
    assert.deepEqual(
      parsed.problems.map((problem) => [problem.path, problem.code]),
      [[path, code]],
    );
  });
}

test('every problem is told, not only the first', () => {
  const parsed = parseCart({ currency: 1, lines: [{ id: '', product: 'p', unitPrice: -1 }] });
  assert.ok(!parsed.ok);
  assert.deepEqual(
    parsed.problems.map(({ path }) => path),
    ['currency', 'lines[0].id', 'lines[0].unitPrice', 'lines[0].quantity'],
  );
});
