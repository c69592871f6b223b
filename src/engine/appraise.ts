import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Best } from '../model/quote.js';
import type { BestOptions } from './best.js';
import { compareWorth, type Worth } from './compare-worth.js';
import type { Engine } from './create-engine.js';
import { findShortfalls, type Shortfall, type Steps } from './find-shortfalls.js';
import { createMore, type More } from './more-of.js';

/** What would goods that are added to a cart bring? The one place that asks for best sets, and counts how often. */

export interface NudgeOptions extends Omit<BestOptions, 'compare'> {
  /** For how many best sets it may search beside the cart's own, for the same work everywhere; default 100. */
  readonly searches?: number;
}

/** What of an engine is needed. */
export type Pricing = Pick<Engine, 'best' | 'quote' | 'check'>;

export interface Open extends Shortfall {
  readonly more: More | undefined;
}

export interface Appraisal {
  /** The best set for the cart as it is. */
  readonly now: Best;
  /** The most promising first, so that the searches go to them; last those that more of what the cart holds cannot help. */
  readonly shortfalls: readonly Open[];
  /** The coupons of the best set for the extended cart that are new in it, or reach their next step; in the order of application. */
  newIn(then: Best, extended: Cart): string[];
  /** Prices the extended cart with the best set; undefined where the searches are used up. */
  priceWith(extended: Cart): Best | undefined;
  /**
   * Returns what a coupon that lacks something saves in the best set for the extended cart, minor units: what is to pay without it (without
   * its next step) less what is to pay with it, and at most what is taken off more than now. 0 where it does not pay off, or the
   * searches are used up.
   */
  gain(extended: Cart, shortfall: Shortfall, then?: Best): number;
  /** Whether the searches are used up, so that nothing that is not known yet will be. */
  isSpent(): boolean;
}

/** @param only the id of the only coupon that is asked for */
export function appraise(
  { best, quote, check }: Pricing,
  steps: Steps,
  cart: Cart,
  given: readonly Coupon[],
  { searches = 100, ...options }: NudgeOptions,
  only?: string,
): Appraisal {
  const settings = { ...options, compare: false };
  const ids = new Set<string>();
  const coupons = given.filter(
    (coupon) =>
      !check(coupon).some(({ severity }) => severity === 'error') &&
      !ids.has(coupon.id) &&
      ids.add(coupon.id),
  );
  let asked = 0;
  const search = (extended: Cart, set: readonly Coupon[]): Best | undefined =>
    ++asked > searches ? undefined : best(extended, set, settings);

  /** What a coupon, or the next step of it, takes off alone; minor units. */
  const alone = (extended: Cart, { coupon, below }: Shortfall): number => {
    const discountOf = (each: Coupon): number => quote(extended, [each], options).discount;
    return discountOf(coupon) - (below ? discountOf(below) : 0);
  };
  const hopeOf = (open: Open): number =>
    open.more ? alone(open.more.cartsWith(open.more.least)[0]!, open) : 0;

  const now = best(cart, coupons, settings);
  const moreOf = createMore(cart, coupons);
  const lacking = findShortfalls({ quote }, steps, cart, coupons, options, now);
  const open = lacking
    .map((shortfall): Open => ({ ...shortfall, more: moreOf(shortfall.needs) }))
    .filter(({ coupon }) => only === undefined || coupon.id === only)
    .sort((a, b) => compareWorth(leastOf(a, 0), leastOf(b, 0)))
    // Each takes a search at the least, so more of them need not be looked at.
    .slice(0, searches)
    .map((each) => ({ each, least: leastOf(each, hopeOf(each)) }))
    .sort((a, b) => compareWorth(a.least, b.least));
  return {
    now,
    shortfalls: open.map(({ each }) => each),
    newIn(then, extended) {
      const isNew = (id: string): boolean => {
        const shortfall = lacking.find(({ coupon }) => coupon.id === id);
        return !isIn(now, id) || (!!shortfall && alone(extended, shortfall) > 0);
      };
      return then.applied.map(({ coupon }) => coupon).filter(isNew);
    },
    priceWith: (extended) => search(extended, coupons),
    gain(extended, { coupon, below }, then = search(extended, coupons)) {
      if (!then || !isIn(then, coupon.id)) return 0;
      // Where a search ran out of its budget, its bound is what is certain.
      const growth = then.discount - (now.subtotal + now.shipping - now.bound);
      if (growth <= 0) return 0;
      const without = search(
        extended,
        coupons.flatMap((each) => (each === coupon ? (below ?? []) : each)),
      );
      return without ? Math.max(0, Math.min(growth, without.bound - then.payable)) : 0;
    },
    isSpent: () => asked > searches,
  };
}

function isIn({ applied }: Best, id: string): boolean {
  return applied.some(({ coupon }) => coupon === id);
}

/** The worth of the least that may help; where nothing that the cart holds does, of too much. */
function leastOf({ coupon, more }: Open, saves: number): Worth {
  const missing = more?.least ?? Infinity;
  return { coupon: coupon.id, missing, spend: more?.priceOf(missing) ?? Infinity, saves };
}
