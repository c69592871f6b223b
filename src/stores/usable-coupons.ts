import type { Coupon } from '../model/coupon.js';
import type { Reason } from '../model/refusal.js';
import type { Held, Offer } from '../protocol/messages.js';

/**
 * Returns, by id, the coupons that a cart may use now: those that are held, within the days of this very claim, and those that
 * can be claimed at once for nothing.
 */
export function usableCoupons(
  offers: readonly Offer[],
  wallet: readonly Held[],
): ReadonlyMap<string, Coupon> {
  const usable = new Map<string, Coupon>();
  for (const { coupon, claim } of offers)
    if (claim.state == 'available' && !claim.cost) usable.set(coupon.id, coupon);
  for (const { coupon, state, validFrom, validUntil } of wallet)
    if (state == 'held')
      usable.set(coupon.id, {
        ...coupon,
        ...(validFrom && { validFrom }),
        ...(validUntil && { validUntil }),
      });
  return usable;
}

/**
 * Returns why a coupon is not among the usable ones. Codes: the state of what is held (`used`, `reserved`, `expired`), `cost`, the
 * state of the offer (`sold-out`, `upcoming`, `ended`, `sign-in`, …), or `not-found`.
 */
export function whyUnusable(id: string, offers: readonly Offer[], wallet: readonly Held[]): Reason {
  const held = wallet.find(({ coupon }) => coupon.id == id);
  const claim = offers.find(({ coupon }) => coupon.id == id)?.claim;
  if (held) return { code: held.state, params: { validUntil: held.validUntil ?? held.coupon.validUntil } };
  if (!claim) return { code: 'not-found', params: {} };
  return claim.state == 'available' && claim.cost
    ? { code: 'cost', params: claim.cost }
    : { code: claim.state, params: { opensAt: claim.opensAt, closesAt: claim.closesAt } };
}
