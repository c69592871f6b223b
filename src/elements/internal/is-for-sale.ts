import type { Session } from '../../stores/session.js';
import type { Standing } from './standing.js';

/**
 * Whether a coupon is still to be paid for, with points or money. A card does not claim such a one: `coupon-flash` asks before points are spent, and leads to the
 * payment.
 */
export function isForSale({ coupon, state, claim }: Standing, { $wallet }: Session): boolean {
  if (!claim?.cost) return false;
  const isPending = $wallet.get()?.some((held) => held.coupon.id === coupon.id && held.state === 'pending');
  return state === 'available' || !!isPending;
}
