import type { Reason } from '../model/refusal.js';
import type { Wallet } from './create-wallet.js';

/**
 * Returns why a coupon is not among the usable ones. Codes: the state of what is held (`used`, `reserved`, `pending`, `expired`), `cost`, the
 * state of the offer (`sold-out`, `upcoming`, `ended`, `sign-in`, …), or `not-found`.
 */
export function whyUnusable(id: string, { $offers, $wallet }: Wallet): Reason {
  const held = $wallet.get()?.find(({ coupon }) => coupon.id === id);
  const claim = $offers.get()?.find(({ coupon }) => coupon.id === id)?.claim;
  if (held) {
    const { state, until, validUntil = held.coupon.validUntil } = held;
    return { code: state, params: { validUntil, ...(until && { until }) } };
  }
  if (!claim) return { code: 'not-found', params: {} };
  return claim.state === 'available' && claim.cost
    ? { code: 'cost', params: claim.cost }
    : { code: claim.state, params: { opensAt: claim.opensAt, closesAt: claim.closesAt } };
}
