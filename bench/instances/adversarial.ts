import type { Layer } from '../../src/model/index.js';
import { createRandom } from './create-random.js';
import { now, type AnyCoupon, type Instance } from './instance.js';

/**
 * Where any search must give up: each line has one coupon of its own in each of four layers, no layer has a limit, and every coupon goes with
 * every other. Thresholds are measured on what the layers before left of the whole cart, and lie so that about half of what the earlier
 * coupons could take may be taken: which half is a knapsack problem (subset sums of amounts without a pattern), layer upon layer.
 */
export function adversarial(seed: number, lineCount = 25): Instance {
  const random = createRandom(seed);
  const lines = Array.from({ length: lineCount }, (_, index) => ({
    id: `line-${index}`,
    product: `product-${index}`,
    unitPrice: random.integer(1_000_000, 9_999_999),
    quantity: 1,
  }));
  const total = lines.reduce((sum, { unitPrice }) => sum + unitPrice, 0);
  const shareOf: Readonly<Partial<Record<Layer, number>>> = {
    item: 0.3,
    shop: 0.15,
    platform: 0.1,
    payment: 0.05,
  };
  let before = 0;
  const coupons: AnyCoupon[] = [];
  for (const [layer, share] of Object.entries(shareOf) as [Layer, number][]) {
    for (const { product, unitPrice } of lines) {
      const amount = Math.floor(unitPrice * share * random.uniform(0.4, 1.6));
      coupons.push({
        id: `${layer}-${product}`,
        scope: { products: [product] },
        layer,
        ...(layer === 'item'
          ? { benefit: { kind: 'each', amount } }
          : {
              conditions: { minCartSpend: Math.floor(total * (1 - before * random.uniform(0.4, 0.6))) },
              benefit: { kind: 'amount', amount },
            }),
      });
    }
    before += share;
  }
  return {
    cart: { currency: 'CNY', lines },
    coupons,
    options: {
      now,
      policy: {
        threshold: 'residual',
        limits: { item: null, shop: null, platform: null, shipping: null, payment: null },
      },
    },
  };
}
