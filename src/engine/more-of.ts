import type { Cart, Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { sortBy } from '../model/sort-by.js';
import { addLine, addUnits, roomIn } from './extend-cart.js';
import { isCounted, missingFor, type Need } from './need.js';

/** What is "more of what is in the cart" for a coupon that lacks something, and how much of it is worth a look? */
export interface More {
  readonly of: 'spend' | 'quantity';
  /** With less the coupon is refused even alone. Minor units at list price, or units; ≥ 1. */
  readonly least: number;
  /** More than this is not looked at: up to here what counts comes to twice what the coupon requires. */
  readonly most: number;
  /** The cheapest line that counts: more is like it. */
  readonly like: Line;
  cartWith(amount: number): Cart;
  /** The carts in which so much more is like the cheapest line of each other kind. */
  othersWith(amount: number): Cart[];
  /** What so much more comes to at list price, minor units. */
  priceOf(amount: number): number;
}

/**
 * Returns a function that says what more a need asks for; undefined where the cart holds no goods that count, or where there are needs of
 * several scopes.
 * @param coupons all that may apply
 */
export function createMore(
  cart: Cart,
  coupons: readonly Coupon[],
): (needs: readonly Need[]) => More | undefined {
  const room = roomIn(cart);
  const kindOf = tellKinds(coupons);
  const goods = sortBy(cart.lines, ({ id }) => id)
    .filter(({ unitPrice }) => unitPrice)
    .sort((a, b) => a.unitPrice - b.unitPrice)
    .map((line) => ({ line, kind: kindOf(line) }));

  return ([need, ...others]) => {
    if (!need || others.length) return undefined;
    const kinds = new Map<string, Line>();
    for (const { line, kind } of goods) if (!kinds.has(kind) && isCounted(need, line)) kinds.set(kind, line);
    const [like, ...unlike] = kinds.values();
    if (!like) return undefined;
    const { spend, units } = missingFor(need, cart);
    const dearest = [like, ...unlike].at(-1)!.unitPrice;
    // Whatever is spent more is at least one unit more.
    const of = spend && units <= 1 ? 'spend' : 'quantity';
    const [least, most] =
      of === 'spend'
        ? [spend, Math.min(spend + need.spend, room)]
        : [
            Math.max(units, Math.ceil(spend / like.unitPrice)),
            Math.min(units + need.units, Math.floor(room / dearest)),
          ];
    if (least > most) return undefined;
    const extend = (line: Line, amount: number): Cart =>
      of === 'spend'
        ? addLine(cart, { ...line, unitPrice: amount, quantity: 1 })
        : addUnits(cart, line.id, amount);
    return {
      of,
      least,
      most,
      like,
      cartWith: (amount) => extend(like, amount),
      othersWith: (amount) => unlike.map((line) => extend(line, amount)),
      priceOf: (amount) => (of === 'spend' ? amount : amount * like.unitPrice),
    };
  };
}

/** Tells apart what the coupons may: lines are of a kind where all the values that any coupon names are the same. */
function tellKinds(coupons: readonly Coupon[]): (line: Line) => string {
  const named = new Set<unknown>();
  JSON.stringify(coupons, (_, value: unknown) => (named.add(value), value));
  return ({ product, sku, brand, shop, categories = [], tags = [], minUnitPrice, discountable }) => {
    const values = [[product], [sku], [brand], [shop], categories, tags].map((list) =>
      list.filter((value) => named.has(value)).sort(),
    );
    return JSON.stringify([values, minUnitPrice, discountable]);
  };
}
