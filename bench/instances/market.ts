import { createRandom, type Random } from './create-random.js';
import { drawCart, type Stock } from './draw-cart.js';
import {
  addTerms,
  drawItem,
  drawPayment,
  drawPlatform,
  drawShipping,
  drawShop,
  type Draft,
} from './draw-coupon.js';
import { now, type AnyCoupon, type Instance } from './instance.js';
import { listPrice } from './list-price.js';

/**
 * A mall: of a hundred coupons some 40 are on single goods, 30 are the shops', 14 the platform's, 8 on shipping, 8 for a payment method. One
 * platform coupon in seven is a big one that goes beside no shop's and no item coupon, which is what greedy falls for.
 */
export function market(seed: number, lines: number, coupons: number, shops: number): Instance {
  const random = createRandom(seed);
  const stock = drawCart(random, lines, shops);
  return {
    cart: stock.cart,
    coupons: numberCoupons(Array.from({ length: coupons }, () => addTerms(random, drawAny(random, stock)))),
    options: { now, shopper: random.chance(0.5) ? { tags: ['member'] } : {}, policy: {} },
  };
}

/** Five lines of two shops, and twenty coupons. */
export function small(seed: number): Instance {
  return market(seed, 5, 20, 2);
}

/** Five hundred lines of one shop, and a thousand coupons, 300 of which want to be the shop's one. */
export function oneShop(seed: number): Instance {
  return market(seed, 500, 1_000, 1);
}

/** Gives coupons ids that say nothing of their kind. */
export function numberCoupons(drafts: readonly Draft[]): AnyCoupon[] {
  return drafts.map((draft, index) => ({ id: `coupon-${index}`, ...draft }));
}

function drawAny(random: Random, stock: Stock): Draft {
  const at = random.integer(1, 100);
  if (at <= 40) return drawItem(random, stock);
  if (at <= 70) return drawShop(random, stock);
  if (at <= 72) return drawExclusive(random, stock);
  if (at <= 84) return drawPlatform(random, stock);
  return at <= 92 ? drawShipping(random, stock) : drawPayment(random, stock);
}

function drawExclusive(random: Random, stock: Stock): Draft {
  const total = listPrice(stock.cart.lines, 'platform');
  return {
    issuer: 'platform',
    conditions: { minSpend: Math.floor(total * random.uniform(0.6, 1)) },
    benefit: { kind: 'amount', amount: Math.floor(total * random.uniform(0.15, 0.3)) },
    combinesWith: ['shipping', 'payment'],
  };
}
