import type { Cart, Line } from '../../src/model/index.js';
import type { Random } from './create-random.js';

/** A cart, and which of its lines lie on one shelf: what one item coupon may speak of. */
export interface Stock {
  readonly cart: Cart;
  readonly shops: readonly string[];
  readonly categories: readonly string[];
  /** Lines of one shop, about five each. */
  readonly shelves: readonly (readonly Line[])[];
}

const linesOfShelf = 5;

/**
 * Draws `lineCount` lines, spread evenly over the shops. Prices are not round. Categories and brands cross shops; a line in seven has two
 * categories. Each shop has a fee.
 */
export function drawCart(random: Random, lineCount: number, shopCount: number): Stock {
  const shops = Array.from({ length: shopCount }, (_, index) => `shop-${index}`);
  const categories = Array.from({ length: lineCount < 20 ? 3 : 10 }, (_, index) => `category-${index}`);
  const lines = Array.from({ length: lineCount }, (_, index): Line => ({
    id: `line-${index}`,
    product: `product-${index}`,
    shop: shops[Math.floor((index * shopCount) / lineCount)]!,
    brand: `brand-${random.integer(0, 6)}`,
    categories: random.sample(categories, random.chance(1 / 7) ? 2 : 1),
    ...(random.chance(0.15) && { tags: ['sale'] }),
    unitPrice: random.integer(890, random.pick([9_990, 29_990, 89_990])),
    quantity: random.pick([1, 1, 1, 2, 3]),
  }));
  const shelves = shops.flatMap((shop) => {
    const own = lines.filter((line) => line.shop === shop);
    const count = Math.max(1, Math.round(own.length / linesOfShelf));
    return Array.from({ length: count }, (_, shelf) =>
      own.filter((_, index) => Math.floor((index * count) / own.length) === shelf),
    );
  });
  return {
    cart: {
      currency: 'CNY',
      lines,
      shipping: shops.map((shop) => ({ shop, fee: random.integer(500, 1_990) })),
      paymentMethod: 'card',
    },
    shops,
    categories,
    shelves,
  };
}
