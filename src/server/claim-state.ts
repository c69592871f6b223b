import type { Claim, ClaimState, Held } from '../protocol/messages.js';
import type { BookEntry } from './coupon-book.js';
import type { Count, Holding } from './ledgers/ledger.js';
import { personalCoupon } from './personal-coupon.js';

/** What a claim's state depends on beside the coupon. */
export interface Circumstances {
  /** What the shopper has of the coupon. */
  readonly holdings: readonly Holding[];
  /** What all shoppers have of it. */
  readonly count: Count;
  readonly signedIn: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Where a shopper stands with a coupon: the first of these that holds, since each makes the next ones pointless. */
export function claimState(entry: BookEntry, circumstances: Circumstances): ClaimState {
  const { holdings, count, signedIn, now } = circumstances;
  const { stock = Infinity, budget = Infinity, opensAt, closesAt, audience } = entry.terms;
  if (isPast(entry.coupon.validUntil, now)) return 'ended';
  if (holdings.length >= entry.perShopper) {
    return holdings.every((holding) => holding.state === 'used') ? 'used' : 'claimed';
  }
  if (isPast(closesAt, now)) return 'ended';
  if (opensAt !== undefined && !isPast(opensAt, now)) return 'upcoming';
  if (count.granted >= stock || count.spent >= budget) return 'sold-out';
  if (audience === 'signed-in' && !signedIn) return 'sign-in';
  return 'available';
}

/** The same, with what a page shows beside it. */
export function claimOf(entry: BookEntry, circumstances: Circumstances): Claim {
  const { cost, stock, opensAt, closesAt } = entry.terms;
  return {
    state: claimState(entry, circumstances),
    ...(cost && { cost }),
    ...(stock !== undefined && { stock, remaining: Math.max(0, stock - circumstances.count.granted) }),
    ...(opensAt !== undefined && { opensAt }),
    ...(closesAt !== undefined && { closesAt }),
    perShopper: entry.perShopper,
  };
}

/** A holding as its owner sees it. */
export function heldOf(
  holding: Holding,
  entry: BookEntry,
  now: number,
  isoInZone: (at: number) => string,
): Held {
  const { id, state, until, hold, balance } = holding;
  const coupon = personalCoupon(entry.coupon, holding, isoInZone);
  return {
    id,
    coupon,
    state: state === 'held' && isPast(coupon.validUntil, now) ? 'expired' : state,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(hold !== undefined && { hold }),
    ...(coupon.validFrom !== undefined && { validFrom: coupon.validFrom }),
    ...(coupon.validUntil !== undefined && { validUntil: coupon.validUntil }),
    ...(balance !== undefined && { balance }),
  };
}

function isPast(instant: string | undefined, now: number): boolean {
  return instant !== undefined && Date.parse(instant) <= now;
}
