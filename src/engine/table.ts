import type { Goods } from '../benefits/benefit.js';
import type { Cart } from '../model/cart.js';
import { sortBy } from '../model/sort-by.js';

/**
 * The cart as the engine works on it: places that money is left on. First the lines, sorted by id, then the fees, sorted by shop, so that
 * "the smaller line id" is the smaller place and the order in which lines are given changes nothing.
 */
export interface Table {
  readonly cart: Cart;
  readonly goods: readonly Goods[];
  readonly fees: readonly Fee[];
  /** What each place costs before coupons, minor units. */
  readonly list: readonly number[];
  /** What no discount goes below, minor units: the room of a place is what is left of it minus this. */
  readonly floor: readonly number[];
}

export interface Fee {
  readonly place: number;
  /** Absent: the whole order's. */
  readonly shop: string | undefined;
}

export function tabulate(cart: Cart): Table {
  const goods = sortBy(cart.lines, ({ id }) => id).map((line, place): Goods => {
    const { unitPrice, quantity, minUnitPrice = 0 } = line;
    return { place, line, unitPrice, quantity, unitRoom: Math.max(0, unitPrice - minUnitPrice) };
  });
  const fees = sortBy(cart.shipping ?? [], ({ shop = '' }) => shop);
  return {
    cart,
    goods,
    fees: fees.map(({ shop }, index) => ({ place: goods.length + index, shop })),
    list: [...goods.map(({ unitPrice, quantity }) => unitPrice * quantity), ...fees.map(({ fee }) => fee)],
    floor: [...goods.map((each) => (each.unitPrice - each.unitRoom) * each.quantity), ...fees.map(() => 0)],
  };
}
