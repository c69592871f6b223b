import type { Claim, ClaimState, Held } from '../protocol/messages.js';
import type { BookEntry } from './coupon-book.js';
import type { Holding } from './ledgers/ledger.js';

/** What a claim's state depends on beside the coupon. */
export interface Circumstances {
  /** How many of the coupon the shopper has. */
  readonly owned: number;
  /** How many of it are granted to anybody. */
  readonly granted: number;
  readonly signedIn: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Where a shopper stands with a coupon: the first of these that holds, since each makes the next ones pointless. */
export function claimState(entry: BookEntry, circumstances: Circumstances): ClaimState {
  const { owned, granted, signedIn, now } = circumstances;
  const { stock, opensAt, closesAt, audience } = entry.terms;
  if (isPast(entry.coupon.validUntil, now)) return 'ended';
  if (owned >= entry.perShopper) return 'claimed';
  if (isPast(closesAt, now)) return 'ended';
  if (opensAt !== undefined && !isPast(opensAt, now)) return 'upcoming';
  if (stock !== undefined && granted >= stock) return 'sold-out';
  if (audience === 'signed-in' && !signedIn) return 'sign-in';
  return 'available';
}

/** The same, with what a page shows beside it. */
export function claimOf(entry: BookEntry, circumstances: Circumstances): Claim {
  const { stock, opensAt, closesAt } = entry.terms;
  return {
    state: claimState(entry, circumstances),
    ...(stock !== undefined && { stock, remaining: Math.max(0, stock - circumstances.granted) }),
    ...(opensAt !== undefined && { opensAt }),
    ...(closesAt !== undefined && { closesAt }),
    perShopper: entry.perShopper,
  };
}

/** A holding as its owner sees it. */
export function heldOf({ id }: Holding, { coupon }: BookEntry, now: number): Held {
  return {
    id,
    coupon,
    state: isPast(coupon.validUntil, now) ? 'expired' : 'held',
    ...(coupon.validFrom !== undefined && { validFrom: coupon.validFrom }),
    ...(coupon.validUntil !== undefined && { validUntil: coupon.validUntil }),
  };
}

function isPast(instant: string | undefined, now: number): boolean {
  return instant !== undefined && Date.parse(instant) <= now;
}
