import assert from 'node:assert/strict';
import { Session } from 'node:inspector';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CouponError, best, check, fillers, nudges, quote } from '../../src/engine/index.js';
import type { Cart, Coupon, Line } from '../../src/model/index.js';
import { parseCart } from '../../src/model/parse-cart.js';
import { bigQuote, divide, percentOf, sum, type SimpleCoupon } from './big-quote.js';
import { instances } from './instances.js';
import { goods } from './small-cases.js';

/** Quantities of a million cost nothing, and amounts up to the last safe integer are exact, beside a reference in BigInt. */

const most = Number.MAX_SAFE_INTEGER;

const amounts = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.maxSafeNat().map((amount) => amount + 1 - Number(amount === most)),
  fc.integer({ min: 0, max: 1_000 }).map((less) => most - less),
);

/** Carts that come to the last safe integer, or almost. */
const carts: fc.Arbitrary<Cart> = fc
  .record({
    total: fc.oneof(
      fc.constant(most),
      fc.integer({ min: 0, max: 10 }).map((less) => most - less),
      fc.maxSafeNat(),
    ),
    lines: fc.array(
      fc.record({
        product: fc.constantFrom('p', 'q', 'r'),
        weight: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 1_000_000 })),
        quantity: fc.constantFrom(1, 1, 1, 2, 7, 1_000_000, 94_906_267),
        least: fc.constantFrom(0, 0, 0, 0.3, 1),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ total, lines }) => {
    const weight = sum(lines.map((line) => BigInt(line.weight))) || 1n;
    return {
      currency: 'CNY',
      lines: lines.map(({ product, quantity, least, ...line }, index) => {
        const unitPrice = Number((BigInt(total) * BigInt(line.weight)) / weight / BigInt(quantity));
        return {
          id: `l${(index * 7) % 10}`,
          product,
          unitPrice,
          quantity,
          minUnitPrice: Math.floor(unitPrice * least),
        };
      }),
    };
  });

const benefit = fc.oneof(
  fc.record({ kind: fc.constant('amount'), amount: amounts }),
  fc.record(
    {
      kind: fc.constant('percent'),
      percentOff: fc.integer({ min: 1, max: 10_000 }).map((of) => of / 100),
      maxAmount: amounts,
    },
    { requiredKeys: ['kind', 'percentOff'] },
  ),
);

const coupon = fc.record(
  {
    layer: fc.constantFrom('item', 'shop', 'platform', 'payment'),
    scope: fc.record({ products: fc.subarray(['p', 'q', 'r'], { minLength: 1 }) }),
    conditions: fc.record({ minSpend: amounts }),
    funding: fc.record({ platform: fc.integer({ min: 0, max: 10_000 }).map((of) => of / 100) }),
    benefit,
  },
  { requiredKeys: ['layer', 'benefit'] },
) as fc.Arbitrary<Omit<SimpleCoupon, 'id'>>;

const rivals: fc.Arbitrary<SimpleCoupon[]> = fc
  .array(coupon, { maxLength: 7 })
  .map((list) => list.map((each, index) => ({ id: `k${index}`, ...each })).filter(isValid));

/** At most one a layer, so that all of them may go together. */
const companions = rivals.map((list) =>
  list.filter(({ layer }, index) => list.findIndex((each) => each.layer === layer) === index),
);

const thresholds = fc.constantFrom('list' as const, 'residual' as const);

describe('amounts up to the last safe integer', () => {
  it('are priced, split and funded to the cent', () =>
    fc.assert(
      fc.property(carts, companions, thresholds, (cart, coupons, threshold) => {
        const answer = quote(cart, coupons, { now: 0, policy: { threshold } });
        const wanted = bigQuote(cart, coupons, threshold);
        assert.equal(BigInt(answer.payable), wanted.payable);
        assert.deepEqual(
          answer.applied.map(({ coupon, amount, platform }) => [coupon, BigInt(amount), BigInt(platform)]),
          wanted.applied,
        );
        for (const { id, payable, allocations } of answer.lines)
          assert.deepEqual(
            {
              payable: BigInt(payable),
              shares: allocations.map((each) => [each.coupon, BigInt(each.amount), BigInt(each.platform)]),
            },
            wanted.lines.get(id),
          );
      }),
      { numRuns: 3_000 },
    ));

  it('are searched to the cent', () =>
    fc.assert(
      fc.property(carts, rivals, thresholds, (cart, coupons, threshold) => {
        const options = { now: 0, policy: { threshold } };
        const pays = Array.from({ length: 1 << coupons.length }, (_, mask) => {
          const set = coupons.filter((_, index) => mask & (1 << index));
          const { applied, payable } = quote(cart, set, options);
          return applied.length === set.length ? payable : Infinity;
        });
        const answer = best(cart, coupons, { ...options, compare: false });
        assert.ok(answer.optimal);
        assert.equal(answer.payable, Math.min(...pays));
        assert.equal(answer.bound, answer.payable);
        const set = coupons.filter(({ id }) => answer.applied.some((each) => each.coupon === id));
        assert.equal(bigQuote(cart, set, threshold).payable, BigInt(answer.payable));
      }),
      { numRuns: 1_000 },
    ));
});

/** Some 9,000,000,000,000,000 in all: a million units of each line, more or less. */
const crowd: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'a', product: 'a', unitPrice: 5_000_000_001, quantity: 1_000_000, minUnitPrice: 2_999_999_999 },
    { id: 'b', product: 'b', unitPrice: 3_000_000_007, quantity: 999_999 },
    { id: 'c', product: 'c', unitPrice: 1_000_000_009, quantity: 1_000_001 },
  ],
};

describe('a million units', () => {
  const discounts = (benefit: object): Record<string, bigint> => {
    const answer = quote(crowd, [{ id: 'k', benefit } as Coupon], { now: 0 });
    return Object.fromEntries(answer.lines.map(({ id, discount }) => [id, BigInt(discount)]));
  };
  /** Unit after unit, in the order of their prices, what `off` takes of each as long as there are any to take. */
  const unitByUnit = (order: string, units: number, off: (line: Line) => bigint): Record<string, bigint> => {
    const taken: Record<string, bigint> = { a: 0n, b: 0n, c: 0n };
    for (const id of order) {
      const line = crowd.lines.find((each) => each.id === id)!;
      const room = BigInt(line.unitPrice - (line.minUnitPrice ?? 0));
      for (let unit = 0; unit < line.quantity && units > 0; unit++, units--) {
        const wanted = off(line);
        taken[id]! += wanted < room ? wanted : room;
      }
    }
    return taken;
  };

  it('of a special price are exact', () =>
    assert.deepEqual(
      discounts({ kind: 'each', percentOff: 66.67, maxUnits: 1_700_000 }),
      unitByUnit('abc', 1_700_000, ({ unitPrice }) => percentOf(BigInt(unitPrice), 66.67)),
    ));

  it('of a pool are exact', () =>
    assert.deepEqual(
      discounts({ kind: 'buyXGetY', buy: 1, get: 2, price: 999_999_999, maxTimes: 990_000 }),
      unitByUnit('cba', 1_980_000, ({ unitPrice }) => BigInt(unitPrice - 999_999_999)),
    ));

  it('of bundles are exact, bundle after bundle', () => {
    const left: Record<string, number> = Object.fromEntries(
      crowd.lines.map(({ id, quantity }) => [id, quantity]),
    );
    const taken: Record<string, bigint> = { a: 0n, b: 0n, c: 0n };
    const lines = crowd.lines.map(({ id, unitPrice, minUnitPrice = 0 }) => ({
      id,
      unitPrice,
      room: unitPrice - minUnitPrice,
    }));
    const sharesOf = new Map<string, bigint[]>();
    for (let bundle = 0; bundle < 620_000; bundle++) {
      const counts = lines.map(() => 0);
      // Three of a or c, the dearest first; then one of b.
      for (let unit = 0; unit < 3; unit++) counts[left.a! > counts[0]! ? 0 : 2]!++;
      counts[1]!++;
      if (lines.some(({ id }, index) => left[id]! < counts[index]!)) break;
      const key = counts.join();
      if (!sharesOf.has(key)) {
        const prices = lines.map(({ unitPrice }, index) => BigInt(unitPrice * counts[index]!));
        const rooms = lines.map(({ room }, index) => BigInt(room * counts[index]!));
        const total = percentOf(sum(prices), 55.55);
        sharesOf.set(key, divide(total < sum(rooms) ? total : sum(rooms), prices, rooms));
      }
      lines.forEach(({ id }, index) => {
        left[id]! -= counts[index]!;
        taken[id]! += sharesOf.get(key)![index]!;
      });
    }
    assert.ok(sharesOf.size > 2, 'one bundle is of both lines');
    const parts = [{ scope: { products: ['a', 'c'] }, quantity: 3 }, { scope: { products: ['b'] } }];
    assert.deepEqual(discounts({ kind: 'bundle', parts, percentOff: 55.55, maxTimes: 620_000 }), taken);
  });

  it('run no more of the engine’s code than a thousand', () => {
    const session = new Session();
    session.connect();
    const blocks = startCounting(session);
    fc.assert(
      fc.property(instances(6), ({ cart, coupons, ...options }) => {
        const run = (times: number): number => {
          const lines = cart.lines.map((line) => ({ ...line, quantity: line.quantity * times }));
          return blocks(() => best({ ...cart, lines }, coupons, { ...options, compare: false }));
        };
        const [thousand, million] = [run(1_000), run(1_000_000)];
        assert.ok(million <= 2 * thousand, `${million} blocks, not ${thousand}`);
      }),
      { numRuns: 200 },
    );
    session.disconnect();
  });
});

describe('a cart beyond the safe integers', () => {
  const beyond: readonly Cart[] = [
    { currency: 'CNY', lines: [{ id: 'a', product: 'p', unitPrice: 3_002_399_751_580_331, quantity: 3 }] },
    {
      currency: 'CNY',
      lines: [
        { id: 'a', product: 'p', unitPrice: most, quantity: 1 },
        { id: 'b', product: 'p', unitPrice: 2, quantity: 1 },
      ],
    },
    {
      currency: 'CNY',
      lines: [{ id: 'a', product: 'p', unitPrice: most, quantity: 1 }],
      shipping: [{ fee: 2 }],
    },
  ];

  it('is refused where it is parsed, the last safe one is not', () => {
    for (const cart of beyond) assert.equal(parseCart(cart).ok, false);
    assert.ok(parseCart({ ...beyond[1], lines: beyond[1]!.lines.slice(0, 1) }).ok);
  });

  it('is a mistake where it is priced, the last safe one is not', () => {
    for (const cart of beyond) isMistake(cart);
    const last = goods(['a', 'p', most]);
    for (const ask of [quote, best]) assert.equal(ask(last, [], { now: 0 }).payable, most);
  });
});

describe('units beyond the safe integers', () => {
  // Free units cost nothing, so the amounts stay safe.
  const crowded = goods(['a', 'p', 0, most - 999], ['b', 'p', 1, 1_000]);

  it('are refused where the cart is parsed, by the line that is too much', () => {
    const parsed = parseCart(crowded);
    assert.ok(!parsed.ok);
    assert.deepEqual(
      parsed.problems.map(({ path, code }) => [path, code]),
      [['lines[1].quantity', 'too-large']],
    );
  });

  it('are a mistake where it is priced', () => isMistake(crowded));

  it('are counted to the unit up to the last safe one', () => {
    // 2⁵³ − 1 units are 6,361 groups, of each of which one unit is not rewarded: the dearest.
    const group = most / 6_361;
    assert.ok(Number.isInteger(group));
    const cart = goods(['a', 'p', 0, most - 10_000], ['b', 'p', 1, 10_000]);
    assert.ok(parseCart(cart).ok);
    const coupon = { id: 'k', benefit: { kind: 'buyXGetY', buy: 1, get: group - 1, percentOff: 100 } };
    assert.equal(quote(cart, [coupon as Coupon], { now: 0 }).discount, 10_000 - 6_361);
  });
});

describe('what a cart lacks', () => {
  it('is not looked for beyond the safe integers, neither in amounts nor in units', () => {
    const coupon = { id: 'k', conditions: { minSpend: 3 }, benefit: { kind: 'amount', amount: 2 } } as Coupon;
    const products = [{ product: 'p', unitPrice: 1 }];
    for (const [cart, of] of [
      [goods(['a', 'p', 0, most - 1], ['b', 'p', 1]), 0],
      [goods(['a', 'p', 0, most - 3], ['b', 'p', 1]), 1],
      [{ ...goods(['b', 'p', 1]), shipping: [{ fee: most - 1 }] }, 0],
      [{ ...goods(['b', 'p', 1]), shipping: [{ fee: most - 3 }] }, 1],
    ] as const) {
      assert.equal(nudges(cart, [coupon], { now: 0 }).length, of);
      assert.equal(fillers(cart, [coupon], products, { now: 0 }).length, of);
    }
  });
});

function isMistake(cart: Cart): void {
  for (const ask of [quote, best])
    assert.throws(
      () => ask(cart, [], { now: 0 }),
      (error) =>
        error instanceof CouponError && error.code === 'invalid-argument' && error.argument === 'cart.lines',
    );
}

/** What one session's precise coverage counts: how often the blocks of the package's code run. */
function startCounting(session: Session): (run: () => unknown) => number {
  const ask = (method: 'Profiler.takePreciseCoverage'): number => {
    let count = 0;
    session.post(method, (error, { result }) => {
      if (error) throw error;
      for (const { url, functions } of result)
        if (url.includes('/src/'))
          for (const { ranges } of functions) for (const range of ranges) count += range.count;
    });
    return count;
  };
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return (run) => {
    ask('Profiler.takePreciseCoverage');
    run();
    return ask('Profiler.takePreciseCoverage');
  };
}

function isValid(coupon: Coupon): boolean {
  return !check(coupon).some(({ severity }) => severity === 'error');
}
