import { countUnits, type BenefitFacts, type Goods } from '../benefits/benefit.js';
import type { ConditionFacts } from '../conditions/condition.js';
import { split } from '../money/allocate.js';
import { matchesScope } from '../model/match-scope.js';
import type { Cart } from '../model/cart.js';
import type { Reason } from '../model/refusal.js';
import type { Scope } from '../model/scope.js';
import type { Shopper } from '../model/shopper.js';
import { addPlace, addPlaces, cutPlaces, placesIn, type PlaceSet } from './place-set.js';
import type { Table } from './table.js';
import type { Demand, Terms } from './terms.js';

/** What does one coupon do to one cart? */

/** What of the cart a coupon reaches. */
export interface Reach {
  readonly terms: Terms;
  /** The issuer's part of the cart. */
  readonly part: readonly Goods[];
  /** The lines in scope. */
  readonly goods: readonly Goods[];
  /** The lines of its second scope that are not in scope. */
  readonly others: readonly Goods[];
  /** Where its discount may fall: lines, or of a shipping coupon fees. Ascending. */
  readonly places: readonly number[];
}

/** A coupon that applies to the cart alone, with what it takes off then. */
export interface Candidate extends Reach {
  readonly alone: Discount;
  /** The lines and fees that it reaches: no coupon of the same layer may reach them too. */
  readonly reach: PlaceSet;
}

/** What the answer depends on beside cart and coupon. */
export interface Circumstances {
  readonly table: Table;
  readonly shopper: Shopper;
  readonly now: number;
  readonly on: 'list' | 'residual';
}

/** What a coupon takes off, minor units, and how it falls on its places. */
export class Discount {
  constructor(total: number, percent: number, share: () => readonly number[]) {
    this.total = total;
    this.percent = percent;
    this.#share = share;
  }

  readonly total: number;
  /** The total is never more than this percentage of what is left of its places, but for rounding. */
  readonly percent: number;
  readonly #share: () => readonly number[];
  #shares: readonly number[] | undefined;

  /** A share for each of the coupon's places; split when it is asked for. */
  get shares(): readonly number[] {
    return (this.#shares ??= this.#share());
  }
}

/** Makes a coupon ready for a cart, or says why it does not apply to it alone. */
export function createCandidate(terms: Terms, circumstances: Circumstances): Candidate | Reason[] {
  const { table, now } = circumstances;
  const { coupon, start, expiry } = terms;
  const reached = reachOf(terms, table);
  const { goods, part } = reached;
  const reasons: Reason[] = [];
  const refuse = (code: string, params: Reason['params']): number => reasons.push({ code, params });
  if (now < start) refuse('not-started', { validFrom: coupon.validFrom });
  if (now >= expiry) refuse('expired', { validUntil: coupon.validUntil });
  if (coupon.currency && coupon.currency !== table.cart.currency)
    refuse('wrong-currency', { currency: coupon.currency });
  if (!goods.length) refuse('no-eligible-items', {});
  if (coupon.wholeOrder && goods.length < part.length)
    refuse('excluded-items', {
      lines: part.filter((each) => !goods.includes(each)).map(({ line }) => line.id),
    });
  const facts = new Facts(reached, circumstances, table.list);
  refuseGoods(reached, facts, terms.conditions, reasons);
  if (reasons.length) return reasons;
  const alone = discountOf(reached, circumstances, facts, table.list);
  if (!('total' in alone)) return alone;
  // Not spread: that is slow, and there is one for each coupon.
  const { others, places, reach } = reached;
  return { terms, part, goods, others, places, reach, alone };
}

/**
 * Applies a coupon that is not refused alone to what is left of each place, minor units. Only what earlier layers can change is asked
 * again. Shares are to be read before what is left changes.
 */
export function apply(
  reach: Reach,
  circumstances: Circumstances,
  left: readonly number[],
): Discount | Reason[] {
  const facts = new Facts(reach, circumstances, left);
  const reasons: Reason[] = [];
  if (circumstances.on === 'residual') refuseGoods(reach, facts, reach.terms.residual, reasons);
  return reasons.length ? reasons : discountOf(reach, circumstances, facts, left);
}

function reachOf(terms: Terms, table: Table): Omit<Candidate, 'alone'> {
  const { coupon, benefit, layer, shop } = terms;
  const part = table.partOf(shop);
  const own = table.match(part, coupon.scope);
  const { goods } = own;
  let { places, set: reach } = own;
  let others = none;
  const second = benefit.reaches?.(coupon.benefit);
  if (second) {
    const set = cutPlaces([...reach], table.match(part, second).set, false);
    others = table.select(set).goods;
    addPlaces(set, reach);
    [places, reach] = [placesIn(set), set];
  }
  if (layer === 'shipping') {
    const shops = new Set(goods.map(({ line }) => line.shop));
    const isWhole = shop === undefined || part.goods.length === table.goods.length;
    const fees = table.fees.filter((fee) => (fee.shop === undefined ? isWhole : shops.has(fee.shop)));
    const set = [...reach];
    for (const { place } of fees) addPlace(set, place);
    [places, reach] = [fees.map(({ place }) => place), set];
  }
  return { terms, part: part.goods, goods, others, places, reach };
}

const none: readonly Goods[] = [];

/** What conditions and benefits may look at. */
export class Facts implements ConditionFacts, BenefitFacts {
  constructor(reach: Reach, { table, shopper, on }: Circumstances, left: readonly number[]) {
    this.#reach = reach;
    this.#left = left;
    this.#measure = on === 'list' ? table.list : left;
    this.cart = table.cart;
    this.shopper = shopper;
    this.on = on;
    this.goods = reach.goods;
    this.others = reach.others;
  }

  readonly #reach: Reach;
  readonly #left: readonly number[];
  readonly #measure: readonly number[];
  readonly cart: Cart;
  readonly shopper: Shopper;
  readonly on: 'list' | 'residual';
  readonly goods: readonly Goods[];
  readonly others: readonly Goods[];

  get measured(): number {
    return this.#sumOf(this.goods);
  }

  get measuredAll(): number {
    return this.#sumOf(this.#reach.part);
  }

  get units(): number {
    return countUnits(this.goods);
  }

  get base(): number {
    let base = 0;
    for (const place of this.#reach.places) base += this.#left[place]!;
    return base;
  }

  get scope(): Scope {
    return this.#reach.terms.coupon.scope ?? {};
  }

  // Made where they are asked for: most coupons ask for neither.
  get count() {
    return (scope: Scope): number => countUnits(matching(this.#reach.part, scope));
  }

  get within() {
    return (scope: Scope): readonly Goods[] => matching(this.goods, scope);
  }

  #sumOf(goods: readonly Goods[]): number {
    let amount = 0;
    for (const { place } of goods) amount += this.#measure[place]!;
    return amount;
  }
}

function matching(goods: readonly Goods[], scope: Scope): Goods[] {
  return goods.filter(({ line }) => matchesScope(line, scope));
}

/** Adds why conditions and benefit do not hold. */
function refuseGoods(
  { terms: { coupon, benefit }, goods }: Reach,
  facts: Facts,
  demands: readonly Demand[],
  reasons: Reason[],
): void {
  for (const { condition, value } of demands) {
    if (condition.ofGoods && !goods.length) continue;
    for (const params of condition.refuse(value, facts)) reasons.push({ code: condition.code, params });
  }
  if (goods.length && benefit.refuse) reasons.push(...benefit.refuse(coupon.benefit, facts));
}

function discountOf(
  { terms: { coupon, benefit }, places }: Reach,
  { table: { floor } }: Circumstances,
  facts: Facts,
  left: readonly number[],
): Discount | Reason[] {
  const roomOf = (place: number): number => Math.max(0, left[place]! - floor[place]!);
  const discount = benefit.discount(coupon.benefit, facts);
  const isAmount = typeof discount === 'number';
  let room = 0;
  for (const place of places) room += isAmount ? roomOf(place) : (discount.get(place) ?? 0);
  const total = isAmount ? Math.min(discount, room) : room;
  const share = (): number[] =>
    isAmount
      ? split(
          total,
          places.map((place) => left[place]!),
          places.map(roomOf),
        )
      : places.map((place) => discount.get(place) ?? 0);
  return total
    ? new Discount(total, benefit.percentOfBase?.(coupon.benefit, facts) ?? 100, share)
    : [{ code: 'no-benefit', params: {} }];
}
