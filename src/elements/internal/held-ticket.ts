/** A coupon that the shopper holds, as a ticket: what it is good for and until when, what keeps it, or that it is gone. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Locale } from '../../i18n/create-locale.js';
import { describeCoupon, type CouponText } from '../../i18n/describe-coupon.js';
import type { Held } from '../../protocol/messages.js';
import { couponTicket } from './coupon-ticket.js';
import { useLink } from './use-link.js';

export interface HeldTicket {
  readonly locale: Locale;
  /** ISO 4217, of a coupon that names none. */
  readonly currency: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The hold of the order that is paid on this page. */
  readonly hold: string | undefined;
  /** Where it can be used, with placeholders; absent: there is no way to it. */
  readonly useUrl: string | undefined;
  /** The page's own, beside the notes and instead of the link. */
  readonly slots?: boolean;
}

const dayMs = 86_400_000;
/** An end that is nearer than this is worth a word. */
const soonMs = 3 * dayMs;

export function heldTicket(
  held: Held,
  context: HeldTicket,
  text: CouponText = describeHeld(held, context),
): TemplateResult {
  const { locale, useUrl, slots } = context;
  const { coupon, state } = held;
  const isGone = state === 'used' || state === 'expired';
  const isUsable = state === 'held' && !(startOf(held) > context.now);
  const action = isGone
    ? html`<span class="stamp" part="stamp"
        >${state === 'used' ? locale.t('state.used') : locale.t('card.expired')}</span
      >`
    : isUsable
      ? useLink(locale, coupon, text.title, useUrl)
      : nothing;
  return html`<div class="edge ${isGone ? 'gone' : ''}">
    ${couponTicket(text, {
      detailed: true,
      notes: html`<p class="notes small" part="notes">${noteOf(held, context)}</p>
        ${slots ? html`<slot name="notes"></slot>` : nothing}`,
      action: slots ? html`<slot name="action">${action}</slot>` : action,
    })}
  </div>`;
}

/** In words; of store credit the balance, and of each piece its own validity. */
export function describeHeld(
  { coupon, balance, validFrom, validUntil }: Held,
  { locale, currency, now }: Pick<HeldTicket, 'locale' | 'currency' | 'now'>,
): CouponText {
  const own = { ...coupon, ...(validFrom && { validFrom }), ...(validUntil && { validUntil }) };
  const text = describeCoupon(own, locale, currency, now);
  if (balance === undefined) return text;
  const name = locale.t('card.credit');
  const title = coupon.title === undefined ? name : text.title;
  const face = locale.money(balance, coupon.currency ?? currency);
  return { ...text, face, title, threshold: title === name ? '' : name };
}

/** Whether it is counted down by the second. */
export function isCounting(held: Held, now: number): boolean {
  const leftMs = endOf(held) - now;
  return held.state === 'held' && leftMs > 0 && leftMs < dayMs;
}

function noteOf(held: Held, { locale, now, hold }: HeldTicket): unknown {
  const { state, until, balance } = held;
  if (state === 'reserved')
    return locale.t(hold && held.hold === hold ? 'card.reserved-here' : 'card.reserved', { until });
  if (state === 'pending') return locale.t('card.pending', { until });
  if (state !== 'held') return nothing;
  const ms = endOf(held) - now;
  return html`${balance === undefined ? nothing : locale.t('card.credit-use')}
  ${
    isCounting(held, now)
      ? html`<b role="timer">${locale.t('card.expires', { ms })}</b>`
      : ms > 0 && ms < soonMs
        ? html`<b>${locale.t('card.expiring', { ms })}</b>`
        : nothing
  }`;
}

function endOf({ validUntil, coupon }: Held): number {
  return Date.parse(validUntil ?? coupon.validUntil ?? '');
}

function startOf({ validFrom, coupon }: Held): number {
  return Date.parse(validFrom ?? coupon.validFrom ?? '');
}

export const heldStyles = css`
  .gone .stub {
    --_accent: var(--_muted);
    --_tint: color-mix(in srgb, var(--_muted) 12%, var(--_surface));
  }
  .gone .title {
    color: var(--_muted);
  }
  .stamp {
    display: grid;
    place-content: center;
    inline-size: 4rem;
    block-size: 4rem;
    margin-block: -0.25rem;
    border: 1.5px solid;
    border-radius: 50%;
    outline: 1px dashed;
    outline-offset: -0.3rem;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.1;
    text-align: center;
    rotate: -14deg;
  }
`;
