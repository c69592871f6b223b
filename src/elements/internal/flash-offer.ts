/** How does an offer of a flash sale stand at a moment? By the server's facts and clock alone; nothing is counted here that the server has not said. */
import type { Coupon } from '../../model/coupon.js';
import type { Claim, Held, Offer } from '../../protocol/messages.js';
import type { Session } from '../../stores/session.js';
import { offersAt } from '../../stores/states-at.js';

export type FlashPhase =
  | 'available'
  | 'upcoming'
  | 'sign-in'
  /** Claimed, and to be paid until `piece.until`. */
  | 'pending'
  /** It was not paid in time; whether one can be had again, the server has not said yet. */
  | 'over'
  | 'claimed'
  | 'used'
  /** As many as one shopper may have are gone another way than into this wallet. */
  | 'limit'
  | 'sold-out'
  | 'ended';

export interface FlashOffer {
  readonly coupon: Coupon;
  readonly claim: Claim;
  readonly phase: FlashPhase;
  /** The one that waits for its payment, or else can be used. */
  readonly piece: Held | undefined;
  /** Whether the last try to buy it ended without a payment, a short while ago. */
  readonly hasLapsed: boolean;
  /** How many of it the shopper has. */
  readonly owned: number;
}

/** What can be done, the most first. */
const ranks: readonly FlashPhase[] = [
  'pending',
  'available',
  'over',
  'upcoming',
  'sign-in',
  'claimed',
  'used',
  'limit',
  'sold-out',
  'ended',
];

/** For how long it is worth a word that a payment did not come in time. */
const lapseMs = 3_600_000;

/**
 * Returns the offers of these ids, in this order; without ids every offer that opens at a time, is limited or costs something, in an order that does not change
 * while they are seen: what opens first is first.
 */
export function listFlashOffers(session: Session, ids: readonly string[]): readonly FlashOffer[] {
  const now = session.now();
  const wallet = session.$wallet.get() ?? [];
  // A tab that slept may be late to let them age.
  const offers = offersAt(session.$offers.get() ?? [], now);
  const wanted = ids.length
    ? ids.flatMap((id) => offers.find(({ coupon }) => coupon.id === id) ?? remember(id, wallet))
    : offers
        .filter(({ claim: { opensAt, stock, cost } }) => opensAt || stock !== undefined || cost)
        .sort((a, b) => opening(a) - opening(b));
  return wanted.map(({ coupon, claim }) => {
    const pieces = wallet.filter((held) => held.coupon.id === coupon.id);
    const isPast = ({ until }: Held) => Date.parse(until ?? '') <= now;
    const pending = pieces.find((piece) => piece.state === 'pending' && !isPast(piece));
    const usable = pieces.find(({ state }) => state === 'held' || state === 'reserved');
    const isLapsed = (piece: Held) =>
      (piece.state === 'pending' || piece.state === 'expired') && isPast(piece);
    const lapsed = pieces.filter(isLapsed);
    return {
      coupon,
      claim,
      piece: pending ?? usable,
      phase: pending ? 'pending' : phaseOf(claim, !!usable, pieces, lapsed),
      hasLapsed: !pending && lapsed.some(({ until }) => now - Date.parse(until!) < lapseMs),
      owned: pieces.filter(({ state }) => state !== 'expired').length,
    };
  });
}

/** The offer with which most can be done. */
export function findForemost(offers: readonly FlashOffer[]): FlashOffer | undefined {
  return ranks.flatMap((rank) => offers.filter(({ phase }) => phase === rank))[0];
}

function phaseOf(
  { state }: Claim,
  isUsable: boolean,
  pieces: readonly Held[],
  lapsed: readonly Held[],
): FlashPhase {
  if (state !== 'claimed') return state;
  if (isUsable) return 'claimed';
  if (pieces.some((piece) => piece.state === 'used')) return 'used';
  return lapsed.length > 0 ? 'over' : pieces.length > 0 ? 'ended' : 'limit';
}

/** What is offered no longer, and is in the wallet still. */
function remember(id: string, wallet: readonly Held[]): Offer[] {
  const piece = wallet.find(({ coupon, state }) => coupon.id === id && state !== 'expired');
  return piece ? [{ coupon: piece.coupon, claim: { state: 'claimed' } }] : [];
}

function opening({ claim }: Offer): number {
  return Date.parse(claim.opensAt ?? '') || 0;
}
