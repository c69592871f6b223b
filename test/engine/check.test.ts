import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { check } from '../../src/engine/index.js';

const coupon = { id: 'k', benefit: { kind: 'percent', percentOff: 10, maxAmount: 100 } };

for (const [what, value, path, code] of [
  ['no coupon', null, '', 'not-an-object'],
  ['no id', { benefit: coupon.benefit }, 'id', 'required'],
  ['an unknown field', { ...coupon, minSpend: 1 }, 'minSpend', 'unknown-field'],
  [
    'an unknown condition',
    { ...coupon, conditions: { minSpent: 1 } },
    'conditions.minSpent',
    'unknown-field',
  ],
  ['an unknown kind', { ...coupon, benefit: { kind: 'magic' } }, 'benefit.kind', 'not-one-of'],
  ['no benefit', { id: 'k' }, 'benefit', 'required'],
  ['an issuer of no form', { ...coupon, issuer: 'shop' }, 'issuer', 'not-one-of'],
  ['a shop without a name', { ...coupon, issuer: { shop: '' } }, 'issuer.shop', 'not-a-text'],
  ['an empty code', { ...coupon, code: ' \u200b' }, 'code', 'not-a-text'],
  ['a title in no language', { ...coupon, title: { en: 1 } }, 'title.en', 'not-a-text'],
  [
    'a date without an offset',
    { ...coupon, validFrom: '2026-01-01T00:00:00' },
    'validFrom',
    'not-a-date-with-offset',
  ],
  ['a date without a time', { ...coupon, validFrom: '2026-01-01' }, 'validFrom', 'not-a-date-with-offset'],
  ['30 February', { ...coupon, validUntil: '2026-02-30T00:00:00Z' }, 'validUntil', 'not-a-date-with-offset'],
  [
    'a date in a list',
    { ...coupon, validUntil: ['2026-02-03T00:00:00Z'] },
    'validUntil',
    'not-a-date-with-offset',
  ],
  [
    'an end before its start',
    { ...coupon, validFrom: '2026-01-02T00:00:00+08:00', validUntil: '2026-01-01T16:00:00Z' },
    'validUntil',
    'not-after-start',
  ],
  ['an unknown layer', { ...coupon, layer: 'order' }, 'layer', 'not-one-of'],
  [
    'a unit benefit above the items',
    { ...coupon, layer: 'shop', benefit: { kind: 'each', amount: 1 } },
    'layer',
    'wrong-layer',
  ],
  [
    'a shipping benefit elsewhere',
    { ...coupon, layer: 'platform', benefit: { kind: 'shipping', amount: 1 } },
    'layer',
    'wrong-layer',
  ],
  ['another benefit on shipping', { ...coupon, layer: 'shipping' }, 'layer', 'wrong-layer'],
  ['funding above 100', { ...coupon, funding: { platform: 101 } }, 'funding.platform', 'not-a-percentage'],
  [
    'an amount as large as its threshold',
    { id: 'k', conditions: { minSpend: 5 }, benefit: { kind: 'amount', amount: 5 } },
    'benefit.amount',
    'not-below-threshold',
  ],
  [
    'a polluted object',
    JSON.parse('{"id":"k","benefit":{"kind":"percent","percentOff":10,"maxAmount":1},"__proto__":{}}'),
    '__proto__',
    'unknown-field',
  ],
  ['a kind from the prototype', { id: 'k', benefit: { kind: 'toString' } }, 'benefit.kind', 'not-one-of'],
] as const) {
  test(`${what} is an error at ${path || 'the coupon itself'}`, () => {
    assert.deepEqual(
      check(value).map((problem) => [problem.path, problem.code, problem.severity]),
      [[path, code, 'error']],
    );
  });
}

for (const [what, value, path, code] of [
  [
    'a percentage without a cap',
    { id: 'k', benefit: { kind: 'percent', percentOff: 10 } },
    'benefit.maxAmount',
    'no-cap',
  ],
  [
    'an amount without a threshold',
    { id: 'k', benefit: { kind: 'amount', amount: 10 } },
    'benefit',
    'no-threshold',
  ],
  [
    'a scope that excludes all it includes',
    { ...coupon, scope: { brands: ['b'], exclude: { brands: ['a', 'b'] } } },
    'scope.brands',
    'excludes-all',
  ],
] as const) {
  test(`${what} is a warning`, () => {
    assert.deepEqual(
      check(value).map((problem) => [problem.path, problem.code, problem.severity]),
      [[path, code, 'warning']],
    );
  });
}

test('funding of nothing and of all is fine', () => {
  for (const platform of [0, 100, 33.33]) assert.deepEqual(check({ ...coupon, funding: { platform } }), []);
});

test('in a list ids and codes must differ, codes as they are compared', () => {
  const list = [{ ...coupon, code: 'SAVE' }, { ...coupon, id: 'other', code: ' save' }, coupon];
  assert.deepEqual(
    check(list).map(({ path, code }) => [path, code]),
    [
      ['[1].code', 'duplicate'],
      ['[2].id', 'duplicate'],
    ],
  );
});

test('check never throws', () => {
  fc.assert(fc.property(fc.anything(), (value) => void check(value)));
  fc.assert(
    fc.property(
      fc.object({ withNullPrototype: true }),
      (value) =>
        void check([{ ...coupon, conditions: value, scope: value, benefit: { ...value, kind: 'bundle' } }]),
    ),
  );
});
