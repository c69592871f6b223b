import type { Issuer, Line, Scope } from '../../src/model/index.js';
import { createRandom, type Random } from './create-random.js';
import { addTerms, type Draft } from './draw-coupon.js';
import { drawCart, type Stock } from './draw-cart.js';
import { now, type Instance } from './instance.js';
import { listPrice } from './list-price.js';
import { numberCoupons } from './market.js';

/** Prices, amounts and caps are multiples of this many minor units: a percentage of a percentage of a percentage of one is whole. */
export const unit = 1_000_000;

/**
 * What a mixed-integer linear program can express exactly (../milp/create-model.ts): nothing is ever rounded, and no coupon asks how an
 * earlier one was split over lines. So: prices in large units; item coupons are amounts off or special prices; a shop's coupons may reach a part of
 * the shop, but the platform's reach whole shops, and the payment's everything; thresholds are on list prices.
 */
export function exact(seed: number, lineCount: number, couponCount: number, shopCount: number): Instance {
  const random = createRandom(seed);
  const drawn = drawCart(random, lineCount, shopCount);
  const lines = drawn.cart.lines.map((line) => ({ ...line, unitPrice: random.integer(9, 900) * unit }));
  const shipping = drawn.shops.map((shop) => ({ shop, fee: random.integer(5, 20) * unit }));
  const priced = new Map(lines.map((line) => [line.id, line]));
  const stock: Stock = {
    ...drawn,
    cart: { ...drawn.cart, lines, shipping },
    shelves: drawn.shelves.map((shelf) => shelf.map(({ id }) => priced.get(id)!)),
  };
  const drafts = Array.from({ length: couponCount }, (_, index) =>
    // The first ones are of every layer, whatever is drawn.
    addTerms(random, draw(random, stock, index < 5 ? [1, 45, 75, 90, 95][index]! : random.integer(1, 100))),
  );
  return {
    cart: stock.cart,
    coupons: numberCoupons(drafts),
    options: {
      now,
      shopper: { tags: ['member'] },
      policy: { limits: { shop: 1 + (seed % 2), platform: 1 + (seed % 3) } },
    },
  };
}

function draw(random: Random, stock: Stock, at: number): Draft {
  const { cart, shops } = stock;
  if (at <= 40) return drawEach(random, stock);
  if (at <= 70) {
    const shop = random.pick(shops);
    const own = cart.lines.filter((line) => line.shop === shop);
    const categories = [random.pick(own).categories![0]!];
    const scope = random.pick<Scope | undefined>([undefined, { categories }, { exclude: { categories } }]);
    return drawSpend(random, cart.lines, { shop }, scope, [0.06, 0.18]);
  }
  if (at <= 84) {
    const isAll = random.chance(0.5);
    const some = random.sample(shops, random.integer(1, Math.max(1, Math.ceil(shops.length / 3))));
    return drawSpend(random, cart.lines, 'platform', isAll ? undefined : { shops: some }, [0.04, 0.12]);
  }
  if (at <= 92) {
    const benefit = {
      kind: 'shipping',
      percentOff: 100,
      maxAmount: random.integer(4, 9 * shops.length) * unit,
    } as const;
    return { issuer: random.chance(0.5) ? 'platform' : { shop: random.pick(shops) }, benefit };
  }
  const draft = drawSpend(random, cart.lines, 'platform', undefined, [0.02, 0.06]);
  return { ...draft, conditions: { ...draft.conditions, paymentMethods: ['card'] } };
}

function drawEach(random: Random, { shelves }: Stock): Draft {
  const lines = random.sample(random.pick(shelves), random.pick([1, 2, 2, 3]));
  const dear = Math.max(...lines.map(({ unitPrice }) => unitPrice));
  return {
    issuer: { shop: lines[0]!.shop! },
    scope: { products: lines.map(({ product }) => product) },
    benefit: {
      kind: 'each',
      ...(random.chance(0.5)
        ? { amount: units(dear * random.uniform(0.08, 0.35)) }
        : { price: units(dear * random.uniform(0.6, 0.92)) }),
      ...(random.chance(0.4) && { maxUnits: random.integer(1, 2) }),
    },
  };
}

/**
 * An amount, an amount for every so much, tiers of either kind or, as often as those together, a percentage with a cap near where it binds; worth
 * from `least` to `most` of the goods in scope.
 */
function drawSpend(
  random: Random,
  lines: readonly Line[],
  issuer: Issuer,
  scope: Scope | undefined,
  [least, most]: readonly [number, number],
): Draft {
  const base = listPrice(lines, issuer, scope);
  const share = random.uniform(least, most);
  const percentOff = Math.ceil(share * 130);
  const minSpend = units(base * random.uniform(0.45, 1.1)) + unit;
  const drawPercent = (): Draft['benefit'] => ({
    kind: 'percent',
    percentOff,
    maxAmount: units((base * percentOff * random.uniform(0.5, 1.1)) / 100),
  });
  const steps = [0.35, 0.7, 1].map(
    (step, index) => units(base * step * random.uniform(0.8, 1)) + index * unit,
  );
  const benefit = random.pick<() => Draft['benefit']>([
    drawPercent,
    drawPercent,
    drawPercent,
    drawPercent,
    () => ({ kind: 'amount', amount: Math.min(units(base * share), minSpend - unit) }),
    () => {
      const everySpend = units(base / random.integer(2, 6)) + unit;
      return { kind: 'amount', amount: Math.min(units(everySpend * share), everySpend - unit), everySpend };
    },
    () => ({
      kind: 'tiered',
      tiers: steps.map((step, index) => ({
        minSpend: step + unit,
        amount: units(step * share * (0.6 + 0.2 * index)) + (index * unit) / 100,
      })),
    }),
    () => ({
      kind: 'tiered',
      tiers: steps.map((step, index) => ({ minSpend: step, percentOff: Math.ceil(share * 90) + index * 2 })),
    }),
  ])();
  const needsThreshold = benefit.kind === 'amount' && !benefit.everySpend;
  return {
    issuer,
    ...(scope && { scope }),
    ...(needsThreshold && { conditions: { minSpend } }),
    benefit,
  };
}

/** Whole units, at least one; in minor units. */
function units(amount: number): number {
  return Math.max(1, Math.floor(amount / unit)) * unit;
}
