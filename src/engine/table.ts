import { countUnits, type Goods } from '../benefits/benefit.js';
import { sum } from '../money/allocate.js';
import { CouponError } from '../money/coupon-error.js';
import type { Cart } from '../model/cart.js';
import { valuesOf } from '../model/match-scope.js';
import type { Scope, ScopeLists } from '../model/scope.js';
import { sortBy } from '../model/sort-by.js';
import { addPlace, addPlaces, createPlaceSet, hasPlace, type PlaceSet } from './place-set.js';

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
  /** An issuer's part of the cart. */
  partOf(shop: string | undefined): Part;
  /** The lines of a part that are in a scope and may be discounted, by id; as `matchesScope` says, found by an index of the values. */
  match(part: Part, scope: Scope | undefined): readonly Goods[];
}

export interface Fee {
  readonly place: number;
  /** Absent: the whole order's. */
  readonly shop: string | undefined;
}

export interface Part {
  readonly goods: readonly Goods[];
  /** Those of them that may be discounted. */
  readonly open: readonly Goods[];
}

/** @throws CouponError where what the cart comes to, or its units, are no safe integer: from there on nothing would be exact */
export function tabulate(cart: Cart): Table {
  const goods = sortBy(cart.lines, ({ id }) => id).map((line, place): Goods => {
    const { unitPrice, quantity, minUnitPrice = 0 } = line;
    return { place, line, unitPrice, quantity, unitRoom: Math.max(0, unitPrice - minUnitPrice) };
  });
  const fees = sortBy(cart.shipping ?? [], ({ shop = '' }) => shop);
  const list = [
    ...goods.map(({ unitPrice, quantity }) => unitPrice * quantity),
    ...fees.map(({ fee }) => fee),
  ];
  if (![sum(list), countUnits(goods)].every(Number.isSafeInteger))
    throw new CouponError(
      'invalid-argument',
      'cart.lines',
      'amounts with fees, and units, must each add up to a safe integer.',
    );
  const whole = toPart(goods);
  let parts: ReadonlyMap<string | undefined, Part> | undefined;
  const indexes = new Map<string, ReadonlyMap<string | undefined, PlaceSet>>();

  /** The lines that have any of the values. */
  const withAny = (name: string, values: readonly string[]): PlaceSet => {
    const index = indexes.get(name) ?? indexValues(goods, name as keyof ScopeLists);
    indexes.set(name, index);
    const places = createPlaceSet(goods.length);
    for (const value of values) addPlaces(places, index.get(value) ?? []);
    return places;
  };

  return {
    cart,
    goods,
    fees: fees.map(({ shop }, index) => ({ place: goods.length + index, shop })),
    list,
    floor: [...goods.map((each) => (each.unitPrice - each.unitRoom) * each.quantity), ...fees.map(() => 0)],
    partOf(shop) {
      if (shop === undefined) return whole;
      parts ??= partsByShop(goods);
      return parts.get(shop) ?? toPart([]);
    },
    match({ open }, scope) {
      if (!scope) return open;
      const { exclude = {}, ...lists } = scope;
      const included = Object.entries(lists).map(([name, values]) => withAny(name, values));
      const excluded = Object.entries(exclude).map(([name, values]) => withAny(name, values));
      return open.filter(
        ({ place }) =>
          included.every((places) => hasPlace(places, place)) &&
          !excluded.some((places) => hasPlace(places, place)),
      );
    },
  };
}

function toPart(goods: readonly Goods[]): Part {
  return { goods, open: goods.filter(({ line }) => line.discountable !== false) };
}

function partsByShop(goods: readonly Goods[]): ReadonlyMap<string | undefined, Part> {
  const ofShops = new Map<string | undefined, Goods[]>();
  for (const each of goods) {
    const { shop } = each.line;
    if (ofShops.has(shop)) ofShops.get(shop)!.push(each);
    else ofShops.set(shop, [each]);
  }
  return new Map([...ofShops].map(([shop, goods]) => [shop, toPart(goods)]));
}

function indexValues(
  goods: readonly Goods[],
  list: keyof ScopeLists,
): ReadonlyMap<string | undefined, PlaceSet> {
  const index = new Map<string | undefined, number[]>();
  for (const { line, place } of goods)
    for (const value of valuesOf[list](line)) {
      if (!index.has(value)) index.set(value, createPlaceSet(goods.length));
      addPlace(index.get(value)!, place);
    }
  return index;
}
