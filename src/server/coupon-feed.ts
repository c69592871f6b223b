import type { KnownBenefit } from '../benefits/index.js';
import type { Conditions } from '../conditions/index.js';
import type { Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import type { Campaign } from './campaigns/index.js';
import type { ClaimTerms } from './parse-coupon-file.js';

/**
 * Coupons as a merchant writes them in a file: a feed for pages, or what the coupon server gives. Amounts are whole numbers in minor units: 12.50 is
 * 1250.
 *
 * The JSON Schema of the package is made from these types and their docstrings (`scripts/create-feed-schema.ts`).
 */
export interface CouponFeed {
  /** Where editors find what may stand here. */
  readonly $schema?: string;
  /** Each one bare, or together with who may claim it. */
  readonly coupons: readonly (Coupon<Conditions, KnownBenefit> | CouponFeedEntry)[];
  /** Draws, packs, invitations and gifts, which only the server gives. */
  readonly campaigns?: readonly Campaign[];
  /** What the site decides for all coupons; for the server. */
  readonly policy?: Policy;
}

/** A coupon, and who may claim it. */
export interface CouponFeedEntry {
  /** What it takes off, and when. */
  readonly coupon: Coupon<Conditions, KnownBenefit>;
  /** Who may claim it, and when. Absent: everyone, once. */
  readonly claim?: ClaimTerms;
}
