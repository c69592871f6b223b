import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { atom } from 'nanostores';
import type { Held, Offer } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { heldStyles, heldTicket, isCounting } from './internal/held-ticket.js';
import { sharedStyles } from './internal/shared-styles.js';
import { isForSale } from './internal/is-for-sale.js';
import { listStandings, type Standing } from './internal/standing.js';
import { Ticker } from './internal/ticker.js';
import { useLink } from './internal/use-link.js';

/**
 * One coupon as a ticket: what it gives, what it takes, until when, and the one act that is open. An offer can be claimed; a piece of
 * the shopper's wallet says what it is good for and what became of it.
 *
 * @slot - What stands here before the script runs, and where there is no such coupon.
 * @slot notes - More to know, under the notes of the card itself.
 * @slot action - Instead of the button.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @fires {CouponUseEvent} coupon-use - A request: the shopper wants to use it. Prevent it to go somewhere else than `use-url`.
 * @csspart ticket - The whole card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title - What the coupon is called.
 * @csspart notes - Scarcity and countdown.
 * @csspart button - The button, or the link to where it is used.
 * @csspart stamp - That a piece is used or expired.
 * @cssprop [--coupon-accent] - Face value and button.
 * @cssprop [--coupon-on-accent] - Text on the button.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The card's background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-card-size=7.5rem] - The height that is kept.
 * @cssstate empty - There is no such coupon.
 * @cssstate available - Also `claimed`, `used`, `sold-out`, `upcoming`, `ended`, `sign-in`: where the shopper stands with an offer; of a piece `held`, `reserved`, `pending`, `used`, `expired`.
 */
export class CouponCard extends ClaimingElement {
  static override messageParts = ['later', 'campaigns'] as const;

  static override styles = [
    sharedStyles,
    ticketStyles,
    heldStyles,
    css`
      .space {
        container-type: inline-size;
        min-block-size: var(--coupon-card-size, 7.5rem);
      }
      .ticket {
        min-block-size: var(--coupon-card-size, 7.5rem);
      }
      .text {
        flex-basis: 7.25rem;
      }
      .action .button {
        padding-inline: 0.9em;
        font-size: 0.875rem;
      }
    `,
  ];

  static override properties: PropertyDeclarations = {
    coupon: {},
    wallet: { type: Boolean },
    offer: { attribute: false },
    held: { attribute: false },
  };

  /** The coupon's id, among those that the session knows. */
  coupon: string | undefined;
  /** Shows the piece that the shopper holds, not the offer. */
  wallet = false;
  /** The offer itself, instead of an id. */
  offer: Offer | undefined;
  /** The piece itself, instead of an id. */
  held: Held | undefined;

  readonly #ticker = new Ticker(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('session') && !this.held) void this.session?.loadOffers();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$hold];
  }

  protected override view(session: Session): TemplateResult {
    const held = this.held ?? (this.wallet ? this.#findHeld(session) : undefined);
    if (held) return this.#piece(session, held);
    if (!this.offer && !session.$offers.get()) return this.waiting();
    const standing = this.wallet ? undefined : this.#findStanding(session);
    this.expose(standing?.state ?? 'empty');
    return standing ? this.#offer(standing, session) : html`<slot></slot>`;
  }

  #offer(standing: Standing, session: Session): TemplateResult {
    const text = this.describe(standing.coupon);
    const { coupon, state } = standing;
    return html`<div class="space" lang=${this.locale!.language}>
        <div class="edge">
          ${couponTicket(text, {
            detailed: true,
            notes: html`${this.notes(standing)}<slot name="notes"></slot>`,
            action: html`<slot name="action"
              >${
                isForSale(standing, session)
                  ? nothing
                  : state === 'claimed' && this.useUrl
                    ? useLink(this.locale!, coupon, text.title, this.useUrl)
                    : this.button(standing, text.title)
              }</slot
            >`,
          })}
        </div>
      </div>
      ${this.status(standing)}`;
  }

  #piece(session: Session, held: Held): TemplateResult {
    this.expose(held.state);
    const { currency, useUrl } = this;
    const locale = this.locale!;
    const now = session.now();
    if (isCounting(held, now)) this.#ticker.second(now);
    const context = { locale, currency, now, hold: session.$hold.get()?.id, useUrl, slots: true };
    return html`<div class="space" lang=${locale.language}>${heldTicket(held, context)}</div>`;
  }

  #findStanding({ $offers, $wallet }: Session): Standing | undefined {
    const { offer } = this;
    const given = offer ? { $offers: atom([offer]), $wallet } : { $offers, $wallet };
    const id = offer?.coupon.id ?? this.coupon;
    return listStandings(given).find(({ coupon }) => coupon.id === id);
  }

  /** Of several, the one that can still be used. */
  #findHeld({ $wallet }: Session): Held | undefined {
    const pieces = $wallet.get()?.filter(({ coupon }) => coupon.id === this.coupon) ?? [];
    return pieces.find(({ state }) => state === 'held') ?? pieces[0];
  }
}

export type * from './internal/card-events.js';
export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-card': CouponCard;
  }
}
