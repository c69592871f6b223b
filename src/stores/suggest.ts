/** What little more makes another coupon pay off, and which products fill it? Loaded when a page asks. */
import type { NudgeOptions } from '../engine/appraise.js';
import type { Filler, FillerProduct } from '../engine/fillers.js';
import type { Nudge } from '../engine/nudges.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { parseCart } from '../model/parse-cart.js';
import type { Best } from '../model/quote.js';
import { CouponError } from '../money/coupon-error.js';
import type { PricingEngine } from './create-session.js';

export interface SuggestOptions {
  /** Absent: the session's. */
  readonly cart?: Cart;
  /** The id of the only coupon that is asked for; absent: all. */
  readonly coupon?: string;
  /** What may be added; absent: only how much is missing is told. */
  readonly products?: readonly FillerProduct[];
  /** Which nudges are worth a word; absent: all. */
  readonly isWanted?: (nudge: Nudge) => boolean;
}

export interface Suggestions {
  /** The cart as it is, with its best set. */
  readonly now: Best;
  /** Best first. */
  readonly nudges: readonly Nudge[];
  /** For the coupon that was asked for, else for that of the first nudge, else for any; the least extra to pay first. */
  readonly fillers: readonly Filler[];
}

/** For how many best sets it searches each time: a hint must not keep a page from answering. */
const searches = 40;

/**
 * @returns nothing where there is no cart, or nothing in it
 * @throws CouponError that names the place where cart or products are wrong
 */
export async function suggest(
  engine: PricingEngine,
  coupons: readonly Coupon[],
  pricing: Omit<NudgeOptions, 'searches'>,
  sessionCart: Cart | undefined,
  { cart: given = sessionCart, coupon, products, isWanted }: SuggestOptions = {},
): Promise<Suggestions | undefined> {
  if (!given?.lines.length) return undefined;
  const parsed = parseCart(given);
  if (!parsed.ok)
    throw new CouponError('invalid-argument', `cart.${parsed.problems[0]!.path}`, parsed.problems[0]!.code);
  const cart = parsed.value;
  const options = { ...pricing, searches };
  const now = engine.best(cart, coupons, { ...pricing, compare: false });
  const all = (await engine.nudges?.(cart, coupons, options)) ?? [];
  const nudges = all.filter(
    (nudge) => (coupon === undefined || nudge.coupon === coupon) && (isWanted?.(nudge) ?? true),
  );
  if (!products?.length) return { now, nudges, fillers: [] };
  // Two short tasks instead of a long one: what the shopper does between them is answered first.
  await new Promise((resolve) => setTimeout(resolve));
  const only = coupon ?? nudges[0]?.coupon;
  const fillers = await engine.fillers?.(cart, coupons, products, {
    ...options,
    ...(only !== undefined && { coupon: only }),
  });
  return { now, nudges, fillers: fillers ?? [] };
}
