import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Params } from '../i18n/create-locale.js';
import { describeCoupon } from '../i18n/describe-coupon.js';
import type { LaterPart } from '../i18n/later-sections.js';
import type { MessageKey } from '../locales/en.js';
import type { Held } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { CouponClaimedEvent, CouponClaimEvent, CouponSignInEvent } from './internal/claim-events.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { ticketStyles } from './internal/coupon-ticket.js';
import { flashCard, lackedPoints, piecePayUrl, type FlashCard } from './internal/flash-card.js';
import { flashClock } from './internal/flash-clock.js';
import { CouponPayEvent } from './internal/flash-events.js';
import { FlashLine } from './internal/flash-line.js';
import { findForemost, listFlashOffers, type FlashOffer } from './internal/flash-offer.js';
import { flashStatus } from './internal/flash-status.js';
import { flashStyles } from './internal/flash-styles.js';
import { FlashWatch, planOf } from './internal/flash-watch.js';
import { isFocusLost } from './internal/is-focus-lost.js';
import { PointsBalance } from './internal/points-balance.js';
import { sharedStyles } from './internal/shared-styles.js';

/**
 * A flash sale (限时抢券): coupons that open at a time, are few, or are bought with money (限时购券) or points (积分兑换). Counts down on the server's clock, shows what
 * the server says is left, claims in one act, and stands in line where thousands press at once.
 *
 * @slot - What stands here before the script runs, and where there is no such coupon.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it; of one that is bought, once the shop has confirmed the payment.
 * @fires {CouponPayEvent} coupon-pay - A request: the coupon is kept for the shopper, who wants to pay for it. Prevent it and take the payment; else `pay-url` is followed.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @csspart head - Whether the sale is on, and its clock.
 * @csspart clock - What is left until it opens or ends.
 * @csspart card - A coupon with all that belongs to it.
 * @csspart ticket - The coupon's ticket.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title, stock and notes.
 * @csspart title - What the coupon is called.
 * @csspart stock - How many are left.
 * @csspart bar - The same as a bar.
 * @csspart notes - What to know before pressing.
 * @csspart message - What is under way, or what has become of it.
 * @csspart button - The one act.
 * @csspart back - The way back: out of the line, or to keep the points.
 * @csspart others - The link to other coupons.
 * @cssprop [--coupon-accent] - Face values, clock, bars and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons and the clock.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The background of cards.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-flash-size=8.75rem] - The height that is reserved; 10.5rem on a phone.
 * @cssstate empty - There is no such coupon.
 * @cssstate available - Also `upcoming`, `sign-in`, `pending`, `over`, `claimed`, `used`, `limit`, `sold-out`, `ended`: where the shopper stands with the coupon, of several with the one that most can be done with.
 * @cssstate waiting - The shopper is in line.
 */
export class CouponFlash extends ClaimingElement {
  static override styles = [sharedStyles, ticketStyles, flashStyles];

  static override properties: PropertyDeclarations = {
    coupon: {},
    payUrl: { attribute: 'pay-url' },
    centerUrl: { attribute: 'center-url' },
  };

  protected static override readonly messageParts: readonly LaterPart[] = ['later', 'campaigns'];

  /** The coupon's id, or several, separated by commas; absent: every offer that opens at a time, is limited or costs something. */
  coupon: string | undefined;
  /** Where coupons are paid; it gets `claim` and `coupon` as parameters. Absent: the page listens to `coupon-pay`. */
  payUrl: string | undefined;
  /** Where other coupons are. */
  centerUrl: string | undefined;

  readonly #line = new FlashLine(this);
  readonly #watch = new FlashWatch(
    this,
    () => void this.session?.refresh(),
    () => this.#line.hurry(),
  );
  readonly #balance = new PointsBalance(this);
  /** The offers on the screen. */
  #offers: readonly FlashOffer[] = [];
  /** The coupon whose points are about to be spent. */
  #confirming = '';
  /** Those that were pressed before their opening. */
  readonly #early = new Set<string>();
  /** Those that were seen before their opening. */
  readonly #awaited = new Set<string>();
  /** The claims that wait for their payment, by id. */
  readonly #unpaid = new Set<string>();
  /** What screen readers hear of the last act. */
  #said = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // It may only have been moved.
    queueMicrotask(() => this.isConnected || this.#line.leaveAll());
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { session } = this;
    if (!session) return;
    if (changed.has('session')) {
      this.#line.forget();
      this.#offers = [];
      this.#confirming = this.#said = '';
      void session.loadOffers();
    }
    const ids = this.coupon?.split(',').map((id) => id.trim()) ?? [];
    const before = new Map(this.#offers.map(({ coupon, phase }) => [coupon.id, phase]));
    this.#offers = listFlashOffers(session, ids.filter(Boolean));
    for (const { coupon, phase } of this.#offers) {
      if (phase === 'upcoming') this.#awaited.add(coupon.id);
      // Why it could not be had is over.
      if (phase === 'available' && before.get(coupon.id) !== phase) this.#line.clear(coupon.id);
    }
    if (this.#offers.some(({ claim }) => claim.cost?.points)) this.#balance.follow(session);
  }

  protected override updated(): void {
    super.updated();
    const { session } = this;
    if (!session) return;
    this.#watch.follow(planOf(this.#offers, session.now()));
    this.#tellPaid(session);
  }

  protected override view(session: Session): TemplateResult {
    const offers = this.#offers;
    if (!session.$offers.get()) return this.waiting();
    const first = findForemost(offers);
    const isWaiting = offers.some(({ coupon }) => this.#line.turnOf(coupon.id));
    this.expose(!first ? 'empty' : isWaiting ? 'waiting' : first.phase);
    const now = session.now();
    const news = { offers, line: this.#line, awaited: this.#awaited, said: this.#said, now };
    const slots = new Map<string, FlashOffer[]>();
    for (const offer of offers) {
      const key = `${offer.claim.opensAt} ${offer.claim.closesAt}`;
      slots.set(key, [...(slots.get(key) ?? []), offer]);
    }
    if (!first) return html`<slot></slot>`;
    return html`<section class="space" lang=${this.locale!.language} aria-label=${this.#say('flash.title')}>
      ${repeat(
        slots,
        ([key]) => key,
        ([, members]) => {
          const { claim } = members[0]!;
          const phases = members.map(({ phase }) => phase);
          return html`<div class="slot">
            ${claim.opensAt || claim.closesAt ? flashClock(claim, phases, now, this.locale!) : nothing}
            <ul class="list">
              ${repeat(
                members,
                ({ coupon }) => coupon.id,
                (offer) => flashCard(this.#cardOf(offer, now)),
              )}
            </ul>
          </div>`;
        },
      )}
      <p class="hidden" role="status" aria-atomic="false">${flashStatus(news, this.locale!)}</p>
    </section>`;
  }

  #cardOf(offer: FlashOffer, now: number): FlashCard {
    const { id } = offer.coupon;
    const currency = offer.coupon.currency ?? this.currency;
    return {
      offer,
      text: describeCoupon(offer.coupon, this.locale!, currency, now),
      locale: this.locale!,
      currency,
      now,
      turn: this.#line.turnOf(id),
      outcome: this.#line.outcomeOf(id),
      isEarly: this.#early.has(id),
      isConfirming: this.#confirming === id && offer.phase === 'available',
      points: this.#balance.value,
      useUrl: this.useUrl,
      signInUrl: this.signInUrl,
      payUrl: this.payUrl,
      centerUrl: this.centerUrl,
      press: (event) => this.#press(offer, event),
      stepBack: () => this.#stepBack(id),
    };
  }

  #press(offer: FlashOffer, event: Event): void {
    const { coupon, phase, claim, piece } = offer;
    const { id } = coupon;
    if (this.#line.turnOf(id)) return;
    if (phase === 'sign-in' && !this.emit(new CouponSignInEvent({ coupon: id }))) event.preventDefault();
    if (phase === 'pending' && !this.#requestPayment(offer, piece!)) event.preventDefault();
    if (phase === 'upcoming') {
      this.#early.add(id);
      this.#said = this.#say('flash.early');
      this.requestUpdate();
    }
    if (phase !== 'available' || lackedPoints({ offer, points: this.#balance.value })) return;
    if (!claim.cost?.points) void this.#claim(offer);
    else if (this.#confirming !== id) this.#confirm(offer);
    // The second half of a double click confirms nothing.
    else if ((event as MouseEvent).detail < 2) void this.#claim(offer);
  }

  /** Points are spent by one more press. */
  #confirm({ coupon }: FlashOffer): void {
    this.#line.clear(coupon.id);
    this.#confirming = coupon.id;
    this.#said = this.#say('flash.sure');
    this.requestUpdate();
  }

  async #claim(offer: FlashOffer): Promise<void> {
    const { coupon } = offer;
    const { session } = this;
    if (!session || !this.emit(new CouponClaimEvent({ coupon: coupon.id }))) return;
    this.#confirming = '';
    const focused = (this.renderRoot as ShadowRoot).activeElement;
    const card = focused?.closest('.card');
    this.#said = this.#say('flash.waiting');
    const joined = this.#line.join(session, coupon.id);
    const turn = this.#line.turnOf(coupon.id);
    const result = await joined;
    if (session !== this.session) return;
    this.#said = '';
    if (result?.ok) {
      const { held } = result;
      if (held.state === 'pending') {
        // Nobody who has left is taken to the payment; the way there stays.
        if (turn?.hasLeft) return;
        const isWanted = this.#requestPayment(offer, held);
        if (isWanted && this.payUrl) location.assign(piecePayUrl(this.payUrl, { coupon, piece: held }));
      } else this.#tellClaimed(held);
    }
    await this.updateComplete;
    // "Use now" is a link where "Claim now" was a button.
    if (focused && isFocusLost()) card?.querySelector<HTMLElement>('.button')?.focus();
  }

  #stepBack(id: string): void {
    this.#confirming = '';
    this.#line.leave(id);
    const button = (this.renderRoot as ShadowRoot).activeElement?.closest('.card')?.querySelector('.button');
    (button as HTMLElement | null | undefined)?.focus();
    this.requestUpdate();
  }

  /** Returns whether nobody has prevented it. */
  #requestPayment({ coupon, claim }: FlashOffer, { id, until = '' }: Held): boolean {
    const currency = coupon.currency ?? this.currency;
    const amount = claim.cost?.amount ?? 0;
    return this.emit(
      new CouponPayEvent({ coupon: coupon.id, claim: id, amount, until, ...(currency && { currency }) }),
    );
  }

  /** What was waited for is paid, in whatever tab. */
  #tellPaid({ $wallet }: Session): void {
    for (const piece of $wallet.get() ?? []) {
      if (piece.state === 'pending') this.#unpaid.add(piece.id);
      else if (this.#unpaid.delete(piece.id) && piece.state === 'held') this.#tellClaimed(piece);
    }
  }

  #tellClaimed(held: Held): void {
    this.#said = this.#say('claim.done', { title: this.describe(held.coupon).title });
    this.requestUpdate();
    this.emit(new CouponClaimedEvent({ coupon: held.coupon.id, held }));
  }

  #say(key: MessageKey, params?: Params): string {
    return this.locale?.t(key, { currency: this.currency, ...params }) ?? '';
  }
}

export type * from './internal/claim-events.js';
export type * from './internal/flash-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-flash': CouponFlash;
  }
}
