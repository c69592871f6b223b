import type { Coupon } from '../model/coupon.js';
import type { Held, Offer } from '../protocol/messages.js';

/**
 * Returns, by id, the coupons that a cart may use now: those that are held, within the days of this very claim, and those that
 * can be claimed at once for nothing.
 *
 * @param holds those of this tab: what they keep for an order is kept for this cart
 */
export function usableCoupons(
  offers: readonly Offer[],
  wallet: readonly Held[],
  holds: ReadonlySet<string | undefined>,
): ReadonlyMap<string, Coupon> {
  const usable = new Map<string, Coupon>();
  for (const { coupon, claim } of offers)
    if (claim.state === 'available' && !claim.cost) usable.set(coupon.id, coupon);
  for (const { coupon, state, hold, validFrom, validUntil } of wallet)
    if (state === 'held' || (state === 'reserved' && holds.has(hold)))
      usable.set(coupon.id, {
        ...coupon,
        ...(validFrom && { validFrom }),
        ...(validUntil && { validUntil }),
      });
  return usable;
}
