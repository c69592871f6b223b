import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Session } from '../stores/session.js';
import { CouponElement } from './internal/coupon-element.js';
import { CouponEndedEvent, CouponStartedEvent } from './internal/countdown-events.js';
import { sharedStyles } from './internal/shared-styles.js';
import { Ticker } from './internal/ticker.js';

type Phase = 'upcoming' | 'running' | 'over';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** When it is said aloud: an hour, ten minutes and one minute before. */
const milestonesMs = [minuteMs, 10 * minuteMs, hourMs];

/**
 * Counts down to a moment, on the server's clock: to the start of something, to its end, and then it says that it is over. It never starts again.
 *
 * The last day is counted by the second; what is further away is told in days. `clock` shows hours, minutes and seconds in boxes.
 *
 * @slot - What stands here before the script runs, and as long as the time is not known.
 * @slot over - What it says when it is over.
 * @fires {CouponStartedEvent} coupon-started - A fact: the moment of `from` has come while the page was open.
 * @fires {CouponEndedEvent} coupon-ended - A fact: the moment of `until` has come while the page was open.
 * @csspart countdown - The line.
 * @csspart label - What it counts down to.
 * @csspart days - The days before the clock.
 * @csspart box - Hours, minutes or seconds of the clock.
 * @csspart over - That it is over.
 * @cssprop [--coupon-accent] - The boxes, and the time.
 * @cssprop [--coupon-on-accent] - What stands in the boxes.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - What it says when it is over.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-countdown-size=1.75rem] - The height that is kept.
 * @cssstate upcoming - It has not started.
 * @cssstate running - It has started, and is not over.
 * @cssstate over - It is over.
 */
export class CouponCountdown extends CouponElement {
  static override messageParts = ['campaigns'] as const;

  static override styles = [
    sharedStyles,
    css`
      .space {
        min-block-size: var(--coupon-countdown-size, 1.75rem);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25em 0.5em;
      }
      .time {
        color: var(--_accent);
        font-weight: 600;
      }
      .clock {
        display: inline-flex;
        align-items: center;
        gap: 0.2em;
      }
      .box {
        min-inline-size: 2ch;
        padding: 0.1em 0.3em;
        border-radius: calc(var(--_radius) / 3);
        background: var(--_accent);
        color: var(--_on-accent);
        font-weight: 650;
        line-height: 1.45;
        text-align: center;
      }
      .colon {
        color: var(--_accent);
        font-weight: 650;
      }
      @media (forced-colors: active) {
        .box {
          border: 1px solid;
        }
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    from: {},
    until: {},
    clock: { type: Boolean },
    timed: { state: true },
  };

  /** ISO 8601: when it starts; absent: it has. */
  from: string | undefined;
  /** ISO 8601: when it ends; absent: it counts down to the start only. */
  until: string | undefined;
  /** Hours, minutes and seconds in boxes, with the days before them. */
  clock = false;

  /** The session that has asked the server what time it is; where that was in vain, the device's clock has to do. */
  private timed: Session | undefined;

  readonly #internals = this.attachInternals();
  readonly #ticker = new Ticker(this);
  #phase: Phase | undefined;
  /** Whether it came while the page was open. */
  #isNews = false;
  /** The end that has come by the server's clock: it is over, also where the clock is corrected backwards. */
  #ended: number | undefined;

  protected override storesOf({ $clockOffset }: Session): readonly ReadableAtom<unknown>[] {
    return [$clockOffset];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    // Another moment has not come while the page was open.
    if (changed.has('from') || changed.has('until')) this.#phase = undefined;
    if (changed.has('session')) void this.#askTime();
  }

  protected override waiting(): TemplateResult {
    return html`<div class="space"><slot></slot></div>`;
  }

  protected override view(session: Session): TemplateResult {
    const now = session.now();
    const from = Date.parse(this.from ?? '');
    const until = Date.parse(this.until ?? '');
    if ((isNaN(from) && isNaN(until)) || session !== this.timed) return this.waiting();
    const isOver = now >= until;
    if (isOver && session.$offers.get()) this.#ended = until;
    const phase = isOver || this.#ended === until ? 'over' : now < from ? 'upcoming' : 'running';
    this.#enter(phase, phase === 'over' ? until : from);
    const ms = (phase === 'upcoming' ? from : until) - now;
    if (phase !== 'over') this.#wake(ms, now);
    const { language, t } = this.locale!;
    return html`<div class="space" lang=${language}>
        ${
          phase === 'over'
            ? html`<slot name="over"><p class="muted" part="over">${t('countdown.over')}</p></slot>`
            : isNaN(ms)
              ? html`<p class="time">${t('countdown.started')}</p>`
              : this.#time(phase, ms)
        }
      </div>
      <p class="hidden" role="status" lang=${language}>${this.#announce(phase, ms)}</p>`;
  }

  async #askTime(): Promise<void> {
    const { session } = this;
    if (!session?.$offers.get()) await session?.loadOffers();
    if (session === this.session) this.timed = session;
  }

  #time(phase: Phase, ms: number): TemplateResult {
    const isUpcoming = phase === 'upcoming';
    if (this.clock) return this.#boxes(isUpcoming, ms);
    return ms < dayMs
      ? html`<p class="line time" part="countdown" role="timer">
          ${this.t(isUpcoming ? 'claim.opens' : 'claim.closes', { ms })}
        </p>`
      : html`<p class="line time" part="countdown">
          ${this.t(isUpcoming ? 'claim.opening' : 'claim.closing', { ms })}
        </p>`;
  }

  #boxes(isUpcoming: boolean, ms: number): TemplateResult {
    const { t } = this.locale!;
    const days = Math.floor(ms / dayMs);
    const parts = [
      Math.floor(ms / hourMs) % 24,
      Math.floor(ms / minuteMs) % 60,
      Math.floor(ms / secondMs) % 60,
    ];
    // Hours stand before minutes wherever one begins to read.
    return html`<p class="line" part="countdown" role="timer">
      <span part="label">${t(isUpcoming ? 'countdown.starts' : 'countdown.ends')}</span>
      ${days ? html`<b class="time" part="days">${t('countdown.days', { days })}</b>` : nothing}
      <span class="clock" dir="ltr"
        >${parts.map(
          (part, index) =>
            html`${index ? html`<span class="colon">:</span>` : nothing}<span class="box" part="box"
                >${`${part}`.padStart(2, '0')}</span
              >`,
        )}</span
      >
    </p>`;
  }

  /** Only what a listener needs to know: that it is near, has started, or is over. */
  #announce(phase: Phase, ms: number): string {
    const near = phase === 'over' ? undefined : milestonesMs.find((milestone) => ms <= milestone);
    if (near) return this.t(phase === 'upcoming' ? 'claim.opening' : 'claim.closing', { ms: near });
    if (!this.#isNews) return '';
    return this.locale!.t(phase === 'over' ? 'countdown.over' : 'countdown.started');
  }

  #enter(phase: Phase, at: number): void {
    const { states } = this.#internals;
    states.clear();
    states.add(phase);
    if (phase === this.#phase) return;
    this.#isNews = this.#phase !== undefined;
    this.#phase = phase;
    if (!this.#isNews) return;
    const fact = phase === 'over' ? new CouponEndedEvent({ at }) : new CouponStartedEvent({ at });
    // When it is on the screen, too.
    void this.updateComplete.then(() => this.emit(fact));
  }

  #wake(ms: number, now: number): void {
    if (this.clock || ms < dayMs + hourMs) this.#ticker.second(now);
    else if (ms > 0) this.#ticker.after(ms % hourMs || hourMs);
  }
}

export type * from './internal/countdown-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-countdown': CouponCountdown;
  }
}
