import type { KnownBenefit } from '../../src/engine/index.js';
import type { Issuer, Scope } from '../../src/model/index.js';
import type { Random } from './create-random.js';
import type { Stock } from './draw-cart.js';
import { now, type AnyCoupon } from './instance.js';
import { listPrice } from './list-price.js';

/** A coupon, but for its id. */
export type Draft = Omit<AnyCoupon, 'id'>;

const dayMs = 24 * 60 * 60 * 1000;

/** Where the caps of percentages lie, as a share of what the percentage comes to on list prices: below 1 they bind there. */
export interface Caps {
  readonly from: number;
  readonly to: number;
}

const looseCaps: Caps = { from: 0.5, to: 1.4 };

/**
 * An item coupon: a special price, a cheaper second piece or a bundle, on one to three lines of a shelf; one in twenty reaches over to
 * another shelf of the shop. Those of a shelf compete for its lines.
 */
export function drawItem(random: Random, { shelves }: Stock): Draft {
  const shelf = random.pick(shelves);
  const lines = random.sample(shelf, random.pick([1, 2, 2, 3]));
  if (random.chance(0.05))
    lines.push(random.pick(random.pick(shelves.filter(([line]) => line!.shop === shelf[0]!.shop))));
  const issuer = { shop: lines[0]!.shop! };
  const products = [...new Set(lines.map(({ product }) => product))];
  const scope = { products };
  const price = Math.min(...lines.map(({ unitPrice }) => unitPrice));
  const reward = random.chance(0.5)
    ? { percentOff: random.integer(8, 35) }
    : { amount: Math.max(1, Math.floor(price * random.uniform(0.1, 0.4))) };
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const kind = random.pick(['each', 'each', 'buyXGetY', 'bundle'] as const);
  if (kind === 'buyXGetY' && units > 1)
    return {
      issuer,
      scope,
      benefit: { kind, buy: random.integer(1, units - 1), get: 1, percentOff: random.pick([30, 50, 100]) },
    };
  if (kind === 'bundle' && products.length > 1)
    return {
      issuer,
      scope,
      benefit: {
        kind,
        parts: products.map((product) => ({ scope: { products: [product] } })),
        percentOff: random.integer(10, 30),
        ...(random.chance(0.5) && { maxTimes: 1 }),
      },
    };
  return {
    issuer,
    scope,
    benefit: { kind: 'each', ...reward, ...(random.chance(0.4) && { maxUnits: random.integer(1, 2) }) },
  };
}

/** A shop's coupon over all it sells, or over a category or what is not on sale, with a threshold around what the cart holds of it. */
export function drawShop(random: Random, stock: Stock, caps = looseCaps): Draft {
  const shop = random.pick(stock.shops);
  const own = stock.cart.lines.filter((line) => line.shop === shop);
  const scope = random.pick<Scope | undefined>([
    undefined,
    undefined,
    { categories: [random.pick(own).categories![0]!] },
    { exclude: { tags: ['sale'] } },
  ]);
  return drawSpend(random, stock, { shop }, scope, [0.06, 0.18], caps);
}

/** A platform coupon over everything, or over one to three categories, which cross the shops. */
export function drawPlatform(random: Random, stock: Stock, caps = looseCaps, everything = 0.5): Draft {
  const scope = random.chance(everything)
    ? undefined
    : { categories: random.sample(stock.categories, random.integer(1, 3)) };
  return drawSpend(random, stock, 'platform', scope, [0.04, 0.12], caps);
}

/** What paying by card takes off everything, or off a few brands, which cross shops and categories. */
export function drawPayment(random: Random, stock: Stock, caps = looseCaps, everything = 0.7): Draft {
  const brands = [0, 1, 2, 3, 4, 5, 6].map((brand) => `brand-${brand}`);
  const scope = random.chance(everything)
    ? undefined
    : { brands: random.sample(brands, random.integer(1, 3)) };
  const draft = drawSpend(random, stock, 'platform', scope, [0.02, 0.06], caps);
  return { ...draft, conditions: { ...draft.conditions, paymentMethods: ['card'] } };
}

/** Free shipping up to an amount, or a part of the fees: a shop's own, or of every shop. */
export function drawShipping(random: Random, { shops }: Stock): Draft {
  const issuer: Issuer = random.chance(0.5) ? 'platform' : { shop: random.pick(shops) };
  const maxAmount = random.integer(400, issuer === 'platform' ? 900 * shops.length : 2_000);
  return {
    issuer,
    benefit: { kind: 'shipping', percentOff: random.pick([50, 100, 100]), maxAmount },
  };
}

/**
 * What shops say in small print: some coupons hold for members, first orders or next week only; some may not be used beside others; some
 * belong to a group of which one may be used. Most end within a month.
 */
export function addTerms(random: Random, draft: Draft): Draft {
  const conditions = { ...draft.conditions, ...(random.chance(0.04) && { shopperTags: ['member'] }) };
  return {
    ...draft,
    ...(Object.keys(conditions).length && { conditions }),
    ...(random.chance(0.03) && { combinesWith: ['item', 'shop', 'shipping'] as const }),
    ...(random.chance(0.06) && { group: `group-${random.integer(0, 3)}` }),
    ...(random.chance(0.02) && { validFrom: new Date(now + 7 * dayMs).toISOString() }),
    ...(random.chance(0.8) && { validUntil: new Date(now + random.integer(8, 40) * dayMs).toISOString() }),
  };
}

/** An amount, a percentage, tiers or an amount for every so much, worth a share of the goods in scope, its threshold around what they cost. */
export function drawSpend(
  random: Random,
  { cart }: Stock,
  issuer: Issuer,
  scope: Scope | undefined,
  [least, most]: readonly [number, number],
  caps: Caps,
): Draft {
  const base = Math.max(1_000, listPrice(cart.lines, issuer, scope));
  const share = random.uniform(least, most);
  const threshold = Math.ceil((base * random.uniform(0.45, 1.1)) / 100) * 100;
  const amount = Math.max(1, Math.floor(base * share));
  const common = { issuer, ...(scope && { scope }) };
  const benefit = random.pick<() => KnownBenefit>([
    () => ({ kind: 'amount', amount: Math.min(amount, threshold - 1) }),
    () => {
      const percentOff = Math.ceil(share * 130);
      const cap = (base * percentOff * random.uniform(caps.from, caps.to)) / 100;
      return { kind: 'percent', percentOff, maxAmount: Math.max(1, Math.floor(cap)) };
    },
    () => drawTiers(random, base, share),
    () => {
      const times = random.integer(2, 6);
      const everySpend = Math.floor(base / times) - random.integer(0, 90);
      return {
        kind: 'amount',
        amount: Math.max(1, Math.floor((everySpend * share) / random.uniform(1, 1.3))),
        everySpend,
        ...(random.chance(0.3) && { maxTimes: random.integer(1, times) }),
      };
    },
  ])();
  const needsThreshold =
    benefit.kind === 'amount' ? !benefit.everySpend : benefit.kind === 'percent' && random.chance(0.5);
  return { ...common, ...(needsThreshold && { conditions: { minSpend: threshold } }), benefit };
}

function drawTiers(random: Random, base: number, share: number): KnownBenefit {
  const steps = [0.35, 0.7, 1].map((step) => Math.floor(base * step * random.uniform(0.8, 1.1)));
  const isPercent = random.chance(0.4);
  return {
    kind: 'tiered',
    tiers: steps.map((minSpend, index) => {
      const part = share * (0.6 + 0.25 * index);
      return isPercent
        ? { minSpend, percentOff: Math.max(1, Math.round(part * 100)) }
        : { minSpend, amount: Math.max(1, Math.floor(minSpend * part)) };
    }),
  };
}
