import { benefits } from '../benefits/index.js';
import { conditions } from '../conditions/index.js';
import { createExplain } from './explain.js';
import { createFillers } from './fillers.js';
import { createNudges } from './nudges.js';
import { createRefundPreview } from './preview-refunds.js';
import { createRefund } from './refund.js';
import { check } from './standard-check.js';
import { best, quote } from './standard-engine.js';

export { allocate, type AllocateOptions } from '../money/allocate.js';
export { CouponError } from '../money/coupon-error.js';
export { benefits, type KnownBenefit } from '../benefits/index.js';
export { conditions, type Conditions } from '../conditions/index.js';
export type { Benefit, BenefitFacts, Goods } from '../benefits/benefit.js';
export type { Condition, ConditionFacts } from '../conditions/condition.js';
export { createEngine, type Engine } from './create-engine.js';
export type { QuoteOptions } from './prepare.js';
export type { BestOptions } from './best.js';
export { check } from './standard-check.js';
export { best, quote } from './standard-engine.js';
export { createExplain } from './explain.js';
export type { Measures } from './measures.js';
export type { NudgeOptions, Pricing } from './appraise.js';
export {
  createFillers,
  type Filler,
  type FillerOptions,
  type FillerProduct,
  type Fillers,
} from './fillers.js';
export type { Steps } from './find-shortfalls.js';
export type { NextStep, Step } from './next-step.js';
export { createNudges, type Nudge, type Nudges } from './nudges.js';
export { createRefundPreview } from './preview-refunds.js';
export { createRefund, type AlreadyRefunded, type RefundOptions } from './refund.js';
export {
  settle,
  type PlatformSettlement,
  type SettleOptions,
  type Settlement,
  type SettlementRow,
  type ShopSettlement,
} from './settle.js';

/** Returns the quote of these coupons, in which each says how it came to its amount: what was measured, offered, cut, split and borne by whom. */
export const explain = /* @__PURE__ */ createExplain({ conditions, benefits });

/**
 * Returns what these units of an order pay back, and what that undoes of each coupon, by funder. With the quote on the screen it says so before
 * anything is bought.
 *
 * @throws CouponError where the quote is another cart's, a line is unknown, or more comes back than was bought
 */
export const refund = /* @__PURE__ */ createRefund(quote);

/** Returns what each line of an order would pay back, one unit of it and all: of the quote on the screen, or of what has not come back yet. */
export const previewRefunds = /* @__PURE__ */ createRefundPreview(quote);

/** Returns how much more makes another coupon, or the next step of one, pay off in the best set, and what it saves then; best first. */
export const nudges = /* @__PURE__ */ createNudges({ best, quote, check });

/**
 * Returns which of the merchant's products fill what a coupon lacks (凑单), each priced in the cart as it is then; the least extra to pay first.
 *
 * @throws CouponError where a price or quantity of a product is not a safe integer ≥ 0
 */
export const fillers = /* @__PURE__ */ createFillers({ best, quote, check });
