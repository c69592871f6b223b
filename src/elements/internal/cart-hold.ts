/**
 * How long are the coupons held for the order that is being paid? A countdown by the server's clock, and the way back. And all else that is said of coupons that
 * orders keep.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { describeReason } from '../../i18n/describe-reason.js';
import type { Reason } from '../../model/refusal.js';
import type { Held, Hold } from '../../protocol/messages.js';
import { focusOn, type CartPanel } from './cart-panel.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** With how many minutes left the time is said aloud again, and from when on it can be prolonged. */
const milestones = [1, 5];
const fewMs = 5 * minuteMs;

/** Why coupons could not be held, in words. */
export interface CartRefusal {
  readonly reason: Reason;
  readonly text: string;
}

/** A coupon in the list that an order keeps, or whose claim is not paid. */
export interface KeptCoupon {
  readonly notes: readonly string[];
  readonly action?: TemplateResult;
}

export class CartHold {
  readonly styles = holdStyles;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isExtending = false;
  #error: Reason | undefined;
  /** What was said last of which time. */
  #said: { readonly expiresAt: string; readonly minutes: number } | undefined;

  render(panel: CartPanel, hold: Hold): TemplateResult {
    const { t, locale, currency } = panel;
    const isOver = hold.state !== 'reserved';
    const leftMs = leftOf(panel, hold);
    clearTimeout(this.#timer);
    if (!isOver) this.#timer = setTimeout(() => tick(panel), leftMs % secondMs || secondMs);
    return html`<div class="notice hold" part="hold">
      <h2 id="headline" part="headline">
        ${isOver ? t('hold.over') : html`<span role="timer">${t('hold.left', { left: clock(leftMs) })}</span>`}
      </h2>
      <div class="why">
        ${this.#error ? nothing : html`<p>${t(isOver ? 'hold.over-why' : 'hold.why')}</p>`}
        <p class="error" role="alert">
          ${this.#error ? describeReason(this.#error, locale, currency) : nothing}
        </p>
      </div>
      <div class="acts">
        ${
          isOver
            ? html`<button class="button" id="again" @click=${() => checkOutAgain(panel)}>
                ${t('hold.again')}
              </button>`
            : html`<button class="button" id="back" @click=${() => goBack(panel, '#saving')}>
                ${t('hold.back')}
              </button>`
        }
        ${
          hold.extendable && leftMs < fewMs
            ? html`<button
                class="button quiet"
                id="extend"
                aria-disabled=${this.#isExtending}
                @click=${() => this.#extend(panel)}
              >
                ${t('hold.extend')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** What there is to hear: the time at first, at the milestones, and its end. */
  say(panel: CartPanel, hold: Hold | undefined): string {
    const { t } = panel;
    if (!hold) return '';
    if (hold.state !== 'reserved') return `${t('hold.over')}. ${t('hold.over-why')}`;
    const { expiresAt } = hold;
    const left = Math.ceil(leftOf(panel, hold) / minuteMs);
    const before = this.#said?.expiresAt === expiresAt ? this.#said.minutes : left;
    const minutes = Math.min(before, milestones.find((milestone) => left <= milestone) ?? before);
    this.#said = { expiresAt, minutes };
    return t('hold.minutes', { n: minutes });
  }

  describeRefusal({ t }: CartPanel, reason: Reason): CartRefusal {
    return {
      reason,
      text: t(reason.code === 'too-many-holds' ? 'hold.too-many-holds' : 'hold.refused'),
    };
  }

  /** For which order, until when, and the way to have it back where that order is this one. */
  describeKept(panel: CartPanel, { state, hold, until }: Held): KeptCoupon {
    const { t, session, locale } = panel;
    const isOurs = !!hold && hold === session.$hold.get()?.id;
    const notes = [
      state === 'pending'
        ? t('hold.pending')
        : isOurs
          ? t('hold.kept')
          : describeReason({ code: state, params: {} }, locale),
      until ? t('hold.until', { until }) : '',
    ];
    return {
      notes,
      ...(isOurs && {
        action: html`<button class="button quiet" @click=${() => goBack(panel, '[aria-selected=true]')}>
          ${t('hold.back')}
        </button>`,
      }),
    };
  }

  async #extend(panel: CartPanel): Promise<void> {
    const { session, update } = panel;
    if (this.#isExtending) return;
    this.#isExtending = true;
    this.#error = undefined;
    void update();
    const result = await session.extend();
    this.#isExtending = false;
    if (result && !result.ok && session.$hold.get()?.state === 'reserved') this.#error = result.reason;
    await update();
    focusOn(panel, result?.ok ? '#back' : '#extend, #back, #again');
  }
}

/** The time goes on only where it can be seen. */
function tick({ root, update }: CartPanel): void {
  if (root.host.isConnected) void update();
}

async function goBack(panel: CartPanel, next: string): Promise<void> {
  void panel.session.release();
  await panel.update();
  focusOn(panel, next);
}

/** As a press of the checkout's button, which may be the shop's own. */
function checkOutAgain({ root }: CartPanel): void {
  const [given] = root
    .querySelector<HTMLSlotElement>('slot[name=checkout]')!
    .assignedElements({ flatten: true });
  const button = given?.matches('form') ? given.querySelector<HTMLElement>('button, [type=submit]') : given;
  (button as HTMLElement | null | undefined)?.focus();
  (button as HTMLElement | null | undefined)?.click();
}

function leftOf({ session }: CartPanel, { expiresAt }: Hold): number {
  return Math.max(0, Date.parse(expiresAt) - session.now());
}

/** Milliseconds → `14:32`. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / secondMs);
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}

const holdStyles = css`
  .hold {
    row-gap: 0.375rem;
  }
  .hold #headline {
    color: var(--_accent);
    font-size: 1.3em;
  }
  .acts {
    display: flex;
    gap: 0.5rem;
    grid-area: 3 / 1 / auto / -1;
    margin-block-start: 0.25rem;
  }
  .acts .button,
  .unavailable .button {
    min-block-size: 2.25rem;
    padding: 0 1em;
    font-size: 0.875em;
    line-height: 1.2;
    white-space: normal;
  }
`;
