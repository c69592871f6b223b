/** The head of a flash sale: whether it is on, and what is left until it opens or ends, in digits. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Locale } from '../../i18n/create-locale.js';
import type { Claim } from '../../protocol/messages.js';
import type { FlashPhase } from './flash-offer.js';

const daySeconds = 86_400;

/** What all offers of one sale share. */
export type Slot = Pick<Claim, 'opensAt' | 'closesAt'>;

/** The moment that a sale comes nearer to; nothing where it has neither opening nor end, or is over. */
export function momentOf(
  { opensAt, closesAt }: Slot,
  now: number,
): { readonly at: number; readonly isOpening: boolean } | undefined {
  const [opening, closing] = [opensAt, closesAt].map((time) => Date.parse(time ?? ''));
  if (opening! > now) return { at: opening!, isOpening: true };
  return closing! > now ? { at: closing!, isOpening: false } : undefined;
}

/**
 * @param phases of the offers that share the slot: a clock that nobody needs would only hurry
 * @param now milliseconds since the epoch, by the server's clock
 */
export function flashClock(
  slot: Slot,
  phases: readonly FlashPhase[],
  now: number,
  { t }: Locale,
): TemplateResult {
  const moment = momentOf(slot, now);
  const isOver = Date.parse(slot.closesAt ?? '') <= now;
  const isSoldOut = phases.every((phase) => phase === 'sold-out');
  const label = isOver
    ? 'state.ended'
    : isSoldOut
      ? 'state.sold-out'
      : moment?.isOpening
        ? 'state.upcoming'
        : 'flash.on';
  const isCounted = phases.some((phase) => /^(available|upcoming|sign-in)$/.test(phase));
  return html`<div class="head" part="head">
    <p class="when">
      <b class=${label === 'flash.on' ? 'on' : isOver || isSoldOut ? 'off' : ''}>${t(label)}</b>
      ${
        moment?.isOpening
          ? html`<span class="small muted">${t('flash.opens-at', { opensAt: slot.opensAt })}</span>`
          : nothing
      }
    </p>
    ${
      moment && isCounted
        ? html`<p class="clock" part="clock" role="timer">
            <span class="small">${t(moment.isOpening ? 'flash.starts' : 'flash.ends')}</span>
            ${digits(moment.at - now, t)}
          </p>`
        : nothing
    }
  </div>`;
}

function digits(leftMs: number, t: Locale['t']): TemplateResult {
  // In full seconds: it opens when it would say 00:00:00.
  const left = Math.ceil(leftMs / 1000);
  const days = Math.floor(left / daySeconds);
  const [hours, minutes, seconds] = [3600, 60, 1].map((unit) =>
    `${Math.floor((left % daySeconds) / unit) % 60}`.padStart(2, '0'),
  );
  return html`${days > 0 ? html`<span class="small">${t('flash.days', { days })}</span>` : nothing}<span
      class="digits"
      ><b>${hours}</b>:<b>${minutes}</b>:<b>${seconds}</b></span
    >`;
}
