import { countUnits, type Goods } from '../benefits/benefit.js';
import { sum } from '../money/allocate.js';
import { demand } from '../money/coupon-error.js';
import type { Cart, Line } from '../model/cart.js';
import { valuesOf } from '../model/match-scope.js';
import type { Scope, ScopeLists } from '../model/scope.js';
import { sortBy } from '../model/sort-by.js';
import { addPlace, createPlaceSet, cutPlaces, placesIn, type PlaceSet } from './place-set.js';

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
  /** The lines of a part that are in a scope and may be discounted; as `matchesScope` says, found by an index of the values. */
  match(part: Part, scope: Scope | undefined): Selection;
  /** What stands at the places of a set. */
  select(lines: PlaceSet): Selection;
}

export interface Fee {
  readonly place: number;
  /** Absent: the whole order's. */
  readonly shop: string | undefined;
}

export interface Part {
  readonly goods: readonly Goods[];
  /** Those of them that may be discounted. */
  readonly open: Selection;
}

/** Some of the lines, by id: as they are, where they stand, and as a set over all places. */
export interface Selection {
  readonly goods: readonly Goods[];
  readonly places: readonly number[];
  readonly set: PlaceSet;
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
  demand(
    'cart.lines',
    [sum(list), countUnits(goods)].every(Number.isSafeInteger),
    'amounts with fees, and units, must each add up to a safe integer.',
  );
  const indexes = new Map<string, ReadonlyMap<string | undefined, readonly number[]>>();
  /** The places of the lines that have any of the values. */
  const withAny = (name: string, values: readonly string[]): number[] => {
    if (!indexes.has(name)) indexes.set(name, indexValues(goods, valuesOf[name as keyof ScopeLists]));
    const set = createPlaceSet(list.length);
    for (const value of values) for (const place of indexes.get(name)!.get(value) ?? []) addPlace(set, place);
    return set;
  };
  const select = (set: PlaceSet): Selection => {
    const places = placesIn(set);
    return { goods: places.map((place) => goods[place]!), places, set };
  };
  const toPart = (goods: readonly Goods[]): Part => {
    const open = createPlaceSet(list.length);
    for (const { line, place } of goods) if (line.discountable !== false) addPlace(open, place);
    return { goods, open: select(open) };
  };
  const parts = new Map<string | undefined, Part>();

  return {
    cart,
    goods,
    fees: fees.map(({ shop }, index) => ({ place: goods.length + index, shop })),
    list,
    floor: [...goods.map((each) => (each.unitPrice - each.unitRoom) * each.quantity), ...fees.map(() => 0)],
    partOf(shop) {
      if (!parts.has(shop))
        parts.set(shop, toPart(shop === undefined ? goods : select(withAny('shops', [shop])).goods));
      return parts.get(shop)!;
    },
    match({ open }, scope) {
      if (!scope) return open;
      let { set } = open;
      for (const lists of [scope, scope.exclude ?? {}])
        for (const name of Object.keys(lists)) {
          const values = name !== 'exclude' && lists[name as keyof ScopeLists];
          if (values) set = cutPlaces(withAny(name, values), set, lists === scope);
        }
      return select(set);
    },
    select,
  };
}

/** Where each value stands. */
function indexValues(
  goods: readonly Goods[],
  valuesOf: (line: Line) => readonly (string | undefined)[],
): ReadonlyMap<string | undefined, readonly number[]> {
  const index = new Map<string | undefined, number[]>();
  for (const { line, place } of goods)
    for (const value of valuesOf(line)) {
      const places = index.get(value);
      if (places) places.push(place);
      else index.set(value, [place]);
    }
  return index;
}
