import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quote } from '../../src/engine/index.js';
import type { Coupon } from '../../src/index.js';
import type { Cart, Policy } from '../../src/model/index.js';
import { instances } from './instances.js';

const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'a', product: 'shirt', shop: 'x', unitPrice: 10_000, quantity: 1 },
    { id: 'b', product: 'tie', shop: 'y', unitPrice: 5_000, quantity: 2 },
  ],
  shipping: [{ shop: 'x', fee: 1_000 }],
};
const off = (id: string, amount: number, more: Partial<Coupon> = {}): Coupon => ({
  id,
  benefit: { kind: 'amount', amount } as never,
  ...more,
});
const ask = (coupons: readonly Coupon[], policy?: Policy, now = 0): ReturnType<typeof quote> =>
  quote(cart, coupons, { now, ...(policy && { policy }) });
const reasons = (coupons: readonly Coupon[], policy?: Policy): unknown =>
  ask(coupons, policy).refused.map(({ coupon, reasons }) => [
    coupon,
    ...reasons.map(({ code, params }) => [code, params]),
  ]);

test('layers are applied from item to payment, each on what the ones before left', () => {
  const coupons: readonly Coupon[] = [
    {
      id: 'pay',
      conditions: { paymentMethods: ['card'] },
      benefit: { kind: 'percent', percentOff: 10, maxAmount: 9_999 },
    },
    { id: 'ship', benefit: { kind: 'shipping', percentOff: 100 } },
    { id: 'platform', benefit: { kind: 'percent', percentOff: 50, maxAmount: 99_999 } },
    { id: 'shop', issuer: { shop: 'x' }, benefit: { kind: 'amount', amount: 1_000 } },
    { id: 'item', scope: { products: ['shirt'] }, benefit: { kind: 'each', amount: 1_000 } },
  ];
  const answer = quote({ ...cart, paymentMethod: 'card' }, coupons, { now: 0 });
  assert.deepEqual(
    answer.applied.map(({ coupon, layer, amount }) => [coupon, layer, amount]),
    [
      ['item', 'item', 1_000],
      ['shop', 'shop', 1_000],
      ['platform', 'platform', 9_000],
      ['ship', 'shipping', 1_000],
      ['pay', 'payment', 900],
    ],
  );
  assert.equal(answer.payable, 8_100);
});

test('funding says what the platform bears of each share', () => {
  const [applied] = ask([off('k', 1_001, { funding: { platform: 50 } })]).applied;
  assert.deepEqual(applied, { coupon: 'k', layer: 'platform', amount: 1_001, platform: 501 });
  assert.deepEqual(ask([off('k', 100)]).applied[0]?.platform, 100);
  assert.deepEqual(ask([off('k', 100, { issuer: { shop: 'x' } })]).applied[0]?.platform, 0);
});

test('of two coupons that may not go together the first given stays, and the other says with whom and why', () => {
  assert.deepEqual(reasons([off('b', 1), off('a', 2)]), [
    ['a', ['conflict', { with: ['b'], rule: 'limit' }], ['conflict', { with: ['b'], rule: 'line' }]],
  ]);
  const alone = off('alone', 1, { layer: 'payment', combinesWith: [] });
  assert.deepEqual(reasons([off('b', 1), alone]), [
    ['alone', ['conflict', { with: ['b'], rule: 'combines-with' }]],
  ]);
  const grouped = [off('g1', 1, { group: 'g' }), off('g2', 1, { layer: 'payment', group: 'g' })];
  assert.deepEqual(reasons(grouped), [['g2', ['conflict', { with: ['g1'], rule: 'group' }]]]);
});

test('a coupon that does not apply alone blocks nobody', () => {
  assert.deepEqual(
    ask([off('never', 1, { validUntil: '1969-01-01T00:00:00Z' }), off('k', 1)]).applied.map(
      ({ coupon }) => coupon,
    ),
    ['k'],
  );
});

test('the limit of the shop layer counts by issuer', () => {
  const coupons = [
    off('x1', 1, { issuer: { shop: 'x' } }),
    off('y1', 1, { issuer: { shop: 'y' } }),
    off('x2', 1, { issuer: { shop: 'x' } }),
  ];
  assert.deepEqual(
    ask(coupons).applied.map(({ coupon }) => coupon),
    ['x1', 'y1'],
  );
});

test('limits above one let disjoint coupons in, a limit of none lets nobody in', () => {
  const coupons = [
    off('shirts', 1, { scope: { products: ['shirt'] } }),
    off('ties', 1, { scope: { products: ['tie'] } }),
  ];
  assert.equal(ask(coupons).applied.length, 1);
  assert.equal(ask(coupons, { limits: { platform: 2 } }).applied.length, 2);
  assert.equal(ask(coupons, { limits: { platform: null } }).applied.length, 2);
  assert.deepEqual(reasons([coupons[0]!], { limits: { platform: 0 } }), [
    ['shirts', ['conflict', { with: [], rule: 'limit' }]],
  ]);
});

test('coupons of one layer all see what the layers before it left', () => {
  const coupons = [
    off('shirts', 3_000, { scope: { products: ['shirt'] } }),
    off('ties', 1, { scope: { products: ['tie'] }, conditions: { minCartSpend: 20_000 } }),
  ];
  assert.equal(ask(coupons, { threshold: 'residual', limits: { platform: 2 } }).applied.length, 2);
});

test('under a residual threshold a later coupon is refused by what an earlier one took', () => {
  const coupons = [
    off('shop', 1_000, { issuer: { shop: 'x' } }),
    off('platform', 100, { conditions: { minSpend: 20_000 } }),
  ];
  assert.equal(ask(coupons).refused.length, 0);
  assert.deepEqual(reasons(coupons, { threshold: 'residual' }), [
    ['platform', ['min-spend', { required: 20_000, measured: 19_000, missing: 1_000, on: 'residual' }]],
  ]);
});

test('all the reasons are given; those of amounts only where lines are in scope', () => {
  const conditions = { minSpend: 90_000, maxOrders: 0, regions: ['TW'] };
  const dates = { validFrom: '2030-01-01T00:00:00Z' };
  assert.deepEqual(
    ask([off('k', 1, { conditions, ...dates, currency: 'USD' })]).refused[0]?.reasons.map(({ code }) => code),
    ['not-started', 'wrong-currency', 'min-spend', 'max-orders', 'region'],
  );
  assert.deepEqual(
    ask([off('k', 1, { conditions, scope: { products: ['hat'] } })]).refused[0]?.reasons.map(
      ({ code }) => code,
    ),
    ['no-eligible-items', 'max-orders', 'region'],
  );
});

test('a whole-order coupon names the lines outside of its scope, in its issuer’s part', () => {
  assert.deepEqual(reasons([off('k', 1, { wholeOrder: true, scope: { products: ['tie'] } })]), [
    ['k', ['excluded-items', { lines: ['a'] }]],
  ]);
  assert.equal(
    ask([off('k', 1, { wholeOrder: true, scope: { products: ['tie'] }, issuer: { shop: 'y' } })]).applied
      .length,
    1,
  );
});

test('a coupon holds from its start, and no more at its end', () => {
  const window = off('k', 1, { validFrom: '1970-01-01T00:00:01Z', validUntil: '1970-01-01T00:00:02Z' });
  assert.deepEqual(
    [999, 1_000, 1_999, 2_000].map((now) => ask([window], undefined, now).applied.length),
    [0, 1, 1, 0],
  );
});

test('a bad coupon and a second one with the same id are refused as invalid, with their problems', () => {
  const refused = ask([off('k', 1), off('k', 2), { id: 'x' } as Coupon, null as unknown as Coupon]).refused;
  assert.deepEqual(
    refused.map(({ coupon, reasons }) => [coupon, reasons[0]?.code]),
    [
      ['k', 'invalid'],
      ['x', 'invalid'],
      ['', 'invalid'],
    ],
  );
});

test('every quote adds up, in every line, fee, coupon and party, and changes nothing that it was given', () => {
  fc.assert(
    fc.property(instances(8), ({ cart, coupons, ...options }) => {
      const before = JSON.stringify([cart, coupons, options]);
      const answer = quote(cart, coupons, options);
      assert.equal(JSON.stringify([cart, coupons, options]), before);
      assert.equal(answer.payable, answer.subtotal + answer.shipping - answer.discount);
      const places = [...answer.lines, ...answer.fees];
      for (const { coupon, amount, platform } of answer.applied) {
        const shares = places
          .flatMap(({ allocations }) => allocations)
          .filter((each) => each.coupon === coupon);
        assert.equal(
          shares.reduce((sum, share) => sum + share.amount, 0),
          amount,
        );
        assert.equal(
          shares.reduce((sum, share) => sum + share.platform, 0),
          platform,
        );
        assert.ok(shares.every((share) => share.platform >= 0 && share.platform <= share.amount));
      }
      answer.lines.forEach(({ subtotal, payable, discount, allocations }, index) => {
        const { unitPrice, quantity, minUnitPrice = 0 } = cart.lines[index]!;
        assert.equal(
          allocations.reduce((sum, share) => sum + share.amount, 0),
          discount,
        );
        assert.equal(payable, subtotal - discount);
        assert.ok(payable >= Math.min(unitPrice, minUnitPrice) * quantity);
      });
      assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer, 'plain JSON');
    }),
    { numRuns: 2_000 },
  );
});

test('the order of lines, fees and coupons that may all go together changes nothing', () => {
  fc.assert(
    fc.property(instances(6), ({ cart, coupons, ...options }) => {
      const answer = quote(cart, coupons, options);
      fc.pre(!answer.refused.some(({ reasons }) => reasons.some(({ code }) => code === 'conflict')));
      const turned = quote(
        {
          ...cart,
          lines: [...cart.lines].reverse(),
          ...(cart.shipping && { shipping: [...cart.shipping].reverse() }),
        },
        [...coupons].reverse(),
        options,
      );
      assert.deepEqual([...turned.lines].reverse(), answer.lines);
      assert.deepEqual([...turned.fees].reverse(), answer.fees);
      assert.deepEqual(turned.applied, answer.applied);
    }),
    { numRuns: 1_000 },
  );
});
