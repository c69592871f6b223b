import { benefits } from '../benefits/index.js';
import { conditions } from '../conditions/index.js';
import { createEngine } from './create-engine.js';
import { createRefundPreview } from './preview-refunds.js';
import { createRefund } from './refund.js';

export { allocate, type AllocateOptions } from '../money/allocate.js';
export { CouponError } from '../money/coupon-error.js';
export { benefits, type KnownBenefit } from '../benefits/index.js';
export { conditions, type Conditions } from '../conditions/index.js';
export type { Benefit, BenefitFacts, Goods } from '../benefits/benefit.js';
export type { Condition, ConditionFacts } from '../conditions/condition.js';
export { createEngine, type Engine } from './create-engine.js';
export type { QuoteOptions } from './prepare.js';
export type { BestOptions } from './best.js';
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

/** The engine over every kind of this package. */
export const { quote, best, check } = /* @__PURE__ */ createEngine({ conditions, benefits });

/**
 * Returns what these units of an order pay back, and what that undoes of each coupon, by funder. With the quote on the screen it says so before
 * anything is bought.
 *
 * @throws CouponError where the quote is another cart's, a line is unknown, or more comes back than was bought
 */
export const refund = /* @__PURE__ */ createRefund(quote);

/** Returns what each line of an order would pay back, one unit of it and all: of the quote on the screen, or of what has not come back yet. */
export const previewRefunds = /* @__PURE__ */ createRefundPreview(quote);
