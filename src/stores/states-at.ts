import type { Held, Offer } from '../protocol/messages.js';

/**
 * What are offers and held coupons at a moment, and when does one of them change by itself next?
 * The server's answer is a snapshot; here it ages, so that a page left open stays true without asking again.
 */

/** Returns the offers as they stand at `now`; the same list where none of them changed. */
export function offersAt(offers: readonly Offer[], now: number): readonly Offer[] {
  return mapChanged(offers, (offer) => {
    const { claim } = offer;
    const isPast = (time?: string) => now >= Date.parse(time ?? '');
    const isOpen = claim.state == 'available' || (claim.state == 'upcoming' && isPast(claim.opensAt));
    const state = !isOpen ? claim.state : isPast(claim.closesAt) ? 'ended' : 'available';
    return state == claim.state ? offer : { ...offer, claim: { ...claim, state } };
  });
}

/** Returns the wallet as it stands at `now`; the same list where nothing expired. */
export function walletAt(wallet: readonly Held[], now: number): readonly Held[] {
  return mapChanged(wallet, (held) =>
    held.state == 'held' && now >= Date.parse(held.validUntil ?? held.coupon.validUntil ?? '')
      ? { ...held, state: 'expired' }
      : held,
  );
}

/** Returns the first moment after `now` at which anything opens, closes, starts or ends; `Infinity` where nothing does. */
export function nextBoundary(offers: readonly Offer[], wallet: readonly Held[], now: number): number {
  let next = Infinity;
  for (const times of [...offers, ...wallet].flatMap((entry) => [
    entry.coupon,
    'claim' in entry ? { validFrom: entry.claim.opensAt, validUntil: entry.claim.closesAt } : entry,
  ]))
    for (const text of [times.validFrom, times.validUntil]) {
      const time = Date.parse(text ?? '');
      if (time > now && time < next) next = time;
    }
  return next;
}

function mapChanged<T>(list: readonly T[], change: (each: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.some((each, index) => each != list[index]) ? changed : list;
}
