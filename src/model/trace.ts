import type { Coupon, Issuer } from './coupon.js';
import type { AppliedCoupon, Quote } from './quote.js';

/**
 * A quote in which each coupon says how it came to its amount. Every amount is an integer in minor units of `currency`.
 *
 * What one coupon leaves of a line (`after`) is what the next one that reaches it finds (`before`); what the last one leaves is what the line
 * costs.
 */
export interface Trace extends Quote {
  /** In the order of application: by layer, then by id. */
  readonly applied: readonly TracedCoupon[];
}

/** `amount = platform + borneByShop`, each the sum of the lines' and the fees'. */
export interface TracedCoupon extends AppliedCoupon {
  readonly issuer: Issuer;
  /** Its kind and terms, as the coupon has them. */
  readonly benefit: Coupon['benefit'];
  /** What amounts are measured on: list prices, or what the layers before left of them. */
  readonly on: 'list' | 'residual';
  /** The measured amount of the lines in scope. */
  readonly measured: number;
  /** The units in scope. */
  readonly units: number;
  /** In the order of the kinds. */
  readonly conditions: readonly TracedCondition[];
  /** What the layers before left of what it may take something off: of the lines, or of a shipping coupon of the fees. */
  readonly base: number;
  /** Where `offered` is a percentage of `base`, rounded half up: which one; 20 is 20%. */
  readonly percentOff?: number;
  /** What its benefit comes to before anything limits it. */
  readonly offered: number;
  /** What leads from `offered` to `amount`, step by step; empty where they are the same. */
  readonly cuts: readonly TracedCut[];
  /** What the platform does not bear: the shop of the line or fee does, or where that is no shop's, the platform as its seller. */
  readonly borneByShop: number;
  /** The lines that it reaches, by id: also those of which it takes nothing. */
  readonly lines: readonly TracedLine[];
  /** The fees that it reaches, by shop: none but a shipping coupon reaches any. */
  readonly fees: readonly TracedFee[];
  /** What is to pay in all after it. */
  readonly payable: number;
}

export interface TracedCondition {
  /** The key in the coupon's `conditions`. */
  readonly condition: string;
  /** What the coupon says there. */
  readonly required: unknown;
  /** What that was compared with; of `requires` the units of each. Absent: the kind does not tell. */
  readonly measured?: unknown;
  /** True, since else the coupon would not apply. */
  readonly holds: boolean;
}

export interface TracedCut {
  /** `cap`: a limit of the benefit itself; `left`: there was no more left; `floor`: units have a minimum price. */
  readonly by: 'cap' | 'left' | 'floor';
  /** Which of the benefit's fields caps it. */
  readonly field?: string;
  /** What it comes to then. */
  readonly to: number;
}

/** A coupon's share: in proportion to `before`, never above `room`; of a benefit that speaks of units, what its units on this line got. */
export interface TracedShare {
  /** What the coupons before left. */
  readonly before: number;
  /** What of that may be taken off. */
  readonly room: number;
  /** What the coupon takes off. */
  readonly amount: number;
  /** What of `amount` the platform bears. */
  readonly platform: number;
  /** The rest of `amount`. */
  readonly borneByShop: number;
  /** `before − amount`. */
  readonly after: number;
}

export interface TracedLine extends TracedShare {
  /** The line's id. */
  readonly line: string;
  readonly shop?: string;
  readonly quantity: number;
  /** At list price. */
  readonly subtotal: number;
  /** Whether it is in the coupon's scope, and so counts for what is measured; else it is only among what a `getScope` rewards. */
  readonly inScope: boolean;
}

export interface TracedFee extends TracedShare {
  /** Absent: the whole order's. */
  readonly shop?: string;
  /** Before coupons. */
  readonly fee: number;
}
