import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/engine/index.js';
import { parseCouponFile } from '../../src/server/index.js';

const coupon = { id: 'a', benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } };
const problemsOf = (content: unknown) =>
  parseCouponFile(content, check).problems.map(({ path, code, severity }) => [path, code, severity]);

test('takes a bare list, and a document, of bare and wrapped coupons', () => {
  const other = { ...coupon, id: 'b' };
  assert.deepEqual(parseCouponFile([coupon, { coupon: other, claim: { stock: 5 } }], check), {
    file: {
      entries: [
        { coupon, claim: {} },
        { coupon: other, claim: { stock: 5 } },
      ],
      campaigns: [],
      policy: undefined,
    },
    problems: [],
  });
  const policy = { threshold: 'residual', limits: { item: 2, shop: null } };
  const { file, problems } = parseCouponFile({ coupons: [coupon], policy }, check);
  assert.deepEqual(problems, []);
  assert.deepEqual(file.policy, policy);
});

test('lets warnings pass, with their place', () => {
  const risky = { id: 'r', benefit: { kind: 'percent', percentOff: 20 } };
  assert.deepEqual(
    problemsOf({ coupons: [coupon, { coupon: risky }] }).map(([path, , severity]) => [path, severity]),
    [['coupons[1].coupon.benefit.maxAmount', 'warning']],
  );
});

for (const [what, content, path, code] of [
  ['text', 'coupons', '', 'not-an-object'],
  ['null', null, '', 'not-an-object'],
  ['no list', { coupons: {} }, 'coupons', 'not-a-list'],
  ['a list of nothing', [null], '[0]', 'not-an-object'],
  [
    'a bad coupon',
    [{ ...coupon, benefit: { kind: 'amount', amount: -1 } }],
    '[0].benefit.amount',
    'too-small',
  ],
  [
    'a bad wrapped coupon',
    { coupons: [{ coupon: { ...coupon, id: 1 } }] },
    'coupons[0].coupon.id',
    'not-a-text',
  ],
  ['two of one id', { coupons: [coupon, { coupon }] }, 'coupons[1].coupon.id', 'duplicate'],
  [
    'two of one code',
    [
      { ...coupon, code: 'X1' },
      { ...coupon, id: 'b', code: ' x1' },
    ],
    '[1].code',
    'duplicate',
  ],
  ['an unknown term', [{ coupon, claim: { stok: 1 } }], '[0].claim.stok', 'unknown-field'],
  ['a negative stock', [{ coupon, claim: { stock: -1 } }], '[0].claim.stock', 'too-small'],
  ['none for a shopper', [{ coupon, claim: { perShopper: 0 } }], '[0].claim.perShopper', 'too-small'],
  [
    'a date without offset',
    [{ coupon, claim: { opensAt: '2026-01-01' } }],
    '[0].claim.opensAt',
    'not-a-date-with-offset',
  ],
  [
    'an end before the start',
    [{ coupon, claim: { opensAt: '2026-01-02T00:00Z', closesAt: '2026-01-01T00:00Z' } }],
    '[0].claim.closesAt',
    'not-after-start',
  ],
  ['a cost of nothing', [{ coupon, claim: { cost: {} } }], '[0].claim.cost', 'required'],
  ['a cost of no points', [{ coupon, claim: { cost: { points: 0 } } }], '[0].claim.cost.points', 'too-small'],
  ['a cost in euros', [{ coupon, claim: { cost: { euros: 1 } } }], '[0].claim.cost.euros', 'unknown-field'],
  ['no budget', [{ coupon, claim: { budget: 0 } }], '[0].claim.budget', 'too-small'],
  ['a flag that is none', [{ coupon, claim: { disabled: 1 } }], '[0].claim.disabled', 'not-a-boolean'],
  ['store credit of another layer', [{ coupon, claim: { credit: true } }], '[0].coupon.layer', 'not-one-of'],
  [
    'store credit that is a percentage',
    [
      {
        coupon: { ...coupon, layer: 'payment', benefit: { kind: 'percent', percentOff: 5, maxAmount: 9 } },
        claim: { credit: true },
      },
    ],
    '[0].coupon.benefit.kind',
    'not-one-of',
  ],
  [
    'store credit with a code',
    [{ coupon: { ...coupon, code: 'X', layer: 'payment' }, claim: { credit: true } }],
    '[0].coupon.code',
    'not-for-credit',
  ],
  [
    'store credit that costs points',
    [{ coupon: { ...coupon, layer: 'payment' }, claim: { credit: true, cost: { points: 1 } } }],
    '[0].claim.cost',
    'not-for-credit',
  ],
  ['campaigns that are no list', { coupons: [], campaigns: {} }, 'campaigns', 'not-a-list'],
  ['one shopper', [{ coupon, claim: { shoppers: 'ann' } }], '[0].claim.shoppers', 'not-a-list'],
  ['an unknown audience', [{ coupon, claim: { audience: 'vip' } }], '[0].claim.audience', 'not-one-of'],
  ['an unknown policy', { coupons: [], policy: { treshold: 'list' } }, 'policy.treshold', 'unknown-field'],
  [
    'an unknown layer',
    { coupons: [], policy: { limits: { shops: 1 } } },
    'policy.limits.shops',
    'unknown-field',
  ],
] as const) {
  test(`names ${what}`, () => {
    assert.deepEqual(problemsOf(content)[0], [path, code, 'error']);
  });
}
