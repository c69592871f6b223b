import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { best, check, quote } from '../../src/engine/index.js';
import type { Coupon, Quote } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';

const runs = Number(process.env.RUNS ?? 3_000);

/** Every set of the coupons that `quote` applies whole, so that every rule is asked of `quote` alone. */
function legalSets({ cart, coupons, ...options }: Instance): Quote[] {
  const valid = coupons.filter((coupon) => !check(coupon).some(({ severity }) => severity === 'error'));
  const answers: Quote[] = [];
  for (let mask = 0; mask < 1 << valid.length; mask++) {
    const set = valid.filter((_, index) => mask & (1 << index));
    const answer = quote(cart, set, options);
    if (answer.applied.length === set.length) answers.push(answer);
  }
  return answers;
}

function exhaustive(instance: Instance): Quote {
  return legalSets(instance).reduce((found, answer) =>
    isBetter(answer, found, instance.coupons) ? answer : found,
  );
}

function isBetter(a: Quote, b: Quote, coupons: readonly Coupon[]): boolean {
  const expiries = ({ applied }: Quote): number[] =>
    applied
      .map(({ coupon }) =>
        Date.parse(coupons.find(({ id }) => id === coupon)!.validUntil ?? '9999-01-01T00:00Z'),
      )
      .sort((x, y) => x - y);
  const ids = ({ applied }: Quote): string[] => applied.map(({ coupon }) => coupon).sort();
  const keys = (quote: Quote): (number | string)[] => [
    quote.payable,
    quote.applied.length,
    ...expiries(quote),
    ...ids(quote),
  ];
  const [left, right] = [keys(a), keys(b)];
  const at = left.findIndex((key, index) => key !== right[index]);
  return at >= 0 && left[at]! < right[at]!;
}

test('best is the best of all legal sets, with the same answer as exhaustive search', () => {
  fc.assert(
    fc.property(instances(7), (instance) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, { ...options, compare: false });
      const wanted = exhaustive(instance);
      assert.ok(answer.optimal);
      assert.equal(answer.bound, answer.payable);
      assert.deepEqual(
        answer.applied.map((each) => each.coupon),
        wanted.applied.map((each) => each.coupon),
      );
      assert.equal(answer.payable, wanted.payable);
    }),
    { numRuns: runs },
  );
});

test('each coupon that is not in the best set says what the best legal set with it saves, and whom it may not join', () => {
  fc.assert(
    fc.property(instances(6), (instance) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, options);
      const sets = legalSets(instance);
      for (const { coupon, reasons } of answer.refused) {
        const withIt = sets.filter(({ applied }) => applied.some((each) => each.coupon === coupon));
        const codes = reasons.map(({ code }) => code);
        assert.equal(codes.includes('outvalued'), withIt.length > 0);
        if (!withIt.length) continue;
        assert.deepEqual(reasons[0]!.params, {
          bestSaves: answer.discount,
          thisSaves: Math.max(...withIt.map(({ discount }) => discount)),
        });
        for (const { code, params } of reasons.slice(1)) {
          assert.equal(code, 'conflict');
          for (const other of params.with as string[])
            assert.ok(answer.applied.some((each) => each.coupon === other));
        }
      }
      assert.equal(answer.applied.length + answer.refused.length, coupons.length);
    }),
    { numRuns: runs / 5 },
  );
});

test('the runner-up is the best legal set that differs by a coupon', () => {
  let found = 0;
  fc.assert(
    fc.property(instances(6), (instance) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, options);
      const ids = (quote: Quote): string => quote.applied.map(({ coupon }) => coupon).join();
      const others = legalSets(instance).filter((quote) => ids(quote) !== ids(answer));
      const wanted = others.reduce<Quote | undefined>(
        (second, quote) => (second && !isBetter(quote, second, coupons) ? second : quote),
        undefined,
      );
      if (wanted) found++;
      assert.deepEqual(
        answer.runnerUp,
        wanted && { coupons: wanted.applied.map(({ coupon }) => coupon), payable: wanted.payable },
      );
    }),
    { numRuns: runs / 5 },
  );
  assert.ok(found > runs / 20, 'there was one to find');
});

test('the order of coupons and lines changes neither the set nor a cent', () => {
  fc.assert(
    fc.property(instances(10), ({ cart, coupons, ...options }) => {
      const answer = best(cart, coupons, options);
      const turned = best({ ...cart, lines: [...cart.lines].reverse() }, [...coupons].reverse(), options);
      assert.equal(turned.work, answer.work);
      assert.deepEqual(turned.runnerUp, answer.runnerUp);
      assert.deepEqual(turned.applied, answer.applied);
      assert.deepEqual([...turned.lines].reverse(), answer.lines);
    }),
    { numRuns: runs / 5 },
  );
});

test('where the budget runs out, best says so, and no legal set pays less than its bound', () => {
  let short = 0;
  fc.assert(
    fc.property(instances(9), fc.integer({ min: 0, max: 25 }), ({ cart, coupons, ...options }, budget) => {
      const answer = best(cart, coupons, { ...options, budget, compare: false });
      const proven = best(cart, coupons, { ...options, compare: false });
      if (!answer.optimal) short++;
      assert.equal(answer.gap, answer.payable - answer.bound);
      assert.ok(answer.bound <= proven.payable && proven.payable <= answer.payable);
      if (answer.optimal) assert.deepEqual(answer, proven);
      assert.equal(
        quote(
          cart,
          coupons.filter(({ id }) => answer.applied.some(({ coupon }) => coupon === id)),
          options,
        ).payable,
        answer.payable,
      );
    }),
    { numRuns: runs },
  );
  assert.ok(short > runs / 10, 'some searches ran out');
});

/** What residual thresholds measure is not what a shipping coupon takes off. */
const measuring = fc
  .tuple(
    instances(5),
    fc.array(
      fc.record({
        issuer: fc.constantFrom(undefined, { shop: 's1' }, { shop: 's2' }),
        products: fc.subarray(['p1', 'p2', 'p3', 'p4'], { minLength: 1 }),
        minSpend: fc.integer({ min: 1, max: 6_000 }),
        percentOff: fc.constantFrom(50, 100),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([instance, shipping]): Instance => ({
    ...instance,
    cart: {
      ...instance.cart,
      shipping: [
        { shop: 's1', fee: 500 },
        { shop: 's2', fee: 300 },
      ],
    },
    policy: { ...instance.policy, threshold: 'residual' },
    coupons: [
      ...instance.coupons,
      ...shipping.map(({ issuer, products, minSpend, percentOff }, index) => ({
        id: `s${index}`,
        ...(issuer && { issuer }),
        scope: { products },
        conditions: { minSpend },
        benefit: { kind: 'shipping', percentOff },
      })),
    ],
  }));

test('best is the best also where coupons measure what they do not reduce', () => {
  fc.assert(
    fc.property(measuring, (instance) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, { ...options, compare: false });
      assert.equal(answer.payable, exhaustive(instance).payable);
      assert.ok(answer.optimal);
    }),
    { numRuns: runs / 2 },
  );
});

test('a shipping coupon is kept within reach of its residual threshold', () => {
  const line = { product: 'p', shop: 's', unitPrice: 12_000, quantity: 1 };
  const off = (id: string, product: string): Coupon => ({
    id,
    issuer: { shop: 's' },
    scope: { products: [product] },
    benefit: { kind: 'amount', amount: 3_000 } as never,
  });
  const answer = best(
    {
      currency: 'CNY',
      lines: [
        { ...line, id: 'x', product: 'x' },
        { ...line, id: 'y', product: 'y' },
      ],
      shipping: [{ shop: 's', fee: 1_000 }],
    },
    [
      off('a', 'x'),
      off('b', 'y'),
      {
        id: 'free',
        issuer: { shop: 's' },
        scope: { products: ['x'] },
        conditions: { minSpend: 10_000 },
        benefit: { kind: 'shipping', percentOff: 100 } as never,
      },
    ],
    { now: 0, policy: { threshold: 'residual' } },
  );
  assert.deepEqual([answer.payable, answer.optimal], [21_000, true]);
});

const seller = (id: string, validUntil?: string): Coupon => ({
  id,
  benefit: { kind: 'amount', amount: 100 } as never,
  ...(validUntil && { validUntil }),
});
const cart = { currency: 'CNY', lines: [{ id: 'a', product: 'p', unitPrice: 1_000, quantity: 1 }] };
const applied = (coupons: readonly Coupon[]): string[] =>
  best(cart, coupons, { now: 0 }).applied.map(({ coupon }) => coupon);

test('of equal sets the one that spends what expires sooner is best, then the smaller ids', () => {
  assert.deepEqual(
    applied([seller('a'), seller('b', '2030-01-01T00:00:00Z'), seller('c', '2029-12-31T23:00:00-02:00')]),
    ['b'],
  );
  assert.deepEqual(applied([seller('c'), seller('b')]), ['b']);
});

test('of equal sets the one with fewer coupons is best', () => {
  const all = { id: 'all', benefit: { kind: 'percent', percentOff: 100, maxAmount: 9_999 } as never };
  assert.deepEqual(
    applied([
      all,
      { ...seller('pay'), layer: 'payment' },
      { id: 'item', benefit: { kind: 'each', amount: 1 } as never },
    ]),
    ['all'],
  );
});

test('a shop and a platform coupon go together where they save more than each alone', () => {
  const coupons: Coupon[] = [
    { id: 'shop', issuer: { shop: 's' }, benefit: { kind: 'amount', amount: 200 } as never },
    { id: 'platform', conditions: { minSpend: 900 }, benefit: { kind: 'amount', amount: 150 } as never },
  ];
  const lines = [{ ...cart.lines[0]!, shop: 's' }];
  const save = (threshold: 'list' | 'residual'): number =>
    best({ ...cart, lines }, coupons, { now: 0, policy: { threshold } }).discount;
  assert.equal(save('list'), 350);
  assert.equal(save('residual'), 200);
});

test('a cart without coupons, and one without lines, is its own best', () => {
  assert.deepEqual([best(cart, [], { now: 0 }).payable, best(cart, [], { now: 0 }).optimal], [1_000, true]);
  assert.deepEqual(best({ currency: 'CNY', lines: [] }, [seller('a')], { now: 0 }).payable, 0);
});

test('two thousand coupons for one line are searched without a deep stack', () => {
  const coupons = Array.from({ length: 2_000 }, (_, index): Coupon => ({
    id: `k${index}`,
    benefit: { kind: 'each', amount: 1 + (index % 900) } as never,
  }));
  const answer = best(cart, coupons, { now: 0, compare: false });
  assert.deepEqual([answer.discount, answer.applied[0]?.coupon], [900, 'k1799']);
});

test('where coupons without a limit go together in countless ways, best ends at its budget and says so', () => {
  const size = 120;
  const lines = Array.from({ length: size }, (_, index) => ({
    id: `l${index}`,
    product: `p${index}`,
    unitPrice: 1_000 + index * 7,
    quantity: 1,
  }));
  const each = (id: string, products: string[], percentOff: number): Coupon => ({
    id,
    scope: { products },
    benefit: { kind: 'percent', percentOff } as never,
  });
  const apart = lines.map(({ product }, index) => each(`k${index}`, [product], 10 + (index % 7)));
  const competing = lines.map(({ product }, index) =>
    each(`z${index}`, [product, `p${(index * 7 + 1) % size}`], 9 + (index % 9)),
  );
  const options = { now: 0, compare: false, policy: { limits: { platform: null } } };
  const all = best({ currency: 'CNY', lines }, apart, options);
  assert.deepEqual([all.optimal, all.applied.length], [true, size]);
  const hard = best({ currency: 'CNY', lines }, [...apart, ...competing], options);
  assert.ok(!hard.optimal && hard.gap > 0 && hard.payable <= all.payable);
  assert.ok(hard.work < 60_000, `${hard.work} nodes`);
});
