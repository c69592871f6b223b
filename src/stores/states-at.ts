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
    const isOpen = claim.state === 'available' || (claim.state === 'upcoming' && isPast(claim.opensAt));
    const state = !isOpen ? claim.state : isPast(claim.closesAt) ? 'ended' : 'available';
    return state === claim.state ? offer : { ...offer, claim: { ...claim, state } };
  });
}

/** Returns the wallet as it stands at `now`; the same list where nothing ended. */
export function walletAt(wallet: readonly Held[], now: number): readonly Held[] {
  return mapChanged(wallet, (held) => {
    const isPast = (time?: string) => now >= Date.parse(time ?? '');
    // An order that was not paid in time gives its coupons back; a claim that was not paid in time is given up.
    const state = held.state === 'reserved' && isPast(held.until) ? 'held' : held.state;
    const isOver =
      (state === 'pending' && isPast(held.until)) ||
      (state === 'held' && isPast(held.validUntil ?? held.coupon.validUntil));
    const next = isOver ? 'expired' : state;
    return next === held.state ? held : { ...held, state: next };
  });
}

const moments = ['validFrom', 'validUntil', 'opensAt', 'closesAt', 'until', 'againAt'] as const;
type Span = { readonly [moment in (typeof moments)[number]]?: string };
/** An offer, a piece of the wallet, a campaign. */
type Entry = Span & { readonly coupon?: Span; readonly claim?: Span };

/** Returns the first moment after `now` at which anything opens, closes, starts or ends; `Infinity` where nothing does. */
export function nextBoundary(entries: readonly Entry[], now: number): number {
  let next = Infinity;
  for (const entry of entries)
    for (const span of [entry, entry.coupon, entry.claim])
      for (const moment of moments) {
        // Most are absent; there may be a thousand entries.
        const text = span?.[moment];
        const time = text ? Date.parse(text) : now;
        if (time > now && time < next) next = time;
      }
  return next;
}

function mapChanged<T>(list: readonly T[], change: (each: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.some((each, index) => each !== list[index]) ? changed : list;
}
