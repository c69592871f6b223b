import fc from 'fast-check';
import type { KnownBenefit, Conditions } from '../../src/engine/index.js';
import type {
  Cart,
  Coupon,
  Issuer,
  Layer,
  Line,
  Policy,
  Scope,
  ShippingFee,
  Shopper,
} from '../../src/model/index.js';

/** Small carts and coupons over every kind, condition and rule, dense enough that most coupons apply and compete. */

export interface Instance {
  readonly cart: Cart;
  readonly coupons: readonly Coupon[];
  readonly shopper: Shopper;
  readonly policy: Policy;
  readonly now: number;
}

const now = Date.parse('2026-11-21T00:00:00Z');
const shops = ['s1', 's2'] as const;
/** Present in `of` of ten cases. */
const some = <T>(arbitrary: fc.Arbitrary<T>, of = 6): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: of, arbitrary }, { weight: 10 - of, arbitrary: fc.constant(undefined) });

/** Leaves out what is undefined, as JSON does. */
function compact<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const price = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 50, max: 5_000 }));

const lines = fc
  .array(
    fc.record({
      product: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
      shop: some(fc.constantFrom(...shops), 9),
      brand: some(fc.constantFrom('b1', 'b2')),
      categories: some(fc.subarray(['c1', 'c2', 'c3'])),
      tags: some(fc.subarray(['sale', 'eco'])),
      unitPrice: price,
      quantity: fc.integer({ min: 1, max: 4 }),
      minUnitPrice: some(fc.integer({ min: 0, max: 400 }), 1),
      discountable: some(fc.boolean(), 1),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.map((line, index) => ({ ...line, id: `l${(index * 7) % 10}` })) as Line[]);

const shipping = fc
  .tuple(
    some(fc.integer({ min: 0, max: 900 })),
    some(fc.integer({ min: 0, max: 900 })),
    some(fc.integer({ min: 0, max: 900 }), 1),
  )
  .map((fees) =>
    [...shops, undefined].flatMap((shop, index) =>
      fees[index] === undefined ? [] : [{ shop, fee: fees[index] }],
    ),
  ) as fc.Arbitrary<ShippingFee[]>;

const cart = fc.record({
  currency: fc.constant('CNY'),
  lines,
  shipping: some(shipping),
  attributes: some(fc.constantFrom({ packaging: 'none' }, { packaging: 'box' })),
  paymentMethod: some(fc.constantFrom('card', 'instalment')),
  region: some(fc.constantFrom('CN', 'TW')),
});

const scope = fc.record({
  products: some(fc.subarray(['p1', 'p2', 'p3', 'p4'], { minLength: 1 })),
  categories: some(fc.subarray(['c1', 'c2', 'c3'], { minLength: 1 }), 1),
  exclude: some(fc.constantFrom({ tags: ['sale'] }, { brands: ['b2'] }, { products: ['p4'] }), 1),
}) as fc.Arbitrary<Scope>;

const reward = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 800 }) }),
  fc.record({ percentOff: fc.constantFrom(5, 10, 12.5, 33.33, 50, 100) }),
  fc.record({ price: fc.integer({ min: 0, max: 500 }) }),
);

const tiers = fc.oneof(
  fc.constantFrom(
    [
      { minSpend: 100, amount: 10 },
      { minSpend: 1_000, amount: 150 },
      { minSpend: 3_000, amount: 600 },
    ],
    [
      { minSpend: 0, percentOff: 5 },
      { minSpend: 2_000, percentOff: 12 },
    ],
    [
      { minQuantity: 2, percentOff: 10 },
      { minQuantity: 4, percentOff: 25 },
    ],
    [
      { minSpend: 200, percentOff: 10 },
      { minSpend: 1_000, amount: 100 },
    ],
  ),
);

const benefit: fc.Arbitrary<KnownBenefit> = fc.oneof(
  fc.record({ kind: fc.constant('amount'), amount: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({
    kind: fc.constant('amount'),
    amount: fc.integer({ min: 1, max: 90 }),
    everySpend: fc.constantFrom(100, 500),
    maxTimes: some(fc.integer({ min: 1, max: 4 })),
  }),
  fc.record({
    kind: fc.constant('percent'),
    percentOff: fc.constantFrom(3, 10, 12.34, 50, 100),
    maxAmount: some(fc.integer({ min: 1, max: 1_500 })),
    rounded: some(fc.constantFrom('discount', 'price')),
  }),
  fc.record({ kind: fc.constant('tiered'), tiers, maxAmount: some(fc.integer({ min: 1, max: 500 }), 1) }),
  fc
    .record({ kind: fc.constant('each'), reward, maxUnits: some(fc.integer({ min: 1, max: 3 })) })
    .map(spread),
  fc
    .record({
      kind: fc.constant('buyXGetY'),
      reward,
      buy: fc.integer({ min: 1, max: 2 }),
      get: fc.integer({ min: 1, max: 2 }),
      getScope: some(scope, 2),
      maxTimes: some(fc.integer({ min: 1, max: 2 })),
    })
    .map(spread),
  fc
    .record({
      kind: fc.constant('bundle'),
      reward,
      parts: fc.array(fc.record({ scope, quantity: some(fc.integer({ min: 1, max: 2 })) }), {
        minLength: 1,
        maxLength: 2,
      }),
      maxTimes: some(fc.integer({ min: 1, max: 2 })),
    })
    .map(spread),
  fc
    .record({ kind: fc.constant('shipping'), reward, maxAmount: some(fc.integer({ min: 1, max: 500 })) })
    .map(spread),
) as fc.Arbitrary<KnownBenefit>;

function spread({ reward, ...rest }: { reward: object }): object {
  return { ...rest, ...reward };
}

const conditions: fc.Arbitrary<Conditions> = fc.record({
  minSpend: some(fc.constantFrom(0, 300, 3_001), 2),
  minCartSpend: some(fc.constantFrom(500, 4_000), 1),
  minQuantity: some(fc.integer({ min: 1, max: 4 }), 1),
  requires: some(
    fc.array(fc.record({ scope, quantity: some(fc.integer({ min: 1, max: 2 })) }), {
      minLength: 1,
      maxLength: 2,
    }),
    1,
  ),
  shopperTags: some(fc.constant(['vip']), 1),
  maxOrders: some(fc.constant(0), 1),
  paymentMethods: some(fc.constantFrom(['card'], ['card', 'instalment']), 1),
  attributes: some(fc.constant({ packaging: 'none' }), 1),
}) as fc.Arbitrary<Conditions>;

const allLayers: readonly Layer[] = ['item', 'shop', 'platform', 'shipping', 'payment'];

const coupon = fc
  .record({
    issuer: some(
      fc.oneof(
        fc.constant('platform'),
        fc.constantFrom(...shops.map((shop) => ({ shop }))),
      ) as fc.Arbitrary<Issuer>,
      3,
    ),
    scope: some(scope, 2),
    wholeOrder: some(fc.boolean(), 1),
    conditions: some(conditions, 2),
    benefit,
    layer: some(fc.constantFrom<Layer>('item', 'shop', 'platform', 'payment'), 2),
    combinesWith: some(fc.subarray([...allLayers]), 1),
    group: some(fc.constantFrom('g1', 'g2'), 1),
    validFrom: some(fc.constantFrom('2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z'), 1),
    validUntil: some(
      fc.constantFrom(
        '2026-11-30T00:00:00+08:00',
        '2026-11-30T00:00:00+08:00',
        '2026-12-31T00:00:00+08:00',
        '2026-11-20T00:00:00Z',
      ),
      3,
    ),
    funding: some(fc.record({ platform: fc.constantFrom(0, 30, 66.67, 100) }), 2),
  })
  .map(({ layer, ...rest }) => ({
    ...rest,
    ...(!['each', 'buyXGetY', 'bundle', 'shipping'].includes(rest.benefit.kind) && { layer }),
  }));

export const policies: fc.Arbitrary<Policy> = fc.record({
  threshold: fc.constantFrom('list', 'residual'),
  limits: some(
    fc.record(
      {
        item: fc.constantFrom(0, 1, 2, null),
        shop: fc.constantFrom(1, 2, null),
        platform: fc.constantFrom(0, 1, 2, null),
        shipping: fc.constantFrom(1, null),
        payment: fc.constantFrom(1, 2),
      },
      { requiredKeys: [] },
    ),
    2,
  ),
}) as fc.Arbitrary<Policy>;

/** @param most how many coupons at the most */
export function instances(most: number): fc.Arbitrary<Instance> {
  return fc
    .record({
      cart,
      coupons: fc.array(coupon, { minLength: 1, maxLength: most }),
      shopper: fc.record({ tags: some(fc.constant(['vip'])), orders: some(fc.constantFrom(0, 3)) }),
      policy: policies,
    })
    .map(({ coupons, ...rest }) =>
      compact({
        ...rest,
        now,
        coupons: coupons.map((each, index) => ({ ...each, id: `k${(index * 7) % 20}` })),
      }),
    ) as fc.Arbitrary<Instance>;
}
