import { quote, refund, type Conditions, type KnownBenefit } from '../../../src/engine/index.js';
import type {
  Cart,
  Coupon,
  Line,
  Policy,
  Refund,
  RefundMode,
  ReturnedUnits,
} from '../../../src/model/index.js';
import type { OrderSnapshot } from '../../../src/server/order-snapshot.js';

/** Orders of a marketplace: 1–8 shops and the platform's own goods, fees of shops and of the whole order, coupons of both with every share of funding. */

export interface RandomOrder {
  readonly snapshot: OrderSnapshot;
  readonly mode: RefundMode;
  /** Portions after which nothing is left. */
  readonly returns: readonly (readonly ReturnedUnits[])[];
}

type AnyCoupon = Coupon<Conditions, KnownBenefit>;

/** Every coupon that fits is used. */
const policy: Policy = { limits: { item: null, shop: null, platform: null, shipping: null, payment: null } };
const now = Date.parse('2026-11-22T00:00:00Z');

/** Returns the same order for the same number. */
export function randomOrder(seed: number): RandomOrder {
  const random = createRandom(seed);
  const shops = Array.from({ length: random.upTo(8) }, (_, index) => `s${index + 1}`);
  const sellers = [...shops, ...(random.chance(0.2) ? [undefined] : [])];
  const cart: Cart = {
    currency: 'CNY',
    lines: Array.from({ length: random.upTo(6) }, (_, index): Line => {
      const shop = random.pick(sellers);
      return {
        id: `l${index}`,
        product: `p${random.upTo(5)}`,
        ...(shop !== undefined && { shop }),
        unitPrice: random.chance(0.1) ? random.upTo(5) - 1 : random.upTo(30_000),
        quantity: random.upTo(4),
      };
    }),
    shipping: [...sellers, ...(sellers.includes(undefined) ? [] : [undefined])]
      .filter(() => random.chance(0.5))
      .map((shop) => ({ ...(shop !== undefined && { shop }), fee: random.upTo(1_500) })),
  };
  const coupons = Array.from({ length: random.upTo(6) }, (_, index) => randomCoupon(random, shops, index));
  const snapshot: OrderSnapshot = {
    cart,
    quote: quote(cart, coupons, { now, policy }),
    coupons,
    policy,
    pricedAt: now,
  };
  return {
    snapshot,
    mode: random.chance(0.5) ? 'proportional' : 'recalculated',
    returns: randomReturns(random, cart),
  };
}

/** Returns what the next portion pays back. */
export function refundOf(
  { snapshot: { cart, quote, coupons, policy, pricedAt }, mode }: Omit<RandomOrder, 'returns'>,
  before: readonly Refund[],
  returned: readonly ReturnedUnits[],
): Refund {
  return refund(cart, quote, returned, {
    already: before.flatMap(({ lines }) => lines),
    shipping: true,
    ...(mode === 'recalculated' ? { mode, coupons, policy, now: pricedAt } : { mode }),
  });
}

interface Random {
  /** An integer from 1 to `most`. */
  upTo(most: number): number;
  chance(part: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Source: mulberry32, T. Ettinger, 2017. */
function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (most) => 1 + Math.floor(next() * most),
    chance: (part) => next() < part,
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}

function randomCoupon(random: Random, shops: readonly string[], index: number): AnyCoupon {
  const funding = random.pick([undefined, 0, 100, random.upTo(99), random.upTo(9_999) / 100]);
  return {
    id: `k${index}`,
    issuer: random.chance(0.4) ? { shop: random.pick(shops) } : 'platform',
    ...(random.chance(0.4) && { scope: { products: [`p${random.upTo(5)}`, `p${random.upTo(5)}`] } }),
    ...(random.chance(0.5) && { conditions: { minSpend: random.upTo(20_000) } }),
    benefit: random.pick<KnownBenefit>([
      { kind: 'amount', amount: random.upTo(8_000) },
      { kind: 'percent', percentOff: random.upTo(100) },
      { kind: 'shipping', percentOff: random.upTo(100) },
      { kind: 'each', amount: random.upTo(500) },
      { kind: 'buyXGetY', buy: 1, get: 1, percentOff: random.pick([50, 100]) },
    ]),
    ...(funding !== undefined && { funding: { platform: funding } }),
  };
}

function randomReturns(random: Random, { lines }: Cart): ReturnedUnits[][] {
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  const returns: ReturnedUnits[][] = [];
  while (left.size > 0) {
    const portion = [...left].flatMap(([line, most]): ReturnedUnits[] => {
      if (random.chance(0.4)) return [];
      const quantity = random.upTo(most);
      if (quantity === most) left.delete(line);
      else left.set(line, most - quantity);
      return [{ line, quantity }];
    });
    if (portion.length > 0) returns.push(portion);
  }
  return returns;
}
