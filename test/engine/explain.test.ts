import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  allocate,
  benefits,
  best,
  conditions,
  createExplain,
  explain,
  quote,
  type Benefit,
  type Condition,
  type QuoteOptions,
} from '../../src/engine/index.js';
import type { Cart, Coupon, Quote, Trace, TracedCoupon, TracedShare } from '../../src/model/index.js';
import { percentOf } from '../../src/money/divide.js';
import { sum } from '../golden/cases.js';
import { instances } from './instances.js';
import { goods, off } from './small-cases.js';

const amountOf = ({ amount }: { readonly amount: number }): number => amount;
const traceOne = (cart: Cart, coupon: object, options: Partial<QuoteOptions> = {}): TracedCoupon => {
  const [first] = explain(cart, [{ id: 'k', ...coupon } as Coupon], { now: 0, ...options }).applied;
  assert.ok(first);
  return first;
};
const cutsOf = (cart: Cart, coupon: object): unknown => {
  const { offered, cuts, amount } = traceOne(cart, coupon);
  return [offered, ...cuts.map(({ by, field, to }) => [field ?? by, to]), amount];
};

describe('the example of the page', () => {
  const page = readFileSync(new URL('../../docs/explain.md', import.meta.url), 'utf8');
  const [{ cart, coupons }, cuts, held] = [...page.matchAll(/```json\n(.*?)```/gs)].map(
    ([, json]) => JSON.parse(json!) as unknown,
  ) as [{ cart: Cart; coupons: Coupon[] }, unknown, unknown];
  const trace = explain(cart, coupons, { now: 0 });

  /** The table that begins with a column, and the fields of its columns in these rows. */
  const compare = (column: string, rows: readonly object[]): void => {
    const [heading, , ...body] = new RegExp(`^\\| ${column} .*?(?=\n\n)`, 'ms')
      .exec(page)![0]
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    assert.deepEqual(
      rows.map((row) => heading!.map((name) => String((row as Record<string, unknown>)[name] ?? ''))),
      body,
    );
  };

  it('comes to the numbers of its tables', () => {
    const last = trace.applied.at(-1)!;
    compare('coupon', trace.applied);
    compare('line', last.lines);
    assert.deepEqual([trace.applied[1]!.cuts, last.conditions], [cuts, held]);
    assert.equal(trace.payable, last.payable);
  });

  it('refuses as its text says', () => {
    const [{ coupon, reasons } = { coupon: '', reasons: [] }, ...others] = trace.refused;
    assert.deepEqual(
      [coupon, reasons.map(({ code }) => code), reasons[0]?.params.missing, others],
      ['vip-5', ['min-spend', 'shopper-tags'], 68_200, []],
    );
  });
});

describe('a trace', () => {
  const isTotal = ({ benefit }: TracedCoupon): boolean =>
    ['amount', 'percent', 'tiered', 'shipping'].includes(benefit.kind);

  /** The quote without what only a trace says. */
  const shorten = (trace: Trace): Quote => ({
    ...trace,
    applied: trace.applied.map(({ coupon, layer, amount, platform }) => ({
      coupon,
      layer,
      amount,
      platform,
    })),
  });

  /** Prices the cart with nothing but the rows of the trace. */
  const addUp = (cart: Cart, { applied }: Trace): Pick<Quote, 'lines' | 'fees' | 'payable'> => {
    const placeOf = (price: number) => ({
      price,
      payable: price,
      allocations: [] as Quote['lines'][number]['allocations'][number][],
    });
    const lines = new Map(
      cart.lines.map(({ id, unitPrice, quantity }) => [id, placeOf(unitPrice * quantity)]),
    );
    const fees = new Map((cart.shipping ?? []).map(({ shop, fee }) => [shop, placeOf(fee)]));
    const places = [...lines.values(), ...fees.values()];
    const payable = (): number => sum(places.map((place) => place.payable));
    for (const { coupon, ...traced } of applied) {
      const take = (place: ReturnType<typeof placeOf>, row: TracedShare): void => {
        assert.equal(row.before, place.payable, 'what the one before left');
        assert.equal(row.after, row.before - row.amount);
        assert.ok(row.amount >= 0 && row.amount <= row.room && row.room <= row.before);
        place.payable = row.after;
        const { amount, platform } = row;
        if (amount) place.allocations.push({ coupon, amount, platform });
      };
      for (const row of traced.lines) {
        const place = lines.get(row.line)!;
        assert.equal(row.subtotal, place.price);
        take(place, row);
      }
      for (const row of traced.fees) {
        const place = fees.get(row.shop)!;
        assert.equal(row.fee, place.price);
        take(place, row);
      }
      assert.equal(traced.payable, payable());
    }
    const numbersOf = ({ price, payable, allocations }: ReturnType<typeof placeOf>) => ({
      discount: price - payable,
      payable,
      allocations,
    });
    return {
      lines: [...lines].map(([id, place]) => ({ id, subtotal: place.price, ...numbersOf(place) })),
      fees: [...fees].map(([shop, place]) => ({
        ...(shop !== undefined && { shop }),
        fee: place.price,
        ...numbersOf(place),
      })),
      payable: payable(),
    };
  };

  it('is the quote, and adds up to it again, whatever set it is of', () => {
    fc.assert(
      fc.property(instances(8), ({ cart, coupons, ...options }) => {
        const found = best(cart, coupons, { ...options, compare: false });
        const used = coupons.filter(({ id }) => found.applied.some(({ coupon }) => coupon === id));
        for (const set of [coupons, used]) {
          const given = JSON.stringify([cart, set, options]);
          const answer = quote(cart, set, options);
          const trace = explain(cart, set, options);
          assert.equal(JSON.stringify([cart, set, options]), given, 'nothing that was given has changed');
          assert.deepEqual(JSON.parse(JSON.stringify(trace)), trace, 'plain JSON');
          assert.deepEqual(shorten(trace), answer);
          const { lines, fees, payable } = answer;
          assert.deepEqual(addUp(cart, trace), { lines, fees, payable });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('leads from what was measured to each amount, and from each amount to its shares', () => {
    fc.assert(
      fc.property(instances(8), ({ cart, coupons, ...options }) => {
        for (const traced of explain(cart, coupons, options).applied) {
          const { amount, platform, borneByShop, measured, units, base, offered, cuts, lines, fees } = traced;
          const coupon = coupons.find(({ id }) => id === traced.coupon)!;
          const rows = traced.layer === 'shipping' ? fees : lines;
          const counted = lines.filter(({ inScope }) => inScope);
          assert.ok(counted.length);
          assert.equal(units, sum(counted.map(({ quantity }) => quantity)));
          assert.equal(
            measured,
            sum(counted.map(({ subtotal, before }) => (traced.on === 'list' ? subtotal : before))),
          );
          assert.equal(traced.on, options.policy.threshold);
          assert.deepEqual([traced.issuer, traced.benefit], [coupon.issuer ?? 'platform', coupon.benefit]);
          assert.equal(base, sum(rows.map(({ before }) => before)));
          const { percentOff } = traced;
          if (percentOff !== undefined) {
            const isOfPrice = 'rounded' in coupon.benefit && coupon.benefit.rounded === 'price';
            const left = percentOf(base, 100 - percentOff);
            assert.equal(offered, isOfPrice ? base - left : percentOf(base, percentOff));
          }

          assert.deepEqual(
            [...traced.conditions.map(({ condition }) => condition)].sort(),
            Object.keys(coupon.conditions ?? {}).sort(),
          );
          assert.ok(traced.conditions.every(({ holds, measured }) => holds && measured !== undefined));

          const steps = [offered, ...cuts.map(({ to }) => to)];
          assert.ok(steps.every((step, index) => !index || step < steps[index - 1]!));
          assert.equal(steps.at(-1), amount);
          for (const { by, field, to } of cuts) {
            if (by === 'cap') assert.ok(field! in coupon.benefit);
            if (field === 'maxAmount') assert.equal(to, traced.benefit[field as never]);
            if (by === 'left') assert.equal(to, base);
            if (by === 'floor' && isTotal(traced)) assert.equal(to, sum(rows.map(({ room }) => room)));
          }

          const shares = rows.map(amountOf);
          assert.equal(sum(shares), amount);
          if (isTotal(traced)) {
            const befores = rows.map(({ before }) => before);
            assert.deepEqual(shares, allocate(amount, befores, { caps: rows.map(({ room }) => room) }));
          }
          assert.equal(platform + borneByShop, amount);
          assert.deepEqual(
            rows.map((row) => row.platform),
            allocate(platform, shares),
          );
          for (const row of [...lines, ...fees]) assert.equal(row.platform + row.borneByShop, row.amount);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('names each line’s shop, and a coupon’s own', () => {
    const cart = { ...goods(['a', 'p', 100]), shipping: [{ shop: 'x', fee: 9 }] };
    const { issuer, lines, fees } = traceOne(
      { ...cart, lines: [{ ...cart.lines[0]!, shop: 'x' }] },
      { issuer: { shop: 'x' }, benefit: { kind: 'shipping', price: 0 } },
    );
    assert.deepEqual([issuer, lines[0]!.shop, fees[0]!.shop], [{ shop: 'x' }, 'x', 'x']);
    assert.ok(!('shop' in traceOne(cart, { benefit: { kind: 'amount', amount: 1 } }).lines[0]!));
  });

  it('tells lines that only a second scope reaches from those that count', () => {
    const [cup, tea] = goods(['a', 'cup', 30], ['b', 'tea', 100, 2]).lines;
    const cart = { currency: 'CNY', lines: [{ ...cup!, minUnitPrice: 20 }, tea!] };
    const getScope = { products: ['cup'] };
    const { units, measured, lines, offered, cuts } = traceOne(cart, {
      scope: { products: ['tea'] },
      benefit: { kind: 'buyXGetY', buy: 2, get: 1, getScope, percentOff: 100 },
    });
    assert.deepEqual([units, measured], [2, 200]);
    assert.deepEqual(
      lines.map(({ line, inScope, amount }) => [line, inScope, amount]),
      [
        ['a', false, 10],
        ['b', true, 0],
      ],
    );
    assert.deepEqual([offered, cuts], [30, [{ by: 'floor', to: 10 }]]);
  });
});

describe('what cut an amount', () => {
  it('is nothing where it is what the coupon says', () =>
    assert.deepEqual(cutsOf(goods(['a', 'p', 100]), off('k', 30)), [30, 30]));

  it('is the benefit’s own limit, by its name', () => {
    const cart = goods(['a', 'p', 100, 3], ['b', 'q', 60]);
    for (const [benefit, limit, offered, to] of [
      [{ kind: 'percent', percentOff: 50 }, { maxAmount: 70 }, 180, 70],
      [{ kind: 'tiered', tiers: [{ minSpend: 1, percentOff: 50 }] }, { maxAmount: 70 }, 180, 70],
      [{ kind: 'amount', amount: 10, everySpend: 100 }, { maxTimes: 2 }, 30, 20],
      [{ kind: 'each', percentOff: 10 }, { maxUnits: 2 }, 36, 20],
      [{ kind: 'buyXGetY', buy: 1, get: 1, percentOff: 50 }, { maxTimes: 1 }, 80, 30],
      [{ kind: 'bundle', parts: [{ scope: { products: ['p'] } }], amount: 5 }, { maxTimes: 1 }, 15, 5],
    ] as const) {
      assert.deepEqual(
        cutsOf(cart, { benefit: { ...benefit, ...limit } }),
        [offered, [Object.keys(limit)[0], to], to],
        benefit.kind,
      );
      assert.deepEqual(cutsOf(cart, { benefit }), [offered, offered], benefit.kind);
    }
  });

  it('is what is left of the goods, or of the fees', () => {
    assert.deepEqual(cutsOf(goods(['a', 'p', 100]), off('k', 300)), [300, ['left', 100], 100]);
    const cart = { ...goods(['a', 'p', 100]), shipping: [{ fee: 8 }] };
    assert.deepEqual(cutsOf(cart, { benefit: { kind: 'shipping', amount: 10, maxAmount: 5 } }), [
      8,
      ['maxAmount', 5],
      5,
    ]);
  });

  it('is the price that a unit has at least, after the other limits', () => {
    const floored = (minUnitPrice: number): Cart => {
      const cart = goods(['a', 'p', 100, 2]);
      return { ...cart, lines: [{ ...cart.lines[0]!, minUnitPrice }] };
    };
    assert.deepEqual(cutsOf(floored(90), off('k', 300)), [300, ['left', 200], ['floor', 20], 20]);
    for (const [benefit, offered, to] of [
      [{ kind: 'percent', percentOff: 50, maxAmount: 70 }, 100, 70],
      [{ kind: 'each', price: 40, maxUnits: 1 }, 120, 60],
      [{ kind: 'bundle', parts: [{ scope: {} }], price: 40, maxTimes: 1 }, 120, 60],
    ] as const) {
      const floor = benefit.kind === 'percent' ? 20 : 10;
      const field = Object.keys(benefit).at(-1)!;
      assert.deepEqual(cutsOf(floored(90), { benefit }), [offered, [field, to], ['floor', floor], floor]);
    }
  });

  it('is told beside the percentage that was taken', () => {
    const cart = goods(['a', 'p', 1_000]);
    const percentOf = (benefit: object): unknown => traceOne(cart, { benefit }).percentOff;
    const tiers = [
      { minSpend: 1, percentOff: 5 },
      { minSpend: 900, percentOff: 12 },
      { minSpend: 1_001, percentOff: 20 },
    ];
    assert.equal(percentOf({ kind: 'percent', percentOff: 33.33, maxAmount: 1 }), 33.33);
    assert.equal(percentOf({ kind: 'tiered', tiers }), 12);
    assert.equal(percentOf({ kind: 'amount', amount: 1 }), undefined);
  });
});

describe('what a condition measured', () => {
  const cart: Cart = {
    ...goods(['a', 'p', 100, 2], ['b', 'q', 50]),
    attributes: { packaging: 'none', gift: true },
    paymentMethod: 'card',
    region: 'TW',
  };
  const shopper = { tags: ['vip', 'staff'], orders: 3 };
  const expected: Readonly<Record<string, readonly [required: unknown, measured: unknown]>> = {
    minSpend: [100, 200],
    minCartSpend: [100, 250],
    minQuantity: [1, 2],
    requires: [
      [{ scope: { products: ['q'] } }, { scope: {}, quantity: 2 }],
      [1, 3],
    ],
    shopperTags: [['vip', 'new'], ['vip']],
    maxOrders: [3, 3],
    minOrders: [1, 3],
    paymentMethods: [['card'], 'card'],
    regions: [['CN', 'TW'], 'TW'],
    attributes: [{ packaging: 'none' }, { packaging: 'none' }],
  };

  it('stands beside what it requires, for every condition', () => {
    const wanted = Object.fromEntries(Object.entries(expected).map(([name, [required]]) => [name, required]));
    const traced = traceOne(
      cart,
      { scope: { products: ['p'] }, conditions: wanted, benefit: { kind: 'amount', amount: 1 } },
      { shopper },
    );
    assert.deepEqual(
      traced.conditions,
      conditions.map(({ name }) => {
        const [required, measured] = expected[name]!;
        return { condition: name, required, measured, holds: true };
      }),
    );
  });

  it('is what the layers before left, where thresholds are; coupons of one layer do not see each other', () => {
    const options = { now: 0, policy: { threshold: 'residual', limits: { platform: 2 } } } as const;
    const { applied } = explain(
      cart,
      [
        off('first', 20, { layer: 'item', scope: { products: ['p'] } }),
        off('k1', 30, { scope: { products: ['p'] }, conditions: { minCartSpend: 100, minSpend: 90 } }),
        off('k2', 10, { scope: { products: ['q'] }, conditions: { minCartSpend: 100, minSpend: 20 } }),
      ],
      options,
    );
    assert.deepEqual(
      applied.map(({ on, measured, conditions }) => [
        on,
        measured,
        ...conditions.map(({ condition, measured }) => [condition, measured]),
      ]),
      [
        ['residual', 200],
        ['residual', 180, ['minSpend', 180], ['minCartSpend', 230]],
        ['residual', 50, ['minSpend', 50], ['minCartSpend', 230]],
      ],
    );
  });
});

describe('a kind of a shop’s own', () => {
  const oddHours: Condition<'oddHours', boolean> = {
    name: 'oddHours',
    code: 'odd-hours',
    shape: (value) => value as boolean,
    refuse: () => [],
  };
  /** Off the dearest units, at most a part of each. */
  const crown: Benefit<'crown', { kind: 'crown'; amount: number; maxCrowns?: number; maxPart: number }> = {
    kind: 'crown',
    fields: { amount: Number, 'maxCrowns?': Number, maxPart: Number },
    discount: ({ amount, maxCrowns = Infinity, maxPart }, { units, base }) =>
      Math.min(amount * Math.min(units, maxCrowns), base * maxPart),
    percentOfBase: ({ maxPart }) => maxPart * 100,
  };
  const kinds = { conditions: [...conditions, oddHours], benefits: [...benefits, crown] };
  const coupon = {
    id: 'k',
    conditions: { oddHours: true },
    benefit: { kind: 'crown', amount: 5, maxCrowns: 3, maxPart: 0.1 },
  } as Coupon;
  const cart = goods(['a', 'p', 100, 4]);

  it('is explained as far as it tells', () => {
    const [traced] = createExplain(kinds)(cart, [coupon], { now: 0 }).applied;
    assert.deepEqual(traced!.conditions, [{ condition: 'oddHours', required: true, holds: true }]);
    assert.deepEqual(
      [traced!.offered, traced!.cuts, traced!.amount],
      [20, [{ by: 'cap', field: 'maxCrowns', to: 15 }], 15],
      'what it cannot do without is no limit',
    );
    assert.ok(!('percentOff' in traced!), 'it takes less than the most that it may take');
  });

  it('says what it measured where that is told', () => {
    const tell = createExplain(kinds, { oddHours: ({ units }) => units });
    const conditions = { ...coupon.conditions, minSpend: 1 };
    const [traced] = tell(cart, [{ ...coupon, conditions }], { now: 0 }).applied;
    assert.deepEqual(
      traced!.conditions.map(({ condition, measured }) => [condition, measured]),
      [
        ['minSpend', 400],
        ['oddHours', 4],
      ],
    );
  });
});

it('what a quote refuses, a trace refuses for the same reasons', () => {
  const coupons = [
    off('late', 1, { validUntil: '1969-01-01T00:00:00Z', conditions: { minSpend: 900, maxOrders: 0 } }),
    off('k', 1),
    off('rival', 1),
    off('k', 2),
    {} as Coupon,
  ];
  const { refused } = explain(goods(['a', 'p', 100]), coupons, { now: 0 });
  assert.deepEqual(refused, quote(goods(['a', 'p', 100]), coupons, { now: 0 }).refused);
  assert.deepEqual(
    refused.map(({ coupon, reasons }) => [coupon, ...reasons.map(({ code }) => code)]),
    [
      ['late', 'expired', 'min-spend', 'max-orders'],
      ['rival', 'conflict', 'conflict'],
      ['k', 'invalid'],
      ['', 'invalid'],
    ],
  );
});
