import { sum } from '../money/allocate.js';
import type { Cart, Line } from '../model/cart.js';

/** Returns a cart with one more line, under an id of its own. */
export function addLine(cart: Cart, line: Omit<Line, 'id'>): Cart {
  let id = 'added';
  while (cart.lines.some((each) => each.id === id)) id += '+';
  return { ...cart, lines: [...cart.lines, { ...line, id }] };
}

/** Returns a cart with so many more units of one of its lines. */
export function addUnits(cart: Cart, id: string, units: number): Cart {
  return {
    ...cart,
    lines: cart.lines.map((line) => (line.id === id ? { ...line, quantity: line.quantity + units } : line)),
  };
}

/** Returns a cart with more items, as a page adds them: more units of the line that is the same thing, else a line of its own. */
export function addItems(cart: Cart, items: readonly Omit<Line, 'id'>[]): Cart {
  return items.reduce((extended, item) => {
    const same = extended.lines.find((line) => identityOf(line) === identityOf(item));
    return same ? addUnits(extended, same.id, item.quantity) : addLine(extended, item);
  }, cart);
}

/** Returns how much may be added to a cart that stays exact: minor units, and of what costs something as many units. */
export function roomIn({ lines, shipping = [] }: Cart): number {
  const amounts = [
    ...lines.map(({ unitPrice, quantity }) => unitPrice * quantity),
    ...shipping.map(({ fee }) => fee),
  ];
  const units = lines.map(({ quantity }) => quantity);
  return Number.MAX_SAFE_INTEGER - Math.max(sum(amounts), sum(units));
}

/** All of a line that a coupon or a price may depend on, but for its quantity. */
function identityOf(line: Omit<Line, 'id'>): string {
  const { product, sku, shop, brand, categories, tags, unitPrice, minUnitPrice, discountable } = line;
  return JSON.stringify([product, sku, shop, brand, categories, tags, unitPrice, minUnitPrice, discountable]);
}
