import type { Coupon } from '../../model/coupon.js';
import type { Reward } from '../campaigns/campaign.js';
import type { ClaimTerms } from '../parse-coupon-file.js';
import { worthOf } from './worth-of.js';

/** Returns how long a reward can be used from the moment on that it is given, hours; `undefined`: as its coupon says. */
export function hoursOf({ validHours }: Reward, terms: ClaimTerms | undefined): number | undefined {
  return validHours ?? terms?.validHours;
}

/** Returns what a reward takes of its campaign's budget, minor units; `undefined` where nothing says so. */
export function rewardWorth({ worth, credit }: Reward, coupon: Coupon): number | undefined {
  return worth ?? credit ?? worthOf(coupon);
}
