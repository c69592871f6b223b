/** One coupon of a flash sale: what is left of it, the one act, and what became of that, each in words. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Params } from '../../i18n/create-locale.js';
import type { CouponText } from '../../i18n/describe-coupon.js';
import { describeReason } from '../../i18n/describe-reason.js';
import type { Locale } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { Reason } from '../../model/refusal.js';
import { couponTicket } from './coupon-ticket.js';
import { fillUrl } from './fill-url.js';
import type { Turn } from './flash-line.js';
import type { FlashOffer } from './flash-offer.js';

/** What is shown of one coupon. */
export interface FlashCard {
  readonly offer: FlashOffer;
  readonly text: CouponText;
  readonly locale: Locale;
  readonly currency: string | undefined;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly now: number;
  /** Where the shopper is in line. */
  readonly turn: Turn | undefined;
  /** Why the last press brought nothing. */
  readonly outcome: Reason | undefined;
  /** Whether it was pressed before the opening. */
  readonly isEarly: boolean;
  /** Whether the points that it costs are about to be spent. */
  readonly isConfirming: boolean;
  /** The shopper's points, where they are known. */
  readonly points: number | undefined;
  readonly useUrl: string | undefined;
  readonly signInUrl: string | undefined;
  readonly payUrl: string | undefined;
  readonly centerUrl: string | undefined;
  /** The one act of the button, whatever it is now. */
  readonly press: (event: Event) => void;
  /** Takes a first step back: leaves the line, spends no points. */
  readonly stepBack: () => void;
}

export function flashCard(card: FlashCard): TemplateResult {
  return html`<li class="card ${card.offer.phase}" part="card">
    ${couponTicket(card.text, {
      notes: html`${stock(card)}${facts(card)}${messages(card)}`,
      action: html`${button(card)}${wayBack(card)}`,
    })}
  </li>`;
}

/** What the shopper would need for it, and has not. */
export function lackedPoints({
  offer: { phase, claim },
  points,
}: Pick<FlashCard, 'offer' | 'points'>):
  { readonly required: number; readonly available: number } | undefined {
  const required = claim.cost?.points ?? 0;
  return phase === 'available' && points !== undefined && points < required
    ? { required, available: points }
    : undefined;
}

function stock({ offer: { claim, phase }, ...card }: FlashCard): unknown {
  const { stock, remaining: told } = claim;
  if (stock === undefined || told === undefined || phase === 'ended') return nothing;
  // A refusal may be newer than the count.
  const remaining = phase === 'sold-out' ? 0 : Math.min(told, stock);
  const left = say(card, 'flash.left', { remaining, stock });
  return html`<div class="stock" part="stock">
    <progress
      part="bar"
      max=${stock}
      .value=${stock - remaining}
      aria-label=${say(card, 'flash.stock')}
      aria-valuetext=${left}
    ></progress>
    <span class="small" aria-hidden="true">${left}</span>
  </div>`;
}

/** What to know before pressing. */
function facts(card: FlashCard): unknown {
  const { offer, points } = card;
  const { claim, phase, owned } = offer;
  const { perShopper = 1, cost } = claim;
  const isOpen = phase === 'available' || phase === 'upcoming' || phase === 'sign-in';
  // Where the button does not say it yet.
  const isPriced = phase === 'upcoming' || phase === 'sign-in';
  const lines = [
    isPriced && cost?.points && say(card, 'claim.points', { points: cost.points }),
    isPriced && cost?.amount && say(card, 'claim.amount', { amount: cost.amount }),
    isOpen && owned > 0 && say(card, 'flash.owned', { n: owned, perShopper }),
    isOpen && owned === 0 && perShopper > 1 && say(card, 'flash.limit', { perShopper }),
    isOpen && cost?.points && points !== undefined && !card.isConfirming && !lackedPoints(card)
      ? say(card, 'flash.balance', { available: points })
      : '',
  ].filter(Boolean);
  return lines.length
    ? html`<p class="notes small" part="notes">${lines.map((line) => html`<span>${line}</span>`)}</p>`
    : nothing;
}

function messages(card: FlashCard): unknown {
  const { offer, turn, outcome, now } = card;
  const { phase, piece, hasLapsed, claim } = offer;
  const told = (key: MessageKey, params?: Params) =>
    html`<p class="small told" part="message">${say(card, key, params)}</p>`;
  const lacked = lackedPoints(card);
  const { points: required = 0 } = claim.cost ?? {};
  return html`${turn ? told(turn.hitch === 'none' ? 'flash.fair' : `flash.${turn.hitch}`) : nothing}
    ${
      phase === 'pending'
        ? html`<p class="small told" part="message">
            <b role="timer">${say(card, 'flash.pay-within', { ms: Date.parse(piece!.until!) - now })}</b>
            ${say(card, 'flash.paid')}
          </p>`
        : nothing
    }
    ${phase === 'upcoming' && card.isEarly ? told('flash.early') : nothing}
    ${phase === 'limit' && !outcome ? told('reason.shopper-limit') : nothing}
    ${phase === 'available' && hasLapsed && !turn ? told('flash.lapsed') : nothing}
    ${lacked && !turn ? told('refusal.points-too-few', lacked) : nothing}
    ${
      card.isConfirming
        ? html`<p class="small told" part="message" id="sure">
            ${say(card, 'flash.sure')}
            ${
              card.points === undefined
                ? nothing
                : say(card, 'flash.confirm-why', { available: card.points, rest: card.points - required })
            }
          </p>`
        : nothing
    }
    <p class="error" role="alert">${outcome && !turn ? describeOutcome(card, outcome) : nothing}</p>`;
}

function describeOutcome(card: FlashCard, reason: Reason): string {
  const { code } = reason;
  if (code === 'cancelled') return say(card, 'flash.left-line');
  if (code === 'unavailable' || code === 'rate-limited') return say(card, 'flash.gave-up');
  if (code === 'upcoming') return say(card, 'flash.early');
  return describeReason(reason, card.locale, card.currency);
}

function button(card: FlashCard): TemplateResult {
  const { offer, turn, press, text } = card;
  const { phase } = offer;
  const isIdle =
    !!turn || !!lackedPoints(card) || !(phase === 'available' || phase === 'sign-in' || phase === 'pending');
  const url = {
    claimed: card.useUrl && fillUrl(card.useUrl, offer.coupon),
    'sign-in': card.signInUrl,
    pending: card.payUrl && piecePayUrl(card.payUrl, offer),
  }[phase as string];
  const label = html`${turn ? say(card, 'flash.waiting') : labelOf(card)}<span class="hidden">
      ${text.title}</span
    >`;
  return url && !turn
    ? html`<a class="button" part="button" href=${url} @click=${press}>${label}</a>`
    : html`<button
        class="button ${turn ? 'waiting' : ''}"
        part="button"
        aria-disabled=${isIdle}
        aria-describedby=${card.isConfirming ? 'sure' : nothing}
        @click=${press}
        @keydown=${pressOnce}
      >
        ${label}
      </button>`;
}

function labelOf(card: FlashCard): string {
  const { phase, claim } = card.offer;
  const { points, amount } = claim.cost ?? {};
  if (phase === 'available') {
    if (card.isConfirming) return say(card, 'flash.confirm', { points });
    if (points && amount) return say(card, 'flash.both', { points, amount });
    if (points) return say(card, 'flash.exchange', { points });
    return amount ? say(card, 'flash.buy', { amount }) : say(card, 'flash.get');
  }
  if (phase === 'pending') return say(card, 'flash.pay', { amount });
  if (phase === 'over') return say(card, 'flash.over');
  if (phase === 'claimed') return say(card, card.useUrl ? 'claim.use' : 'state.claimed');
  return say(card, phase === 'limit' ? 'state.claimed' : `state.${phase}`);
}

/** The way back from what was begun, or on from what is over. */
function wayBack(card: FlashCard): unknown {
  const { turn, isConfirming, stepBack, offer, centerUrl } = card;
  if (turn || isConfirming)
    return html`<button class="button link small" part="back" @click=${stepBack}>
      ${say(card, turn ? 'flash.leave' : 'flash.back')}
    </button>`;
  const isOver = /^(sold-out|ended|limit)$/.test(offer.phase) || lackedPoints(card);
  return centerUrl && isOver
    ? html`<a class="button link small" part="others" href=${centerUrl}>${say(card, 'flash.others')}</a>`
    : nothing;
}

/** Where a piece is paid: the merchant's address with the claim in it. */
export function piecePayUrl(payUrl: string, { coupon, piece }: Pick<FlashOffer, 'coupon' | 'piece'>): string {
  const url = new URL(payUrl, document.baseURI);
  url.searchParams.set('claim', piece?.id ?? '');
  url.searchParams.set('coupon', coupon.id);
  return url.href;
}

/** Who holds a key down presses once. */
function pressOnce(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}

function say(
  { locale, currency }: Pick<FlashCard, 'locale' | 'currency'>,
  key: MessageKey,
  params?: Params,
): string {
  return locale.t(key, { currency, ...params });
}
