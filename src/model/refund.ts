import type { Allocation } from './quote.js';

/** How it is told what is paid back: each unit gives back what was paid for it, or the kept goods are priced anew. */
export type RefundMode = 'proportional' | 'recalculated';

/** Units of a line that come back. */
export interface ReturnedUnits {
  /** The line's id. */
  readonly line: string;
  /** ≥ 1. */
  readonly quantity: number;
}

/** What a return pays back, and what it undoes of each coupon. Every amount is an integer in minor units of `currency`. */
export interface Refund {
  readonly currency: string;
  /** What is paid back now, ≥ 0: `goods + shipping`. */
  readonly amount: number;
  /** The sum of the lines' amounts, ≥ 0. */
  readonly goods: number;
  /** The sum of the fees' amounts, ≥ 0. */
  readonly shipping: number;
  /** In the quote's order; only lines that something changes for. */
  readonly lines: readonly RefundedLine[];
  /** In the quote's order; empty where no fee is paid back. */
  readonly fees: readonly RefundedFee[];
  /** In the order of application; only coupons of which something is undone in all. */
  readonly coupons: readonly RefundedCoupon[];
}

/**
 * One line's part: `amount` and what is undone of the coupons' shares add up to the list price of the returned units. Where the kept goods are
 * priced anew, a line that is kept has a part, too, and its numbers may be below 0: it costs more, or bears more of a coupon.
 */
export interface RefundedLine {
  readonly line: string;
  /** How many units come back; 0 where the line is kept as it is. */
  readonly quantity: number;
  readonly amount: number;
  /** What is undone of each coupon's share, in the order of application. */
  readonly allocations: readonly Allocation[];
}

export interface RefundedFee {
  /** Absent: the whole order's. */
  readonly shop?: string;
  readonly amount: number;
  readonly allocations: readonly Allocation[];
}

/** What is undone of one coupon: the sum of its `allocations` in lines and fees. */
export interface RefundedCoupon {
  readonly coupon: string;
  readonly amount: number;
  /** What of `amount` the platform had borne. */
  readonly platform: number;
  /** Whether the shopper gets the coupon back with this return: with it, nothing that the coupon discounted is kept. */
  readonly returned: boolean;
}

/** What a line would pay back, were it returned. */
export interface RefundPreview {
  readonly line: string;
  /** Of one unit. */
  readonly one: Refund;
  /** Of all units that have not come back. */
  readonly all: Refund;
}
