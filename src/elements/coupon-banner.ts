import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ClaimState } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { isDismissed, rememberDismissed } from './internal/dismissals.js';
import { CouponDismissedEvent, CouponDismissEvent } from './internal/claim-events.js';
import type * as Float from './internal/floating-controller.js';
import { sharedStyles } from './internal/shared-styles.js';
import { listStandings, type Standing } from './internal/standing.js';

/** What is announced first, where no coupon is named. */
const order: readonly ClaimState[] = ['available', 'sign-in', 'upcoming', 'claimed'];
/** What is announced; `text` where it is the way to it. */
interface Found {
  readonly standing?: Standing | undefined;
  readonly text?: string;
}

/**
 * Announces a coupon: the one that is named, or the best that the shopper can get. Claimed in one act, gone in another.
 *
 * `floating`, for cart pages: comes in at the edge of the window when the cart brings a coupon into reach, and leaves when it no
 * longer does. It never lies over what has the focus.
 *
 * @slot - What stands here before the script runs, and where there is nothing to announce.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @fires {CouponDismissEvent} coupon-dismiss - A request: the shopper wants it gone.
 * @fires {CouponDismissedEvent} coupon-dismissed - A fact: it is gone, and stays so in this browser.
 * @csspart ticket - The whole card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title - What the coupon is called.
 * @csspart notes - Scarcity and countdown.
 * @csspart button - The claim button.
 * @csspart dismiss - The dismiss button.
 * @cssprop [--coupon-accent] - Face value and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The card's background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-banner-size=5.25rem] - The height that is reserved; 8.25rem on a phone.
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
      @media (max-width: 30rem) {
        .space {
          min-block-size: var(--coupon-banner-size, 8.25rem);
        }
      }
    `,
  ];

  static override properties: PropertyDeclarations = { coupon: {}, floating: { type: Boolean } };

  /** The coupon's id; absent: the best that the shopper can get. */
  coupon: string | undefined;
  /** Come in when the cart brings a coupon into reach. */
  floating = false;

  readonly #dismissed = new Set<string>();
  /** The one on the screen stays there when its state changes. */
  #shown = '';
  /** Loaded where the banner floats. */
  #float: typeof Float | undefined;

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
    if (this.floating && changed.has('floating')) void this.#startFloating();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$best];
  }

  protected override waiting(): TemplateResult {
    return this.floating ? html`` : super.waiting();
  }

  protected override view(session: Session): TemplateResult {
    if (!this.floating && !session.$offers.get()) return this.waiting();
    const { standing, text } = this.floating ? this.#findInReach(session) : this.#find(session);
    this.#shown = standing?.coupon.id ?? '';
    this.expose(!standing ? 'empty' : this.floating ? 'reach' : standing.state);
    return html`${standing ? this.#card(standing, text) : this.floating ? nothing : html`<slot></slot>`}
    ${this.status(standing, text)}`;
  }

  #card(standing: Standing, text?: string): TemplateResult {
    const described = this.describe(standing.coupon);
    const label = this.t('banner.dismiss');
    return html`<section class="space" lang=${this.locale!.language} aria-label=${text || described.title}>
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

  #find(session: Session): Found {
    const standings = listStandings(session).filter(({ coupon }) => !this.#isDismissed(coupon.id));
    const byId = (id: string) => standings.find(({ coupon }) => coupon.id === id);
    return {
      standing: this.coupon
        ? byId(this.coupon)
        : (byId(this.#shown) ??
          order.map((state) => standings.find((each) => each.state === state)).find(Boolean)),
    };
  }

  #findInReach(session: Session): Found {
    const found = this.#float?.findInReach(
      session,
      (id) => (!this.coupon || id === this.coupon) && !this.#isDismissed(id),
    );
    const standing = found && listStandings(session).find(({ coupon }) => coupon.id === found.coupon);
    if (!standing) return {};
    const { face } = this.describe(standing.coupon);
    const { currency, locale } = this;
    return {
      standing,
      text: this.#float!.describeReach(found, standing.coupon, locale!, { currency, face }),
    };
  }

  async #startFloating(): Promise<void> {
    if (this.#float) return;
    const [float] = await Promise.all([import('./internal/floating-controller.js'), this.loadMessages()]);
    this.#float = float;
    new this.#float.FloatingController(this);
    this.requestUpdate();
  }

  #isDismissed(coupon: string): boolean {
    const name = this.#nameOf(coupon);
    return this.#dismissed.has(name) || isDismissed(name);
  }

  /** What the cart brings into reach is dismissed for itself. */
  #nameOf(coupon: string): string {
    return this.floating ? `reach:${coupon}` : coupon;
  }
}

export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-banner': CouponBanner;
  }
}
