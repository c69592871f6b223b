import type { Layer } from './coupon.js';
import type { Refusal } from './refusal.js';

/** A cart priced with coupons. Every amount is an integer in minor units of `currency`. */
export interface Quote {
  readonly currency: string;
  /** Goods at list price. */
  readonly subtotal: number;
  /** Shipping fees before coupons. */
  readonly shipping: number;
  /** Goods and shipping together. */
  readonly discount: number;
  /** `subtotal + shipping − discount`. */
  readonly payable: number;
  /** In the cart's order. */
  readonly lines: readonly QuoteLine[];
  /** In the cart's order. */
  readonly fees: readonly QuoteFee[];
  /** In the order of application: by layer, then by id. */
  readonly applied: readonly AppliedCoupon[];
  /** In the order in which the coupons were given. */
  readonly refused: readonly Refusal[];
}

export interface QuoteLine {
  readonly id: string;
  readonly subtotal: number;
  readonly discount: number;
  readonly payable: number;
  /** In the order of application; only coupons that took something off this line. */
  readonly allocations: readonly Allocation[];
}

export interface QuoteFee {
  readonly shop?: string;
  readonly fee: number;
  readonly discount: number;
  readonly payable: number;
  readonly allocations: readonly Allocation[];
}

/** One coupon's share of one line or fee. */
export interface Allocation {
  readonly coupon: string;
  readonly amount: number;
  /** What of `amount` the platform bears; the line's shop bears the rest. */
  readonly platform: number;
}

export interface AppliedCoupon {
  readonly coupon: string;
  readonly layer: Layer;
  readonly amount: number;
  /** What of `amount` the platform bears. */
  readonly platform: number;
}

/** The quote of the best legal set, with its certificate. */
export interface Best extends Quote {
  /** True only where it is proven that no legal set pays less. */
  readonly optimal: boolean;
  /** No legal set pays less than this; equals `payable` where `optimal`. */
  readonly bound: number;
  /** `payable − bound`: how much better another set could be at the most; 0 where `optimal`. */
  readonly gap: number;
  /** How many nodes the search visited: the same for the same input, everywhere. */
  readonly work: number;
  /**
   * The best legal set that differs by at least one coupon; absent where there is none, where the coupons were not compared, or where the
   * budget did not allow to prove it.
   */
  readonly runnerUp?: RunnerUp;
}

export interface RunnerUp {
  /** In the order of application. */
  readonly coupons: readonly string[];
  readonly payable: number;
}
