import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  benefits,
  best,
  check,
  conditions,
  createEngine,
  createNudges,
  nudges,
  quote,
  type Benefit,
  type NextStep,
  type Nudge,
  type Steps,
} from '../../src/engine/index.js';
import { matchesScope } from '../../src/model/match-scope.js';
import type { Best, Cart, Coupon, Line } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';
import { amountOff, cartOf, line, withBenefit } from './market-cases.js';

const runs = Number(process.env.RUNS ?? 200);
const now = Date.parse('2026-11-21T00:00:00Z');

describe('a nudge', () => {
  it('says what is missing to 满300减50, and what it saves then', () => {
    assert.deepEqual(nudges(cartOf(line('shirt', 25_000)), [amountOff('off', 30_000, 5_000)], { now }), [
      {
        coupon: 'off',
        of: 'spend',
        missing: 5_000,
        measured: 25_000,
        required: 30_000,
        scope: {},
        like: 'shirt',
        spend: 5_000,
        saves: 5_000,
      },
    ]);
  });

  it('says what the next time of 每满100减10 takes, and what that time saves', () => {
    const every = withBenefit('every', { kind: 'amount', amount: 1_000, everySpend: 10_000 });
    assert.deepEqual(nudges(cartOf(line('shirt', 25_000)), [every], { now }), [
      {
        coupon: 'every',
        of: 'spend',
        missing: 5_000,
        measured: 25_000,
        required: 30_000,
        scope: {},
        like: 'shirt',
        spend: 5_000,
        saves: 1_000,
        step: 3,
      },
    ]);
    const often = withBenefit('every', { kind: 'amount', amount: 1_000, everySpend: 10_000, maxTimes: 2 });
    assert.deepEqual(nudges(cartOf(line('shirt', 25_000)), [often], { now }), []);
  });

  it('says what the next tier takes (阶梯满减), and what that tier saves', () => {
    const tiered = withBenefit('tiers', {
      kind: 'tiered',
      tiers: [
        { minSpend: 30_000, amount: 3_000 },
        { minSpend: 50_000, amount: 8_000 },
        { minSpend: 80_000, amount: 15_000 },
      ],
    });
    const [nudge, ...others] = nudges(cartOf(line('coat', 32_000)), [tiered], { now });
    assert.deepEqual(others, []);
    assert.equal(nudge!.missing, 18_000);
    assert.equal(nudge!.required, 50_000);
    assert.equal(nudge!.step, 2);
    assert.equal(nudge!.saves, 5_000);
    assert.deepEqual(nudges(cartOf(line('coat', 80_000)), [tiered], { now }), []);
  });

  it('counts units for 第二件半价, then for the next pair', () => {
    const second = withBenefit('second', { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 50 });
    assert.deepEqual(nudges(cartOf(line('tea', 8_000)), [second], { now }), [
      {
        coupon: 'second',
        of: 'quantity',
        missing: 1,
        measured: 1,
        required: 2,
        scope: {},
        like: 'tea',
        spend: 8_000,
        saves: 4_000,
      },
    ]);
    const [next] = nudges(cartOf(line('tea', 8_000, { quantity: 3 })), [second], { now });
    assert.equal(next!.missing, 1);
    assert.equal(next!.required, 4);
    assert.equal(next!.step, 2);
  });

  it('promises of units no more than the cheapest of what is in the cart gives', () => {
    const second = withBenefit('second', { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 });
    const [nudge] = nudges(cartOf(line('cup', 2_000), line('tea', 8_000)), [second], { now });
    assert.equal(nudge!.saves, 1_000);
    assert.equal(nudge!.spend, 2_000);
  });

  it('counts units and their prices where both quantity and spend are missing (满3件且满300)', () => {
    const both = amountOff('both', 30_000, 5_000, { conditions: { minQuantity: 3, minSpend: 30_000 } });
    const [nudge] = nudges(cartOf(line('tea', 6_000)), [both], { now });
    assert.equal(nudge!.of, 'quantity');
    assert.equal(nudge!.missing, 4);
    assert.equal(nudge!.spend, 24_000);
    const one = amountOff('one', 30_000, 5_000, { conditions: { minQuantity: 2, minSpend: 30_000 } });
    const [spend] = nudges(cartOf(line('tea', 26_000)), [one], { now });
    assert.equal(spend!.of, 'spend');
    assert.equal(spend!.missing, 4_000);
  });

  it("is of a shop's goods for a shop's coupon, beside one of the platform", () => {
    const shop = amountOff('shop', 20_000, 2_000, { issuer: { shop: 'tea' } });
    const platform = amountOff('platform', 30_000, 3_000);
    const cart = cartOf(line('green', 19_000, { shop: 'tea' }), line('cup', 5_000, { shop: 'ware' }));
    assert.deepEqual(
      nudges(cart, [shop, platform], { now }).map(({ coupon, missing, scope, saves }) => ({
        coupon,
        missing,
        scope,
        saves,
      })),
      [
        { coupon: 'shop', missing: 1_000, scope: { shops: ['tea'] }, saves: 2_000 },
        { coupon: 'platform', missing: 6_000, scope: {}, saves: 3_000 },
      ],
    );
  });

  it('is none for a coupon that reaches its threshold but stays outvalued', () => {
    const small = amountOff('small', 30_000, 2_000);
    const percent = withBenefit('percent', { kind: 'percent', percentOff: 20 });
    assert.deepEqual(nudges(cartOf(line('shirt', 25_000)), [small, percent], { now }), []);
  });

  it('goes beyond the threshold to where a percentage pays off, to the cent', () => {
    const percent = withBenefit(
      'percent',
      { kind: 'percent', percentOff: 10 },
      { conditions: { minSpend: 30_000 } },
    );
    const cart = cartOf(line('shirt', 25_000));
    const [nudge] = nudges(cart, [percent, amountOff('amount', 10_000, 4_000)], { now });
    // From ¥400.05 on a tenth is rounded to ¥40.01.
    assert.equal(nudge!.missing, 15_005);
    assert.equal(nudge!.required, 30_000);
    assert.equal(nudge!.saves, 1);
  });

  it('adds what earlier layers take off, where thresholds are measured on what they leave', () => {
    const sale = withBenefit('sale', { kind: 'each', percentOff: 20 });
    const platform = amountOff('platform', 30_000, 5_000);
    const options = { now, policy: { threshold: 'residual' } } as const;
    const [nudge] = nudges(cartOf(line('shirt', 30_000)), [sale, platform], options);
    // 80% of ¥375.00 are ¥300.00.
    assert.equal(nudge!.missing, 7_500);
    assert.equal(nudge!.measured, 24_000);
    assert.equal(nudge!.required, 30_000);
    assert.equal(nudge!.saves, 5_000);
  });

  it('is none where something else is refused, or nothing of the scope is in the cart', () => {
    const vip = amountOff('vip', 30_000, 5_000, { conditions: { minSpend: 30_000, shopperTags: ['vip'] } });
    const late = amountOff('late', 30_000, 5_000, { validUntil: '2026-11-20T00:00:00Z' });
    const shoes = amountOff('shoes', 30_000, 5_000, { scope: { categories: ['shoes'] } });
    const gift = withBenefit('gift', {
      kind: 'bundle',
      amount: 100,
      parts: [{ scope: { products: ['shirt'] } }, { scope: { products: ['tie'] } }],
    });
    const broken = amountOff('broken', 30_000, 50_000);
    const cart = cartOf(line('shirt', 25_000), line('free', 0, { categories: ['shoes'] }));
    assert.deepEqual(nudges(cart, [vip, late, shoes, gift, broken], { now }), []);
    assert.deepEqual(nudges(cartOf(), [amountOff('off', 30_000, 5_000)], { now }), []);
    assert.deepEqual(nudges(cart, [], { now }), []);
  });

  it('puts first what comes back whole and leaves most over, then the larger part', () => {
    const cart = cartOf(line('tea', 9_000, { shop: 'a' }), line('cup', 9_000, { shop: 'b' }));
    const coupons = [
      amountOff('tenth', 19_000, 100),
      amountOff('more', 10_000, 3_000, { issuer: { shop: 'a' } }),
      amountOff('whole', 10_000, 1_000, { issuer: { shop: 'b' } }),
    ];
    assert.deepEqual(
      nudges(cart, coupons, { now }).map(({ coupon }) => coupon),
      ['more', 'whole', 'tenth'],
    );
  });

  it('takes the first of two coupons with one id, and ignores what is no coupon', () => {
    const coupons = [
      amountOff('off', 30_000, 5_000),
      amountOff('off', 26_000, 5_000),
      { id: 'off' } as Coupon,
    ];
    const [nudge, ...others] = nudges(cartOf(line('shirt', 25_000)), coupons, { now });
    assert.equal(nudge!.missing, 5_000);
    assert.deepEqual(others, []);
  });

  it("is of a shop's own kind, too, also of its steps where it says which", () => {
    interface Stamps {
      readonly kind: 'stamps';
      readonly every: number;
      readonly maxTimes?: number;
    }
    const stamps: Benefit<'stamps', Stamps> = {
      kind: 'stamps',
      fields: { every: () => 0, 'maxTimes?': () => 0 },
      refuse: ({ every }, { units }) =>
        units < every
          ? [{ code: 'min-quantity', params: { required: every, measured: units, missing: every - units } }]
          : [],
      discount: ({ every, maxTimes = Infinity }, { units }) =>
        100 * Math.min(maxTimes, Math.floor(units / every)),
    };
    const engine = createEngine({ conditions, benefits: [...benefits, stamps] });
    const coupon = withBenefit('card', { kind: 'stamps', every: 3 });
    const nextStamps: NextStep<Stamps> = (benefit, { units }) => {
      const times = Math.floor(units / benefit.every);
      const required = { units: (times + 1) * benefit.every };
      return { step: times + 1, required, below: { ...benefit, maxTimes: times } as Stamps };
    };
    const missing = (quantity: number, steps?: Steps): (readonly [number, number | undefined])[] =>
      createNudges(engine, steps)(cartOf(line('tea', 900, { quantity })), [coupon], { now }).map(
        (nudge) => [nudge.missing, nudge.step] as const,
      );
    assert.deepEqual(missing(1), [[2, undefined]]);
    assert.deepEqual(missing(4), []);
    assert.deepEqual(missing(4, { stamps: nextStamps }), [[2, 2]]);
  });

  it('never asks for more than integers are exact for', () => {
    const far = amountOff('far', Number.MAX_SAFE_INTEGER, 5_000);
    const [nudge] = nudges(cartOf(line('shirt', 25_000)), [far], { now });
    assert.equal(nudge!.missing, Number.MAX_SAFE_INTEGER - 25_000);
    const many = amountOff('many', 1, 5_000, { conditions: { minQuantity: Number.MAX_SAFE_INTEGER } });
    assert.deepEqual(nudges(cartOf(line('shirt', 25_000)), [many], { now }), []);
  });
});

/** Instances in which coupons lack a little, so that most have a nudge. */
const lacking = (most: number, by: number): fc.Arbitrary<Instance> =>
  fc
    .tuple(
      instances(most),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: by })), {
        minLength: most,
        maxLength: most,
      }),
    )
    .map(([instance, picks]) => {
      const { lines } = instance.cart;
      const spend = lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0);
      const units = lines.reduce((total, { quantity }) => total + quantity, 0);
      const conditions = (index: number): object => {
        const [kind, missing] = picks[index]!;
        if (kind < 3) return { minSpend: spend + missing };
        if (kind < 4) return { minCartSpend: spend + missing };
        return kind < 5 ? { minQuantity: units + 1 + (missing % 2) } : {};
      };
      const coupons = instance.coupons.map((coupon, index) => ({
        ...coupon,
        conditions: { ...coupon.conditions, ...conditions(index) },
      }));
      return { ...instance, coupons };
    });

/** The lines that more may be like: those that what is missing is counted on. */
function countedLines({ cart, coupons, ...options }: Instance, { coupon, scope }: Nudge): Line[] {
  const codes = best(cart, coupons, { ...options, compare: false })
    .refused.find((refusal) => refusal.coupon === coupon)
    ?.reasons.map(({ code }) => code);
  const alsoUndiscountable = codes?.every((code) => ['min-cart-spend', 'requires'].includes(code)) ?? false;
  return cart.lines.filter(
    (each) =>
      each.unitPrice > 0 && matchesScope(each, scope) && (alsoUndiscountable || each.discountable !== false),
  );
}

/** Of lines between which no coupon tells, the cheapest. */
function cheapestOfEachKind(lines: readonly Line[], coupons: readonly Coupon[]): Line[] {
  const named = JSON.stringify(coupons);
  const kindOf = ({
    product,
    brand,
    shop,
    categories = [],
    tags = [],
    minUnitPrice,
    discountable,
  }: Line): string =>
    JSON.stringify([
      [product, brand, shop].map((value) => (named.includes(JSON.stringify(value ?? '')) ? value : null)),
      [...categories, ...tags].filter((value) => named.includes(JSON.stringify(value))),
      minUnitPrice,
      discountable,
    ]);
  return lines.filter((each) =>
    lines.every(
      (other) =>
        kindOf(other) !== kindOf(each) ||
        other.unitPrice > each.unitPrice ||
        (other.unitPrice === each.unitPrice && other.id >= each.id),
    ),
  );
}

/** A coupon without the step that a nudge speaks of; undefined where the nudge speaks of the whole coupon. */
function below(coupon: Coupon, { step }: Nudge): Coupon | undefined {
  if (!step) return undefined;
  const benefit = coupon.benefit as unknown as { kind: string; tiers?: unknown[] };
  return {
    ...coupon,
    benefit: (benefit.tiers
      ? { ...benefit, tiers: benefit.tiers.slice(0, step - 1) }
      : { ...benefit, maxTimes: step - 1 }) as unknown as Coupon['benefit'],
  };
}

/** What a nudge's coupon saves in the best set with so much more of what it says, and what more is off at least of whatever goods. */
function savesWith(instance: Instance, nudge: Nudge, amount: number): { own: number; least: number } {
  const { cart, coupons, ...options } = instance;
  const pay = (extended: Cart, set: readonly Coupon[]): Best =>
    best(extended, set, { ...options, compare: false });
  const lines = countedLines(instance, nudge);
  const extend = (each: Line): Cart => ({
    ...cart,
    lines:
      nudge.of === 'spend'
        ? [...cart.lines, { ...each, id: 'another', unitPrice: amount, quantity: 1 }]
        : cart.lines.map((other) =>
            other === each ? { ...other, quantity: other.quantity + amount } : other,
          ),
  });
  const extended = extend(lines.find(({ id }) => id === nudge.like)!);
  const then = pay(extended, coupons);
  if (!then.applied.some(({ coupon }) => coupon === nudge.coupon)) return { own: 0, least: 0 };
  const others = coupons.flatMap((each) => (each.id === nudge.coupon ? (below(each, nudge) ?? []) : each));
  const { discount } = pay(cart, coupons);
  const own = Math.min(pay(extended, others).payable - then.payable, then.discount - discount);
  const kinds = nudge.of === 'spend' ? lines : cheapestOfEachKind(lines, coupons);
  return {
    own,
    least: Math.min(own, ...kinds.map((each) => pay(extend(each), coupons).discount - discount)),
  };
}

describe('nudges', () => {
  it('are true: so much more makes the coupon save what they say, and a little less does not', () => {
    fc.assert(
      fc.property(lacking(6, 120), (instance) => {
        const { cart, coupons, ...options } = instance;
        for (const nudge of nudges(cart, coupons, options)) {
          assert.equal(savesWith(instance, nudge, nudge.missing).least, nudge.saves);
          assert.ok(nudge.saves > 0);
          if (nudge.missing > 1) assert.ok(savesWith(instance, nudge, nudge.missing - 1).own <= 0);
          const [cheapest] = countedLines(instance, nudge).sort((a, b) => a.unitPrice - b.unitPrice);
          assert.equal(cart.lines.find(({ id }) => id === nudge.like)!.unitPrice, cheapest!.unitPrice);
        }
      }),
      { numRuns: runs },
    );
  });

  it('say the smallest addition of all that is found by trying each, where it goes on paying off', () => {
    let found = 0;
    fc.assert(
      fc.property(lacking(4, 20).map(shrink), (instance) => {
        const { cart, coupons, ...options } = instance;
        const answer = nudges(cart, coupons, { ...options, searches: Infinity });
        for (const { coupon, reasons } of best(cart, coupons, { ...options, compare: false }).refused) {
          const { code, params } = reasons[0]!;
          if (reasons.length > 1 || code !== 'min-spend' || (params.required as number) > 200) continue;
          const { issuer, scope = {} } = coupons.find(({ id }) => id === coupon)!;
          const [required, missing] = [params.required as number, params.missing as number];
          const asked = {
            coupon,
            of: 'spend',
            scope: typeof issuer === 'object' ? { ...scope, shops: [issuer.shop] } : scope,
          } as Nudge;
          const [like] = countedLines(instance, asked).sort(
            (a, b) => a.unitPrice - b.unitPrice || (a.id < b.id ? -1 : 1),
          );
          const saves = Array.from({ length: missing + required }, (_, index) =>
            savesWith(instance, { ...asked, like: like!.id }, index + 1),
          );
          const first = saves.findIndex(({ own }) => own > 0);
          const goesOn = saves.slice(first).every(({ own }) => own > 0);
          if (first >= 0 && !goesOn && first + 1 !== missing) continue;
          found++;
          assert.equal(
            answer.find((nudge) => nudge.coupon === coupon)?.missing,
            first >= 0 && saves[first]!.least > 0 ? first + 1 : undefined,
          );
        }
      }),
      { numRuns: Math.ceil(runs / 8) },
    );
    assert.ok(found > runs / 20, `${found}`);
  });

  it('are the same in whatever order lines and coupons are given', () => {
    fc.assert(
      fc.property(lacking(6, 120), ({ cart, coupons, ...options }) => {
        const turned = { ...cart, lines: [...cart.lines].reverse() };
        assert.deepEqual(nudges(turned, [...coupons].reverse(), options), nudges(cart, coupons, options));
      }),
      { numRuns: runs },
    );
  });

  it('search no more often than is allowed, and then know a part of what they know else', () => {
    fc.assert(
      fc.property(lacking(6, 120), fc.integer({ min: 0, max: 12 }), (instance, searches) => {
        const { cart, coupons, ...options } = instance;
        let searched = -1;
        const counting = createNudges({ check, quote, best: (...all) => (searched++, best(...all)) });
        const few = counting(cart, coupons, { ...options, searches });
        assert.ok(searched <= searches);
        const all = nudges(cart, coupons, { ...options, searches: Infinity });
        assert.deepEqual(
          few,
          all.filter((nudge) => few.some(({ coupon }) => coupon === nudge.coupon)),
        );
      }),
      { numRuns: runs },
    );
  });

  it('never promise more than the bound of a search that ran out of its budget proves', () => {
    fc.assert(
      fc.property(lacking(6, 120), ({ cart, coupons, ...options }) => {
        const proven = nudges(cart, coupons, options);
        for (const nudge of nudges(cart, coupons, { ...options, budget: 2 })) {
          const other = proven.find(({ coupon }) => coupon === nudge.coupon);
          if (other?.missing === nudge.missing) assert.ok(nudge.saves <= other.saves);
        }
      }),
      { numRuns: runs },
    );
  });
});

/** A cart so small that each addition can be tried. */
function shrink({ cart, coupons, ...options }: Instance): Instance {
  const lines = cart.lines.slice(0, 2).map(({ minUnitPrice: _, ...each }) => ({
    ...each,
    unitPrice: 1 + (each.unitPrice % 10),
    quantity: 1 + (each.quantity % 2),
    discountable: true,
  }));
  const spend = lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0);
  return {
    ...options,
    cart: { ...cart, lines },
    coupons: coupons.map((coupon, index) => ({
      ...coupon,
      ...(index % 3 < 2 && { conditions: { minSpend: spend + 3 + 5 * index } }),
      benefit: Object.fromEntries(
        Object.entries(coupon.benefit).map(([name, value]) => [
          name,
          typeof value === 'number' && value > 20 && name !== 'percentOff'
            ? 1 + (value % 20)
            : (value as unknown),
        ]),
      ) as unknown as Coupon['benefit'],
    })),
  };
}
