/** What elements share that offer coupons to claim: the button in all its states, scarcity, the countdown, what went wrong. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import { describeCoupon, type CouponText } from '../../i18n/describe-coupon.js';
import { describeReason } from '../../i18n/describe-reason.js';
import type { Params } from '../../i18n/create-locale.js';
import type { Coupon } from '../../model/coupon.js';
import type { Reason } from '../../model/refusal.js';
import type { Session } from '../../stores/session.js';
import { CouponElement } from './coupon-element.js';
import { CouponClaimedEvent, CouponClaimEvent, CouponSignInEvent } from './claim-events.js';
import type { Standing } from './standing.js';

/** Fewer left than this are worth a word. */
const fewLeft = 100;
/** A deadline that is nearer than this is counted down; a further one is told once. */
const countdownMs = 86_400_000;
/** One that is further than this is not worth a word beside the button. */
const farMs = 30 * countdownMs;
/** When a countdown is said aloud: an hour, ten minutes and one minute before. */
const milestonesMs = [60_000, 600_000, 3_600_000];

/** What a claim comes to that could not even be sent. */
const away = { ok: false, reason: { code: 'unavailable', params: {} } } as const;

export abstract class ClaimingElement extends CouponElement {
  static override properties: PropertyDeclarations = {
    useUrl: { attribute: 'use-url' },
    signInUrl: { attribute: 'sign-in-url' },
  };

  /** Where a claimed coupon can be used; absent: the button says that it is claimed. */
  useUrl: string | undefined;
  /** Where shoppers sign in; absent: the page listens to `coupon-sign-in`. */
  signInUrl: string | undefined;

  readonly #internals = this.attachInternals();
  readonly #claiming = new Set<string>();
  readonly #refusals = new Map<string, Reason>();
  /** The coupon that was claimed last. */
  #claimed: string | undefined;
  #ticks = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override storesOf({ $offers, $wallet, $cart }: Session): readonly ReadableAtom<unknown>[] {
    return [$offers, $wallet, $cart];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    this.#ticks = false;
  }

  protected override updated(): void {
    clearTimeout(this.#timer);
    if (this.#ticks)
      this.#timer = setTimeout(() => this.requestUpdate(), 1000 - (this.session!.now() % 1000));
  }

  /** Keeps the place that a card will take. */
  protected override waiting(): TemplateResult {
    return html`<div class="space"><slot></slot></div>`;
  }

  /** Makes one state of the element visible to the page's styles: `:state(claimed)`. */
  protected expose(state: string): void {
    const { states } = this.#internals;
    states.clear();
    states.add(state);
  }

  protected describe(coupon: Coupon): CouponText {
    return describeCoupon(coupon, this.locale!, this.currency, this.session!.now());
  }

  /**
   * Claims coupons, one after another.
   * @fires coupon-claim before each
   * @fires coupon-claimed after each that is held then
   */
  protected async claim(coupons: readonly string[]): Promise<void> {
    const focused = (this.renderRoot as ShadowRoot).activeElement;
    const action = focused?.parentElement;
    for (const coupon of coupons) {
      if (this.#claiming.has(coupon) || !this.emit(new CouponClaimEvent({ coupon }))) continue;
      this.#claiming.add(coupon);
      this.#refusals.delete(coupon);
      this.requestUpdate();
      // It rejects only where a part of the script does not load, or the session was destroyed.
      const result = await this.session!.claim(coupon).catch(() => away);
      // Why not, is said later than all else; where that does not load either, in general terms.
      if (!result.ok) await this.loadMessages().catch(() => {});
      this.#claiming.delete(coupon);
      if (result.ok) this.#claimed = coupon;
      else this.#refusals.set(coupon, result.reason);
      this.requestUpdate();
      if (result.ok) this.emit(new CouponClaimedEvent({ coupon, held: result.held }));
    }
    await this.updateComplete;
    // "Use now" is a link where "Get coupon" was a button.
    if (focused && !focused.isConnected) action?.querySelector<HTMLElement>('.button')?.focus();
  }

  /** The one button of a coupon, in its state. @param coupons what it claims; default the coupon alone */
  protected button(
    { coupon, state }: Standing,
    title: string,
    coupons: readonly string[] = [coupon.id],
  ): TemplateResult {
    const isClaiming = coupons.some((id) => this.#claiming.has(id));
    const isIdle = isClaiming || !/^(available|sign-in)$/.test(state);
    const url = state === 'claimed' ? this.useUrl : state === 'sign-in' && this.signInUrl;
    const label = html`${this.t(
        isClaiming ? 'claim.claiming' : state === 'claimed' && url ? 'claim.use' : `state.${state}`,
      )}<span class="hidden"> ${title}</span>`;
    const act = (event: Event) => {
      if (state === 'available' && !isClaiming) void this.claim(coupons);
      if (state === 'sign-in' && !this.emit(new CouponSignInEvent({ coupon: coupon.id })))
        event.preventDefault();
    };
    return url
      ? html`<a class="button" part="button" href=${url} @click=${act}>${label}</a>`
      : html`<button class="button" part="button" aria-disabled=${isIdle} @click=${act}>${label}</button>`;
  }

  /** What to know beside the button: what is left, until when, what it costs, and why it was refused. */
  protected notes(
    { coupon, state, claim, changesAt }: Standing,
    coupons: readonly string[] = [coupon.id],
  ): TemplateResult {
    const { remaining = Infinity, cost } = claim ?? {};
    const isOpen = state === 'available' || state === 'upcoming' || state === 'sign-in';
    const refusal = coupons.map((id) => this.#refusals.get(id)).find(Boolean);
    const note = (isTold: unknown, key: `claim.${'points' | 'amount' | 'remaining'}`, params?: Params) =>
      isOpen && isTold ? html`<b>${this.t(key, params)}</b>` : nothing;
    return html`<p class="notes small" part="notes">
        ${note(cost?.points, 'claim.points', cost)} ${note(cost?.amount, 'claim.amount', cost)}
        ${note(remaining < fewLeft, 'claim.remaining', { remaining })}
        ${isOpen || state === 'claimed' ? this.#countdown(state === 'upcoming', changesAt) : nothing}
      </p>
      <p class="error" role="alert">
        ${refusal ? describeReason(refusal, this.locale!, this.currency) : nothing}
      </p>`;
  }

  /** For screen readers: what was claimed, and the milestones of a countdown. It is there before it speaks. */
  protected status(standing: Standing | undefined, text = ''): TemplateResult {
    const { coupon, state, changesAt } = standing ?? {};
    const leftMs = Date.parse(changesAt ?? '') - this.session!.now();
    const ms = milestonesMs.find((milestone) => leftMs > 0 && leftMs <= milestone);
    return html`<p class="hidden" role="status" lang=${this.locale!.language}>
      ${coupon && this.#claimed === coupon.id ? this.t('claim.done', { title: this.describe(coupon).title }) : text}
      ${ms ? this.t(state === 'upcoming' ? 'claim.opening' : 'claim.closing', { ms }) : nothing}
    </p>`;
  }

  #countdown(isUpcoming: boolean, changesAt = ''): unknown {
    const ms = Date.parse(changesAt) - this.session!.now();
    if (!(ms > 0 && ms < farMs)) return nothing;
    if (ms >= countdownMs)
      return html`<span>${this.t(isUpcoming ? 'claim.opening' : 'claim.closing', { ms })}</span>`;
    this.#ticks = true;
    return html`<span role="timer">${this.t(isUpcoming ? 'claim.opens' : 'claim.closes', { ms })}</span>`;
  }
}
