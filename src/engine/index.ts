import { benefits } from '../benefits/index.js';
import { conditions } from '../conditions/index.js';
import { createEngine } from './create-engine.js';

export { allocate, type AllocateOptions } from '../money/allocate.js';
export { CouponError } from '../money/coupon-error.js';
export { benefits, type KnownBenefit } from '../benefits/index.js';
export { conditions, type Conditions } from '../conditions/index.js';
export type { Benefit, BenefitFacts, Goods } from '../benefits/benefit.js';
export type { Condition, ConditionFacts } from '../conditions/condition.js';
export { createEngine, type Engine } from './create-engine.js';
export type { QuoteOptions } from './prepare.js';
export type { BestOptions } from './best.js';
export {
  settle,
  type PlatformSettlement,
  type Settlement,
  type SettlementRow,
  type ShopSettlement,
} from './settle.js';

/** The engine over every kind of this package. */
export const { quote, best, check } = /* @__PURE__ */ createEngine({ conditions, benefits });
