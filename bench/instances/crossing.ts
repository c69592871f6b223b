import { createRandom } from './create-random.js';
import { drawCart } from './draw-cart.js';
import { addTerms, drawItem, drawPayment, drawPlatform, drawShipping, drawShop } from './draw-coupon.js';
import { now, type Instance } from './instance.js';
import { numberCoupons } from './market.js';

/** Caps that bind or not, depending on what the layers before leave. */
const nearCaps = { from: 0.6, to: 1 };

/**
 * The hard case: the platform's coupons are on categories, which cross the shops, the payment's mostly on brands, which cross the categories, so that
 * what is left for a coupon depends on how the ones before were split over the lines. Of a hundred coupons some 35 are on single goods, 25 the
 * shops', 25 the platform's, 12 for a payment method. Half the seeds allow one platform coupon, the others two or three.
 */
export function crossing(seed: number, lines: number, coupons: number, shops: number): Instance {
  const random = createRandom(seed);
  const stock = drawCart(random, lines, shops);
  const draft = (): ReturnType<typeof drawItem> => {
    const at = random.integer(1, 100);
    if (at <= 35) return drawItem(random, stock);
    if (at <= 60) return drawShop(random, stock, nearCaps);
    if (at <= 85) return drawPlatform(random, stock, nearCaps, 0.1);
    return at <= 97 ? drawPayment(random, stock, nearCaps, 0.3) : drawShipping(random, stock);
  };
  return {
    cart: stock.cart,
    coupons: numberCoupons(Array.from({ length: coupons }, () => addTerms(random, draft()))),
    options: {
      now,
      shopper: {},
      policy: { limits: { platform: [1, 1, 2, 3][seed % 4]!, payment: 1 + (Math.floor(seed / 4) % 2) } },
    },
  };
}
