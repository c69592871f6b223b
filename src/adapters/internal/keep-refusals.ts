import type { Reason } from '../../model/refusal.js';
import type { ClaimState, OffersAnswer, Outcome } from '../../protocol/messages.js';

/**
 * Which coupons the platform did not take, and why: so that they are not offered again, and another set can be the best. What has no known
 * reason, or one of the cart's, holds for that cart only.
 */
export interface KeptRefusals {
  /** Why a coupon was refused for this cart, if it was. */
  find(coupon: string, cart: string): Reason | undefined;
  /** Takes what a verdict says. @param cart the canonical cart that it is about */
  take(outcomes: readonly Outcome[], cart: string): void;
  /** Whether there is one that holds for one cart only. */
  hasOfCart(): boolean;
  /** What is offered and held, as far as it can be used. @param cart the canonical cart that is there now */
  apply(answer: OffersAnswer, cart: string | undefined): OffersAnswer;
}

/** Whether a coupon with this refusal is not to come back, whatever is in the cart. */
export function isFinal({ code }: Reason): boolean {
  const state = states[code];
  return state !== undefined && state !== 'upcoming';
}

interface Refusal {
  readonly reason: Reason;
  readonly cart: string;
}

/** What a reason says of an offer, whatever is in the cart. */
const states: Readonly<Record<string, ClaimState>> = {
  'unknown-code': 'ended',
  expired: 'ended',
  'not-started': 'upcoming',
  'sold-out': 'sold-out',
  'shopper-limit': 'used',
};

export function keepRefusals(): KeptRefusals {
  const refusals = new Map<string, Refusal>();
  const stateOf = (coupon: string) => states[refusals.get(coupon)?.reason.code ?? ''];
  return {
    find(coupon, cart) {
      const refusal = refusals.get(coupon);
      return refusal?.cart === cart ? refusal.reason : undefined;
    },
    take(outcomes, cart) {
      for (const { coupon, state, reasons } of outcomes)
        if (state === 'effective') refusals.delete(coupon);
        else refusals.set(coupon, { reason: reasons[0]!, cart });
    },
    hasOfCart: () => [...refusals.keys()].some((coupon) => !stateOf(coupon)),
    apply: (answer, cart) => ({
      ...answer,
      offers: answer.offers.flatMap((offer) => {
        const state = stateOf(offer.coupon.id);
        if (state && offer.claim.state === 'available') return { ...offer, claim: { ...offer.claim, state } };
        // With another cart it may be taken.
        return !state && refusals.get(offer.coupon.id)?.cart === cart && cart ? [] : offer;
      }),
      wallet: answer.wallet.map((held) => {
        const state = stateOf(held.coupon.id);
        if (!state || state === 'upcoming' || held.state !== 'held') return held;
        return { ...held, state: state === 'ended' ? 'expired' : 'used' };
      }),
    }),
  };
}
