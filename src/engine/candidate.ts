import { countUnits, type Benefit, type BenefitFacts, type Goods } from '../benefits/benefit.js';
import type { Condition, ConditionFacts } from '../conditions/condition.js';
import { split } from '../money/allocate.js';
import { layers, type Coupon, type Layer } from '../model/coupon.js';
import { matchesScope } from '../model/match-scope.js';
import type { Reason } from '../model/refusal.js';
import type { Shopper } from '../model/shopper.js';
import type { Table } from './table.js';

/** What does one coupon do to one cart? A coupon that `check` lets pass, beside the places that it reaches. */
export interface Candidate {
  readonly coupon: Coupon;
  readonly layer: Layer;
  /** The layer's place in the order of application. */
  readonly rank: number;
  /** The shop that issued it; absent: the platform. */
  readonly shop: string | undefined;
  readonly benefit: Benefit;
  /** The lines in scope. */
  readonly goods: readonly Goods[];
  /** The lines of its second scope that are not in scope. */
  readonly others: readonly Goods[];
  readonly units: number;
  /** The issuer's part of the cart. */
  readonly part: readonly Goods[];
  /** The lines and fees that it reaches: no coupon of the same layer may reach them too. */
  readonly reach: ReadonlySet<number>;
  /** Where its discount may fall: lines, or of a shipping coupon fees. Ascending. */
  readonly places: readonly number[];
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

/** A coupon's discount: a share for each of the candidate's places. */
export interface Application {
  readonly candidate: Candidate;
  readonly total: number;
  readonly shares: readonly number[];
  /** The percentage of what is left that the total never exceeds, but for rounding; undefined where none is known. */
  readonly percent: number | undefined;
}

/** The layer of a coupon that names none. */
export function layerOf(coupon: Coupon, benefit: Benefit): Layer {
  return (
    coupon.layer ??
    benefit.layer ??
    (coupon.conditions?.paymentMethods ? 'payment' : typeof coupon.issuer === 'object' ? 'shop' : 'platform')
  );
}

export function createCandidate(coupon: Coupon, benefit: Benefit, { goods: all, fees }: Table): Candidate {
  const shop = typeof coupon.issuer === 'object' ? coupon.issuer.shop : undefined;
  const layer = layerOf(coupon, benefit);
  const part = shop === undefined ? all : all.filter(({ line }) => line.shop === shop);
  const discountable = part.filter(({ line }) => line.discountable !== false);
  const goods = discountable.filter(({ line }) => matchesScope(line, coupon.scope));
  const second = benefit.reaches?.(coupon.benefit);
  const others = second
    ? discountable.filter((each) => matchesScope(each.line, second) && !goods.includes(each))
    : [];
  const lines = [...goods, ...others].map(({ place }) => place).sort((a, b) => a - b);
  const ofFees = fees
    .filter((fee) =>
      fee.shop === undefined
        ? shop === undefined || part.length === all.length
        : goods.some(({ line }) => line.shop === fee.shop),
    )
    .map(({ place }) => place);
  return {
    coupon,
    layer,
    rank: layers.indexOf(layer),
    shop,
    benefit,
    goods,
    others,
    units: countUnits(goods),
    part,
    reach: new Set(layer === 'shipping' ? [...lines, ...ofFees] : lines),
    places: layer === 'shipping' ? ofFees : lines,
    expiry: coupon.validUntil ? Date.parse(coupon.validUntil) : Infinity,
  };
}

/** Why the coupon does not apply to the cart alone; all the reasons, but for a discount of 0. */
export function refuseAlone(candidate: Candidate, circumstances: Circumstances): Reason[] {
  const { coupon, goods, part } = candidate;
  const { now, table, conditions } = circumstances;
  const reasons: Reason[] = [];
  const refuse = (code: string, params: Reason['params'] = {}): number => reasons.push({ code, params });
  if (coupon.validFrom && now < Date.parse(coupon.validFrom))
    refuse('not-started', { validFrom: coupon.validFrom });
  if (now >= candidate.expiry) refuse('expired', { validUntil: coupon.validUntil });
  if (coupon.currency && coupon.currency !== table.cart.currency)
    refuse('wrong-currency', { currency: coupon.currency });
  if (!goods.length) refuse('no-eligible-items');
  if (coupon.wholeOrder && goods.length < part.length)
    refuse('excluded-items', {
      lines: part.filter((each) => !goods.includes(each)).map(({ line }) => line.id),
    });
  return [...reasons, ...refuseGoods(candidate, factsOf(candidate, circumstances, table.list), conditions)];
}

/**
 * Applies a coupon that is not refused alone to what is left of each place, minor units: its shares, or the reasons why not. Only what
 * earlier layers can change is asked again.
 */
export function apply(
  candidate: Candidate,
  circumstances: Circumstances,
  left: readonly number[],
): Application | Reason[] {
  const { coupon, benefit, places } = candidate;
  const { on, conditions, table } = circumstances;
  const facts = factsOf(candidate, circumstances, left);
  if (on === 'residual') {
    const reasons = refuseGoods(
      candidate,
      facts,
      conditions.filter((condition) => condition.residual),
    );
    if (reasons.length) return reasons;
  }
  const discount = benefit.discount(coupon.benefit, facts);
  const shares =
    typeof discount === 'number'
      ? split(
          discount,
          places.map((place) => left[place]!),
          places.map((place) => Math.max(0, left[place]! - table.floor[place]!)),
        )
      : places.map((place) => discount.get(place) ?? 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total
    ? { candidate, total, shares, percent: benefit.percentOfBase?.(coupon.benefit, facts) }
    : [{ code: 'no-benefit', params: {} }];
}

type Facts = ConditionFacts & BenefitFacts;

function factsOf(
  { coupon, goods, others, units, part, places }: Candidate,
  { table, shopper, on }: Circumstances,
  left: readonly number[],
): Facts {
  const measure = on === 'list' ? table.list : left;
  const sum = (of: readonly Goods[]): number => of.reduce((total, { place }) => total + measure[place]!, 0);
  return {
    cart: table.cart,
    shopper,
    on,
    measured: sum(goods),
    measuredAll: sum(part),
    units,
    goods,
    others,
    scope: coupon.scope ?? {},
    base: places.reduce((total, place) => total + left[place]!, 0),
    count: (scope) => countUnits(part.filter(({ line }) => matchesScope(line, scope))),
    within: (scope) => goods.filter(({ line }) => matchesScope(line, scope)),
  };
}

function refuseGoods(
  { coupon, goods, benefit }: Candidate,
  facts: Facts,
  conditions: readonly Condition[],
): Reason[] {
  const held = conditions.flatMap((condition) => {
    const value = coupon.conditions?.[condition.name];
    return value === undefined || (condition.ofGoods && !goods.length) ? [] : condition.refuse(value, facts);
  });
  return [...held, ...((goods.length && benefit.refuse?.(coupon.benefit, facts)) || [])];
}
