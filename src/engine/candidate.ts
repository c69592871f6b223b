import { countUnits, type Benefit, type BenefitFacts, type Goods } from '../benefits/benefit.js';
import type { Condition, ConditionFacts } from '../conditions/condition.js';
import { split, sum } from '../money/allocate.js';
import { layers, type Coupon, type Layer } from '../model/coupon.js';
import { matchesScope } from '../model/match-scope.js';
import type { Reason } from '../model/refusal.js';
import type { Scope } from '../model/scope.js';
import type { Shopper } from '../model/shopper.js';
import type { Table } from './table.js';

/** What does one coupon do to one cart? */

/** A coupon that `check` lets pass, and what of the cart it reaches. */
export interface Reach {
  readonly coupon: Coupon;
  readonly benefit: Benefit;
  readonly layer: Layer;
  /** The layer's place in the order of application. */
  readonly rank: number;
  /** The shop that issued it; absent: the platform. */
  readonly shop: string | undefined;
  /** The issuer's part of the cart. */
  readonly part: readonly Goods[];
  /** The lines in scope. */
  readonly goods: readonly Goods[];
  /** The lines of its second scope that are not in scope. */
  readonly others: readonly Goods[];
  /** The lines and fees that it reaches: no coupon of the same layer may reach them too. */
  readonly reach: ReadonlySet<number>;
  /** Where its discount may fall: lines, or of a shipping coupon fees. Ascending. */
  readonly places: readonly number[];
}

/** A discount as a share for each of the places where it may fall. */
export interface Discount {
  readonly total: number;
  readonly shares: readonly number[];
  /** The percentage of what is left that the total never exceeds, but for rounding; undefined where none is known. */
  readonly percent: number | undefined;
}

/** A coupon that applies to the cart alone, with what it takes off then. */
export interface Candidate extends Reach, Discount {
  /** Milliseconds since the epoch; without an end: infinite. */
  readonly expiry: number;
}

/** What the answer depends on beside cart and coupon. */
export interface Circumstances {
  readonly table: Table;
  readonly shopper: Shopper;
  readonly now: number;
  readonly on: 'list' | 'residual';
  readonly conditions: readonly Condition[];
}

/** The layer of a coupon that names none. */
export function layerOf(coupon: Coupon, benefit: Benefit): Layer {
  return (
    coupon.layer ??
    benefit.layer ??
    (coupon.conditions?.paymentMethods ? 'payment' : typeof coupon.issuer === 'object' ? 'shop' : 'platform')
  );
}

/** Makes a coupon ready that `check` lets pass, or says why it does not apply to the cart alone. */
export function createCandidate(
  coupon: Coupon,
  benefit: Benefit,
  circumstances: Circumstances,
): Candidate | Reason[] {
  const { table, now, conditions } = circumstances;
  const reach = reachOf(coupon, benefit, table);
  const { goods, part } = reach;
  const { validFrom, validUntil, currency } = coupon;
  const expiry = validUntil ? Date.parse(validUntil) : Infinity;
  const reasons: Reason[] = [];
  const refuse = (code: string, params: Reason['params']): number => reasons.push({ code, params });
  if (validFrom && now < Date.parse(validFrom)) refuse('not-started', { validFrom });
  if (now >= expiry) refuse('expired', { validUntil });
  if (currency && currency !== table.cart.currency) refuse('wrong-currency', { currency });
  if (!goods.length) refuse('no-eligible-items', {});
  if (coupon.wholeOrder && goods.length < part.length)
    refuse('excluded-items', {
      lines: part.filter((each) => !goods.includes(each)).map(({ line }) => line.id),
    });
  reasons.push(...refuseGoods(reach, factsOf(reach, circumstances, table.list), conditions));
  if (reasons.length) return reasons;
  const alone = apply(reach, circumstances, table.list);
  return 'total' in alone ? { ...reach, ...alone, expiry } : alone;
}

/**
 * Applies a coupon that is not refused alone to what is left of each place, minor units. Only what earlier layers can change is asked
 * again.
 */
export function apply(
  reach: Reach,
  circumstances: Circumstances,
  left: readonly number[],
): Discount | Reason[] {
  const { coupon, benefit, places } = reach;
  const { on, conditions, table } = circumstances;
  const facts = factsOf(reach, circumstances, left);
  const reasons =
    on === 'list'
      ? []
      : refuseGoods(
          reach,
          facts,
          conditions.filter(({ residual }) => residual),
        );
  if (reasons.length) return reasons;
  const discount = benefit.discount(coupon.benefit, facts);
  const shares =
    typeof discount === 'number'
      ? split(
          discount,
          places.map((place) => left[place]!),
          places.map((place) => Math.max(0, left[place]! - table.floor[place]!)),
        )
      : places.map((place) => discount.get(place) ?? 0);
  const total = sum(shares);
  return total
    ? { total, shares, percent: benefit.percentOfBase?.(coupon.benefit, facts) }
    : [{ code: 'no-benefit', params: {} }];
}

function reachOf(coupon: Coupon, benefit: Benefit, { goods: all, fees }: Table): Reach {
  const shop = typeof coupon.issuer === 'object' ? coupon.issuer.shop : undefined;
  const layer = layerOf(coupon, benefit);
  const part = all.filter(({ line }) => shop === undefined || line.shop === shop);
  const within = (scope: Scope | undefined): Goods[] =>
    part.filter(({ line }) => line.discountable !== false && matchesScope(line, scope));
  const goods = within(coupon.scope);
  const second = benefit.reaches?.(coupon.benefit);
  const others = second ? within(second).filter((each) => !goods.includes(each)) : [];
  const isReached = (fee: { readonly shop: string | undefined }): boolean =>
    fee.shop === undefined
      ? shop === undefined || part.length === all.length
      : goods.some(({ line }) => line.shop === fee.shop);
  const placesOf = (of: readonly { readonly place: number }[]): number[] => of.map(({ place }) => place);
  const lines = placesOf([...goods, ...others]).sort((a, b) => a - b);
  const places = layer === 'shipping' ? placesOf(fees.filter(isReached)) : lines;
  const reach = new Set([...lines, ...places]);
  return { coupon, benefit, layer, rank: layers.indexOf(layer), shop, part, goods, others, reach, places };
}

type Facts = ConditionFacts & BenefitFacts;

function factsOf(reach: Reach, { table, shopper, on }: Circumstances, left: readonly number[]): Facts {
  const { coupon, goods, others, part, places } = reach;
  const measure = ({ place }: Goods): number => (on === 'list' ? table.list : left)[place]!;
  return {
    cart: table.cart,
    shopper,
    on,
    measured: sum(goods.map(measure)),
    measuredAll: sum(part.map(measure)),
    units: countUnits(goods),
    goods,
    others,
    scope: coupon.scope ?? {},
    base: sum(places.map((place) => left[place]!)),
    count: (scope) => countUnits(part.filter(({ line }) => matchesScope(line, scope))),
    within: (scope) => goods.filter(({ line }) => matchesScope(line, scope)),
  };
}

function refuseGoods(
  { coupon, goods, benefit }: Reach,
  facts: Facts,
  conditions: readonly Condition[],
): Reason[] {
  const reasons = conditions.flatMap(({ name, code, ofGoods, refuse }) => {
    const value = coupon.conditions?.[name];
    return value === undefined || (ofGoods && !goods.length)
      ? []
      : refuse(value, facts).map((params): Reason => ({ code, params }));
  });
  if (goods.length && benefit.refuse) reasons.push(...benefit.refuse(coupon.benefit, facts));
  return reasons;
}
