import type { Goods } from '../benefits/benefit.js';
import type { Cart } from '../model/cart.js';

/**
 * The cart as the engine works on it: places that money is left on. First the lines, sorted by id, then the fees, sorted by shop, so that
 * "the smaller line id" is the smaller place and the order in which lines are given changes nothing.
 */
export interface Table {
  readonly cart: Cart;
  readonly goods: readonly Goods[];
  /** The fees' shops, sorted; a fee for the whole order has none. */
  readonly fees: readonly { readonly place: number; readonly shop: string | undefined }[];
  /** What each place costs before coupons, minor units. */
  readonly list: readonly number[];
  /** What no discount goes below, minor units: the room of a place is what is left of it minus this. */
  readonly floor: readonly number[];
  /** The place of each of the cart's lines, in the cart's order. */
  readonly placeOfLine: readonly number[];
  /** The place of each of the cart's fees, in the cart's order. */
  readonly placeOfFee: readonly number[];
}

export function tabulate(cart: Cart): Table {
  const lineOrder = order(cart.lines, (line) => line.id);
  const feeOrder = order(cart.shipping ?? [], (fee) => fee.shop ?? '');
  const goods = lineOrder.map((index, place): Goods => {
    const line = cart.lines[index]!;
    const { unitPrice, quantity, minUnitPrice = 0 } = line;
    return { place, line, unitPrice, quantity, unitRoom: Math.max(0, unitPrice - minUnitPrice) };
  });
  const fees = feeOrder.map((index) => cart.shipping![index]!);
  return {
    cart,
    goods,
    fees: fees.map(({ shop }, index) => ({ place: goods.length + index, shop })),
    list: [...goods.map((each) => each.unitPrice * each.quantity), ...fees.map(({ fee }) => fee)],
    floor: [...goods.map((each) => (each.unitPrice - each.unitRoom) * each.quantity), ...fees.map(() => 0)],
    placeOfLine: invert(lineOrder, 0),
    placeOfFee: invert(feeOrder, goods.length),
  };
}

/** The indices of `items`, sorted by key in UTF-16 code units. */
function order<T>(items: readonly T[], keyOf: (item: T) => string): number[] {
  const keys = items.map(keyOf);
  return keys.map((_, index) => index).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
}

function invert(order: readonly number[], first: number): number[] {
  const places = new Array<number>(order.length);
  order.forEach((index, position) => (places[index] = first + position));
  return places;
}
