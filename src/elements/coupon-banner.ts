import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Reason } from '../model/refusal.js';
import type { ClaimState } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { isDismissed, rememberDismissed } from './internal/dismissals.js';
import { CouponDismissedEvent, CouponDismissEvent } from './internal/events.js';
import { sharedStyles } from './internal/shared-styles.js';
import { listStandings, type Standing } from './internal/standing.js';

/** What is announced first, where no coupon is named. */
const order: readonly ClaimState[] = ['available', 'sign-in', 'upcoming', 'claimed'];
/** A coupon is in reach where at most this part of what it asks for is missing. */
const reach = 0.3;

/**
 * Announces a coupon: the one that is named, or the best that the shopper can get. Claimed in one act, gone in another.
 *
 * `floating`, for cart pages: comes in at the edge of the window when the cart brings a coupon into reach, and leaves when it no
 * longer does. It never lies over what has the focus.
 *
 * @slot - What stands here before the script runs, and where there is nothing to announce.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponUseEvent} coupon-use - A request: "Use now". Prevent it to stay on the page.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @fires {CouponDismissEvent} coupon-dismiss - A request: the shopper wants it gone.
 * @fires {CouponDismissedEvent} coupon-dismissed - A fact: it is gone, and stays so in this browser.
 * @csspart ticket - The whole card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title
 * @csspart notes - Scarcity and countdown.
 * @csspart button - The claim button.
 * @csspart dismiss - The dismiss button.
 * @cssprop [--coupon-accent] - Face value and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The card's background.
 * @cssprop [--coupon-text]
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border]
 * @cssprop [--coupon-radius=0.875rem]
 * @cssprop [--coupon-font=inherit]
 * @cssprop [--coupon-banner-size=5.25rem] - The height that is reserved.
 * @cssprop [--coupon-layer=1000] - The `z-index` of a floating banner.
 * @cssstate empty - Nothing is announced.
 * @cssstate available - Also `claimed`, `used`, `sold-out`, `upcoming`, `ended`, `sign-in`: where the shopper stands with the coupon.
 * @cssstate reach - Floating, and a coupon is in reach.
 */
export class CouponBanner extends ClaimingElement {
  static override styles = [
    sharedStyles,
    ticketStyles,
    css`
      .space {
        container-type: inline-size;
        min-block-size: var(--coupon-banner-size, 5.25rem);
      }
      .body {
        padding-inline-end: 3rem;
      }
      .dismiss {
        position: absolute;
        inset-block-start: 0;
        inset-inline-end: 0;
        inline-size: 2.75rem;
        block-size: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: var(--_radius);
        background: none;
        color: var(--_muted);
        cursor: pointer;
      }
      .dismiss svg {
        inline-size: 0.75rem;
        vertical-align: middle;
      }
      .dismiss:focus-visible {
        outline-offset: -4px;
      }
      :host([floating]) .space {
        position: fixed;
        z-index: var(--coupon-layer, 1000);
        inset-block-end: max(1rem, env(safe-area-inset-bottom));
        inset-inline: 1rem;
        max-inline-size: 34rem;
        margin-inline: auto;
      }
      :host([floating]) .top {
        inset-block: 1rem auto;
      }
      :host([floating]) .edge {
        animation: rise 0.3s ease-out;
        filter: drop-shadow(0 0 1px var(--_border)) drop-shadow(0 8px 24px rgb(40 15 5 / 0.22));
      }
      @media (max-width: 30rem) {
        .space {
          min-block-size: var(--coupon-banner-size, 8.25rem);
        }
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(1rem);
        }
      }
    `,
  ];

  /** The coupon's id; absent: the best that the shopper can get. */
  @property() coupon = '';
  /** Come in when the cart brings a coupon into reach. */
  @property({ type: Boolean }) floating = false;

  @state() private atTop = false;

  readonly #dismissed = new Set<string>();
  /** The one on the screen stays there when its state changes. */
  #shown = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('focusin', this.#makeWay);
    document.addEventListener('keydown', this.#dismissOnEscape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('focusin', this.#makeWay);
    document.removeEventListener('keydown', this.#dismissOnEscape);
  }

  /** Takes the announcement away, as its button does. */
  dismiss(): void {
    const coupon = this.#shown;
    if (!coupon || !this.emit(new CouponDismissEvent({ coupon }))) return;
    const name = this.#nameOf(coupon);
    this.#dismissed.add(name);
    rememberDismissed(name);
    this.requestUpdate();
    this.emit(new CouponDismissedEvent({ coupon }));
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('session')) void this.session?.loadOffers();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$best];
  }

  protected override waiting(): TemplateResult {
    return this.floating ? html`` : html`<div class="space"><slot></slot></div>`;
  }

  protected override view(session: Session): TemplateResult {
    if (!this.floating && !session.$offers.get()) return this.waiting();
    const found = this.floating ? this.#findInReach(session) : this.#find(session);
    const { standing, text = '' } = found ?? {};
    this.#shown = standing?.coupon.id ?? '';
    this.expose(!standing ? 'empty' : this.floating ? 'reach' : standing.state);
    return html`${standing ? this.#card(standing, text) : this.floating ? nothing : html`<slot></slot>`}
    ${this.status(standing, text)}`;
  }

  #card(standing: Standing, text: string): TemplateResult {
    const described = this.describe(standing.coupon);
    const label = this.t('banner.dismiss');
    return html`<section
      class="space ${this.atTop ? 'top' : ''}"
      lang=${this.locale!.language}
      aria-label=${described.title}
    >
      <div class="edge">
        ${couponTicket(text ? { ...described, title: text, scope: '', terms: [] } : described, {
          notes: this.notes(standing),
          action:
            this.floating && standing.state !== 'available'
              ? nothing
              : this.button(standing, described.title),
        })}
        <button
          class="dismiss"
          part="dismiss"
          type="button"
          aria-label="${label}: ${described.title}"
          @click=${this.dismiss}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
          </svg>
        </button>
      </div>
    </section>`;
  }

  #find(session: Session): { standing: Standing; text?: string } | undefined {
    const standings = listStandings(session).filter(({ coupon }) => !this.#isDismissed(coupon.id));
    const standing = this.coupon
      ? standings.find(({ coupon }) => coupon.id === this.coupon)
      : (standings.find(({ coupon }) => coupon.id === this.#shown) ??
        order.map((state) => standings.find((each) => each.state === state)).find(Boolean));
    return standing && { standing };
  }

  /** Of the coupons that only a little more spending or one more item keeps from applying, the one that is nearest. */
  #findInReach(session: Session): { standing: Standing; text: string } | undefined {
    let nearest = Infinity;
    let found: { id: string; reason: Reason } | undefined;
    for (const { coupon: id, reasons } of session.$best.get()?.refused ?? []) {
      const [reason, another] = reasons;
      if (another || !/^min-(cart-)?spend$|^min-quantity$/.test(reason!.code)) continue;
      if ((this.coupon && id !== this.coupon) || this.#isDismissed(id)) continue;
      const { missing, required } = reason!.params as Record<string, number>;
      const part = missing! / required!;
      const isNear = part <= reach || (reason!.code === 'min-quantity' && missing === 1);
      if (isNear && part < nearest) {
        nearest = part;
        found = { id, reason: reason! };
      }
    }
    const standing = found && listStandings(session).find(({ coupon }) => coupon.id === found.id);
    if (!standing) return undefined;
    const { kind, amount, everySpend } = standing.coupon.benefit as { kind: string } & Record<
      string,
      unknown
    >;
    const key =
      found!.reason.code === 'min-quantity'
        ? 'banner.reach.quantity'
        : kind === 'amount' && !everySpend
          ? 'banner.reach.amount'
          : 'banner.reach';
    const { face } = this.describe(standing.coupon);
    return { standing, text: this.t(key, { ...found!.reason.params, face, amount }) };
  }

  #isDismissed(coupon: string): boolean {
    const name = this.#nameOf(coupon);
    return this.#dismissed.has(name) || isDismissed(name);
  }

  /** What the cart brings into reach is dismissed for itself. */
  #nameOf(coupon: string): string {
    return this.floating ? `reach:${coupon}` : coupon;
  }

  /** Goes to the other edge of the window when what gets the focus is under it. */
  readonly #makeWay = (event: Event): void => {
    const target = event.composedPath()[0] as Element;
    const own = this.renderRoot.querySelector('section')?.getBoundingClientRect();
    if (!this.floating || !own || event.composedPath().includes(this)) return;
    const { top, bottom, left, right } = target.getBoundingClientRect();
    if (top < own.bottom && bottom > own.top && left < own.right && right > own.left)
      this.atTop = !this.atTop;
  };

  readonly #dismissOnEscape = (event: KeyboardEvent): void => {
    if (this.floating && event.key === 'Escape' && !event.defaultPrevented) this.dismiss();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'coupon-banner': CouponBanner;
  }
}
