import type { Cart, Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { sortBy } from '../model/sort-by.js';
import { addLine, addUnits, listPriceOf } from './extend-cart.js';
import { isCounted, missingFor, type Need } from './need.js';

/** What is "more of what is in the cart" for a coupon that lacks something, and how much of it is worth a look? */
export interface More {
  readonly of: 'spend' | 'quantity';
  /** With less the coupon is refused even alone. Minor units at list price, or units; ≥ 1. */
  readonly least: number;
  /** More than this is not looked at: up to here what counts comes to twice what the coupon requires. */
  readonly most: number;
  /** The carts with so much more: one for each kind of goods that it may be of. At least one. */
  cartsWith(amount: number): Cart[];
  /** What so much more comes to at list price, at the most; minor units. */
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
  const room = Number.MAX_SAFE_INTEGER - listPriceOf(cart);
  const kindOf = tellKinds(coupons);
  const goods = sortBy(cart.lines, ({ id }) => id)
    .filter(({ unitPrice }) => unitPrice)
    .map((line) => ({ line, kind: kindOf(line) }));

  return ([need, ...others]) => {
    if (!need || others.length) return undefined;
    // The cheapest of each kind.
    const lines = new Map<string, Line>();
    for (const { line, kind } of goods)
      if (isCounted(need, line) && line.unitPrice < (lines.get(kind)?.unitPrice ?? Infinity))
        lines.set(kind, line);
    if (!lines.size) return undefined;
    const prices = [...lines.values()].map(({ unitPrice }) => unitPrice);
    const { spend, units } = missingFor(need, cart);
    // Whatever is spent more is at least one unit more.
    const more: Pick<More, 'of' | 'least' | 'most'> =
      spend && units <= 1
        ? { of: 'spend', least: spend, most: Math.min(spend + need.spend, room) }
        : {
            of: 'quantity',
            least: Math.max(units, Math.ceil(spend / Math.min(...prices))),
            most: Math.min(units + need.units, Math.floor(room / Math.max(...prices))),
          };
    if (more.least > more.most) return undefined;
    return {
      ...more,
      cartsWith: (amount) =>
        [...lines.values()].map((line) =>
          more.of === 'spend'
            ? addLine(cart, { ...line, unitPrice: amount, quantity: 1 })
            : addUnits(cart, line.id, amount),
        ),
      priceOf: (amount) => (more.of === 'spend' ? amount : amount * Math.max(...prices)),
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
