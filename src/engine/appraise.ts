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

/** What a coupon that lacks something does in an extended cart. */
export interface Trial {
  /**
   * What it saves in the best set, minor units: what is to pay without it (without its next step) less what is to pay with it, and at most
   * what is taken off more than now. 0 where it does not pay off, or the searches are used up.
   */
  readonly saves: number;
  /** The best set. */
  readonly set: readonly Coupon[];
  /** The best set without it (without its next step), where that was asked for. */
  readonly without: readonly Coupon[];
  /** What the best set comes to; undefined where the searches are used up. */
  readonly then: Best | undefined;
}

export interface Appraisal {
  /** The best set for the cart as it is. */
  readonly now: Best;
  /** The most promising first, so that the searches go to them; last those that more of what the cart holds cannot help. */
  readonly shortfalls: readonly Open[];
  trial(extended: Cart, shortfall: Shortfall): Trial;
  /**
   * Returns what a set comes to in an extended cart, as far as it applies there, minor units.
   * @param must where given and not applied: Infinity
   */
  payableWith(extended: Cart, set: readonly Coupon[], must?: Coupon): number;
  /** Returns how much more than now is taken off an extended cart, minor units: by this set at the least, where that is enough; else by the best. */
  growth(extended: Cart, set: readonly Coupon[], enough: number): number;
  /** The coupons applied to an extended cart that are not now, or reach their next step; in the order of application. */
  newIn(then: Best, extended: Cart): string[];
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
  const hopeOf = (open: Open): number => (open.more ? alone(open.more.cartWith(open.more.least), open) : 0);

  const now = best(cart, coupons, settings);
  // Where a search ran out of its budget, its bound is what is certain.
  const before = now.subtotal + now.shipping - now.bound;
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
    trial(extended, { coupon, below }) {
      const nothing = { saves: 0, set: [], without: [], then: undefined };
      const then = search(extended, coupons);
      if (!then) return nothing;
      const set = coupons.filter(({ id }) => isIn(then, id));
      if (!set.includes(coupon)) return { ...nothing, set, without: set, then };
      const others = coupons.flatMap((each) => (each === coupon ? (below ?? []) : each));
      const without = search(extended, others);
      if (!without) return nothing;
      return {
        saves: Math.max(0, Math.min(without.bound - then.payable, then.discount - before)),
        set,
        without: others.filter(({ id }) => isIn(without, id)),
        then,
      };
    },
    payableWith(extended, set, must) {
      const { payable, applied } = quote(extended, set, options);
      return must && !isIn({ applied }, must.id) ? Infinity : payable;
    },
    growth(extended, set, enough) {
      const least = quote(extended, set, options).discount - before;
      return least >= enough ? least : (search(extended, coupons)?.discount ?? before) - before;
    },
    isSpent: () => asked > searches,
  };
}

function isIn({ applied }: Pick<Best, 'applied'>, id: string): boolean {
  return applied.some(({ coupon }) => coupon === id);
}

/** The worth of the least that may help; where nothing that the cart holds does, of too much. */
function leastOf({ coupon, more }: Open, saves: number): Worth {
  const missing = more?.least ?? Infinity;
  return { coupon: coupon.id, missing, spend: more?.priceOf(missing) ?? Infinity, saves };
}
