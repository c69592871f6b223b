import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  CouponError,
  best,
  check,
  createFillers,
  fillers,
  quote,
  type Filler,
  type FillerProduct,
} from '../../src/engine/index.js';
import type { Cart } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';
import { amountOff, cartOf, line, withBenefit } from './market-cases.js';

const runs = Number(process.env.RUNS ?? 200);
const now = Date.parse('2026-11-21T00:00:00Z');

const product = (name: string, unitPrice: number, more: Partial<FillerProduct> = {}): FillerProduct => ({
  product: name,
  unitPrice,
  ...more,
});
/** What is added, how much more is paid, and for which coupons: `socks×2 −1000 off`. */
const inShort = ({ items, extra, coupons }: Filler): string =>
  [
    items.map((item) => (item.quantity > 1 ? `${item.product}×${item.quantity}` : item.product)).join('+'),
    extra,
    ...coupons,
  ].join(' ');

describe('a filler', () => {
  it('is what to add, as lines, with what it costs, saves and takes to pay', () => {
    const socks = product('socks', 6_000, { title: 'Socks', shop: 'wool', maxQuantity: 3 });
    assert.deepEqual(
      fillers(cartOf(line('shirt', 25_000)), [amountOff('off', 30_000, 5_000)], [socks], { now }),
      [
        {
          items: [{ product: 'socks', unitPrice: 6_000, title: 'Socks', shop: 'wool', quantity: 1 }],
          spend: 6_000,
          payable: 26_000,
          extra: 1_000,
          saves: 5_000,
          coupons: ['off'],
        },
      ],
    );
  });

  it('comes first where the price falls, then by what is to pay more', () => {
    const products = [
      product('coat', 90_000),
      product('tie', 4_500),
      product('pin', 900),
      product('socks', 1_900),
      product('cap', 3_100),
    ];
    assert.deepEqual(
      fillers(cartOf(line('shirt', 25_000)), [amountOff('off', 30_000, 5_000)], products, { now }).map(
        inShort,
      ),
      [
        'socks+cap 0 off',
        'pin+tie 400 off',
        'pin×6 400 off',
        'socks×3 700 off',
        'cap×2 1200 off',
        'tie×2 4000 off',
      ],
    );
    const [first] = fillers(cartOf(line('shirt', 29_000)), [amountOff('off', 30_000, 5_000)], products, {
      now,
    });
    assert.equal(inShort(first!), 'pin×2 -3200 off');
  });

  it('takes no more of a product than there is', () => {
    const products = [product('pin', 900, { maxQuantity: 5 }), product('cap', 3_100, { maxQuantity: 0 })];
    const off = amountOff('off', 30_000, 5_000);
    assert.deepEqual(fillers(cartOf(line('shirt', 25_000)), [off], products, { now }), []);
    assert.deepEqual(fillers(cartOf(line('shirt', 25_500)), [off], products, { now }).map(inShort), [
      'pin×5 -500 off',
    ]);
  });

  it("is of the coupon's goods: its shop, its scope, no gift card", () => {
    const off = amountOff('off', 30_000, 5_000, { issuer: { shop: 'a' }, scope: { categories: ['tea'] } });
    const cart = cartOf(line('green', 25_000, { shop: 'a', categories: ['tea'] }));
    const tea = { shop: 'a', categories: ['tea'] };
    const products = [
      product('gift', 5_000, { ...tea, discountable: false }),
      product('other-shop', 5_000, { ...tea, shop: 'b' }),
      product('cup', 5_000, { shop: 'a', categories: ['ware'] }),
      product('free', 0, tea),
      product('black', 7_000, tea),
    ];
    assert.deepEqual(fillers(cart, [off], products, { now }).map(inShort), ['black 2000 off']);
  });

  it('is the other half of a bundle (搭配券), also where the cart holds nothing of its scope', () => {
    const bundle = withBenefit('set', {
      kind: 'bundle',
      amount: 3_000,
      parts: [
        { scope: { products: ['shirt'] } },
        { scope: { categories: ['tie'] }, quantity: 2 },
        { scope: { products: ['pin'] } },
      ],
    });
    const products = [
      product('silk', 9_000, { categories: ['tie'] }),
      product('wool', 5_000, { categories: ['tie'], maxQuantity: 1 }),
      product('pin', 900),
    ];
    assert.deepEqual(fillers(cartOf(line('shirt', 25_000)), [bundle], products, { now }).map(inShort), [
      'wool+silk+pin 11900 set',
      'silk×2+pin 15900 set',
    ]);
  });

  it('is what is got for what is bought (买赠), not what is bought once more', () => {
    const gift = withBenefit(
      'gift',
      { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 100, getScope: { categories: ['tea'] } },
      { scope: { products: ['green'] } },
    );
    const cart = cartOf(line('green', 8_000, { categories: ['tea'] }));
    const products = [
      product('green', 8_000, { categories: ['tea'] }),
      product('black', 7_000, { categories: ['tea'] }),
    ];
    assert.deepEqual(fillers(cart, [gift], products, { now }).map(inShort), ['black 0 gift']);
  });

  it('is one more of what is in the cart for 第二件半价, and of the next tier', () => {
    const second = withBenefit('second', { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 50 });
    const cart = cartOf(line('tea', 8_000));
    assert.deepEqual(fillers(cart, [second], [product('tea', 8_000)], { now }).map(inShort), [
      'tea 4000 second',
    ]);
    const tiers = withBenefit('tiers', {
      kind: 'tiered',
      tiers: [
        { minSpend: 5_000, amount: 500 },
        { minSpend: 10_000, amount: 3_000 },
      ],
    });
    assert.deepEqual(fillers(cart, [tiers], [product('cup', 2_400)], { now }).map(inShort), [
      'cup -100 tiers',
    ]);
  });

  it('names all the coupons that come in, and serves several at once', () => {
    const coupons = [
      amountOff('site', 30_000, 3_000),
      amountOff('shop', 28_000, 2_000, { issuer: { shop: 'a' } }),
    ];
    const cart = cartOf(line('shirt', 25_000, { shop: 'a' }));
    const products = [product('tie', 3_000, { shop: 'a' }), product('coat', 5_500, { shop: 'a' })];
    assert.deepEqual(fillers(cart, coupons, products, { now }).map(inShort), [
      'coat 500 shop site',
      'tie×2 1000 shop site',
      'tie 1000 shop',
    ]);
  });

  it('goes beyond the threshold where a coupon pays off only there', () => {
    const sale = withBenefit('sale', { kind: 'each', percentOff: 20 });
    const options = { now, policy: { threshold: 'residual' } } as const;
    const products = [product('tie', 6_000), product('coat', 8_000)];
    assert.deepEqual(
      fillers(cartOf(line('shirt', 30_000)), [sale, amountOff('off', 30_000, 5_000)], products, options).map(
        inShort,
      ),
      ['coat 1400 off', 'tie×2 4600 off'],
    );
  });

  it('is asked for one coupon alone where that is named', () => {
    const coupons = [amountOff('a', 30_000, 2_000), amountOff('b', 40_000, 9_000)];
    const products = [product('tie', 6_000), product('coat', 20_000)];
    const cart = cartOf(line('shirt', 25_000));
    assert.deepEqual(
      fillers(cart, coupons, products, { now, coupon: 'b' }).map(({ coupons: [only] }) => only),
      ['b', 'b'],
    );
    assert.deepEqual(fillers(cart, coupons, products, { now, coupon: 'none' }), []);
  });

  it('is none without products, without a coupon that lacks something, or where it would not pay off', () => {
    const cart = cartOf(line('shirt', 25_000));
    assert.deepEqual(fillers(cart, [amountOff('off', 30_000, 5_000)], [], { now }), []);
    assert.deepEqual(fillers(cart, [amountOff('off', 20_000, 5_000)], [product('tie', 6_000)], { now }), []);
    const rival = withBenefit('rival', { kind: 'percent', percentOff: 50 });
    assert.deepEqual(
      fillers(cart, [rival, amountOff('off', 30_000, 5_000)], [product('tie', 6_000)], { now }),
      [],
    );
  });

  it('is refused for a product whose price or quantity is no amount', () => {
    const wrong = (more: Partial<FillerProduct>, argument: string): void =>
      assert.throws(
        () => fillers(cartOf(), [], [product('tie', 100), product('cap', 100, more)], { now }),
        (error) => error instanceof CouponError && error.argument === argument,
      );
    wrong({ unitPrice: 1.5 }, 'products[1].unitPrice');
    wrong({ unitPrice: -1 }, 'products[1].unitPrice');
    wrong({ maxQuantity: NaN }, 'products[1].maxQuantity');
  });
});

const products = fc.array(
  fc.record(
    {
      product: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
      shop: fc.constantFrom('s1', 's2'),
      brand: fc.constantFrom('b1', 'b2'),
      categories: fc.subarray(['c1', 'c2', 'c3']),
      unitPrice: fc.integer({ min: 0, max: 900 }),
      maxQuantity: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: ['product', 'unitPrice'] },
  ),
  { maxLength: 5 },
) as fc.Arbitrary<FillerProduct[]>;

/** Instances in which coupons lack a little. */
const lacking = fc
  .tuple(instances(5), fc.array(fc.integer({ min: -300, max: 900 }), { minLength: 5, maxLength: 5 }))
  .map(([instance, by]): Instance => {
    const { lines } = instance.cart;
    const spend = lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0);
    const coupons = instance.coupons.map((coupon, index) =>
      by[index]! > 0
        ? { ...coupon, conditions: { ...coupon.conditions, minSpend: spend + by[index]! } }
        : coupon,
    );
    return { ...instance, coupons };
  });

/** The cart as a page has it after the items were added. */
function withItems(cart: Cart, items: Filler['items']): Cart {
  const lines = [...cart.lines];
  for (const [index, item] of items.entries()) {
    const at = lines.findIndex((each) => {
      const { id: _, quantity, ...rest } = each;
      return (
        JSON.stringify(sorted({ ...rest, quantity: 0 })) ===
          JSON.stringify(sorted({ ...item, quantity: 0 })) && quantity
      );
    });
    if (at < 0) lines.push({ ...item, id: `added-${index}` });
    else lines[at] = { ...lines[at]!, quantity: lines[at]!.quantity + item.quantity };
  }
  return { ...cart, lines };
}

function sorted(item: object): object {
  return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('fillers', () => {
  it('are true: with what they add in the cart, that is to pay, and a coupon that they name is worth it', () => {
    let found = 0;
    fc.assert(
      fc.property(lacking, products, ({ cart, coupons, ...options }, list) => {
        const compared = { ...options, compare: false };
        const before = best(cart, coupons, compared);
        for (const filler of fillers(cart, coupons, list, options)) {
          found++;
          const extended = withItems(cart, filler.items);
          const after = best(extended, coupons, compared);
          const listed = filler.items.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
          assert.deepEqual(
            [filler.payable, filler.extra, filler.spend, filler.saves],
            [after.payable, after.payable - before.payable, listed, after.discount - before.discount],
          );
          assert.ok(filler.saves > 0);
          const applied = after.applied.map(({ coupon }) => coupon);
          assert.deepEqual(
            filler.coupons,
            applied.filter((coupon) => filler.coupons.includes(coupon)),
          );
          const isNeeded = (id: string): boolean =>
            best(
              extended,
              coupons.filter((coupon) => coupon.id !== id),
              compared,
            ).payable > after.payable;
          assert.ok(filler.coupons.some(isNeeded));
        }
      }),
      { numRuns: runs },
    );
    assert.ok(found > runs / 10, `${found}`);
  });

  it('begin with the cheapest of all that one could add, for an amount off', () => {
    const prices = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 90 }), (list, missing) => {
        const [first] = fillers(
          cartOf(line('shirt', 1_000)),
          [amountOff('off', 1_000 + missing, 50)],
          list.map((price, index) => product(`p${index}`, price)),
          { now },
        );
        const sums = list.flatMap((a) => [
          Math.ceil(missing / a) * a,
          ...list.flatMap((b) => [a + b, ...list.map((c) => a + b + c)]),
        ]);
        assert.equal(first!.extra, Math.min(...sums.filter((sum) => sum >= missing)) - 50);
      }),
      { numRuns: runs },
    );
  });

  it('are the same in whatever order lines and coupons are given', () => {
    fc.assert(
      fc.property(lacking, products, ({ cart, coupons, ...options }, list) => {
        const turned = { ...cart, lines: [...cart.lines].reverse() };
        assert.deepEqual(
          fillers(turned, [...coupons].reverse(), list, options),
          fillers(cart, coupons, list, options),
        );
      }),
      { numRuns: runs },
    );
  });

  it('search no more often than is allowed', () => {
    fc.assert(
      fc.property(lacking, products, fc.integer({ min: 0, max: 20 }), (instance, list, searches) => {
        const { cart, coupons, ...options } = instance;
        let searched = -1;
        const counting = createFillers({ check, quote, best: (...all) => (searched++, best(...all)) });
        counting(cart, coupons, list, { ...options, searches });
        assert.ok(searched <= searches);
      }),
      { numRuns: runs },
    );
  });
});
