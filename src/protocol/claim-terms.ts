import { instant } from '../model/coupon-shapes.js';
import { flag, oneOf, positive, type Shape } from '../model/shape.js';

/** Who may claim a coupon, and when, as a file of coupons says it; for servers and pages alike. */
export interface ClaimTerms {
  /** How many one shopper may claim. Default 1. */
  readonly perShopper?: number;
  /** ISO 8601 with offset; inclusive. */
  readonly opensAt?: string;
  /** ISO 8601 with offset; exclusive. */
  readonly closesAt?: string;
  /** `signed-in`: only for shoppers whom the merchant's backend vouches for. Default `everyone`. */
  readonly audience?: 'everyone' | 'signed-in';
  /** Only by its code, and in no list of offers. Default: whether it has a code. */
  readonly hidden?: boolean;
  /** How long a piece can be used from its claim on, hours; never longer than `validUntil`. Absent: as the coupon says. */
  readonly validHours?: number;
}

/** A hundred years: no calendar has the end of something much longer. */
const maxHours = 876_600;

/** How long a piece can be used, hours. */
export const hours: Shape<number> = (value, path, report) => {
  const clean = positive(value, path, report);
  if (clean > maxHours) report(path, 'too-large', { max: maxHours });
  return clean;
};

/** The forms of its fields. */
export const claimTermFields = {
  'perShopper?': positive,
  'opensAt?': instant,
  'closesAt?': instant,
  'audience?': oneOf('everyone', 'signed-in'),
  'hidden?': flag,
  'validHours?': hours,
};
