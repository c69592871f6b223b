import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ReadableAtom } from 'nanostores';
import { describeCoupon } from '../i18n/describe-coupon.js';
import type { Coupon } from '../model/coupon.js';
import type { MessageKey } from '../locales/en.js';
import type { Session } from '../stores/session.js';
import { CartAnnouncer } from './internal/cart-announcer.js';
import type { CartPanel } from './internal/cart-panel.js';
import type { CartParts } from './internal/cart-parts.js';
import { shownPrice, type ShownPrice } from './internal/cart-price.js';
import { CartSource } from './internal/cart-source.js';
import { describeNotice, describeSaving, describeStatus } from './internal/cart-notice.js';
import { cartStyles } from './internal/cart-styles.js';
import { CouponElement } from './internal/coupon-element.js';
import {
  CouponAppliedEvent,
  CouponApplyEvent,
  CouponCheckoutEvent,
  CouponRemovedEvent,
  CouponRemoveEvent,
} from './internal/events.js';
import { sharedStyles } from './internal/shared-styles.js';
import { putToken, submitCheckout } from './internal/submit-checkout.js';

/**
 * The discount panel of a cart page: the best coupons applied by themselves, what they save and why, the shopper's own
 * choice, codes, the breakdown, the state of the price, and the way to the checkout.
 *
 * @slot - What a shopper sees before the panel is there; may hold the cart as `<script type="application/json">`.
 * @slot checkout - The shop's own checkout button, link or form, instead of the built-in button.
 *
 * @csspart panel - Everything.
 * @csspart saving - What is saved, the coupons in use and what there is to say.
 * @csspart headline - What is saved.
 * @csspart chip - A coupon in use.
 * @csspart coupons - The row that opens the chooser.
 * @csspart chooser - The dialog with all coupons.
 * @csspart breakdown - Goods, discounts, shipping.
 * @csspart due - The amount due.
 * @csspart status - Whether the price is an estimate.
 * @csspart checkout-button - The built-in button.
 *
 * @cssstate idle - No cart yet.
 * @cssstate provisional - The price is an estimate.
 * @cssstate verified - The price is confirmed.
 * @cssstate changed - The price is the server's, and another than the estimate.
 * @cssstate failed - The server is away; the price is an estimate.
 * @cssstate checking-out - The checkout is under way.
 *
 * @fires {CouponApplyEvent} coupon-apply - The shopper chose a coupon. Cancelable.
 * @fires {CouponAppliedEvent} coupon-applied - It is part of the choice.
 * @fires {CouponRemoveEvent} coupon-remove - The shopper took a coupon out. Cancelable.
 * @fires {CouponRemovedEvent} coupon-removed - It is out of the choice.
 * @fires {CouponCheckoutEvent} coupon-checkout - The shopper wants to pay; brings the token of the confirmed price. Cancelable.
 */
export class CouponCart extends CouponElement {
  static override styles = [sharedStyles, cartStyles];

  /** The cart, or the selector of a JSON script element that holds it; absent: a child of that kind, or the session's cart. */
  @property() cart: unknown;

  /** Where the token is posted at the checkout, as `coupon-token`; absent: the checkout is the shop's own. */
  @property({ attribute: 'checkout-url' }) checkoutUrl: string | undefined;

  /** Shows the breakdown from the start. */
  @property({ type: Boolean }) expanded = false;

  /** Shows what of each discount the platform bears and what the shop. */
  @property({ type: Boolean, attribute: 'show-funding' }) showFunding = false;

  @state() private parts: CartParts | undefined;
  @state() private isChoosing = false;
  @state() private isEnteringCode = false;
  @state() private isCheckingOut = false;
  @state() private isUnreadable = false;
  @state() private dismissed: readonly unknown[] = [];

  readonly #internals = this.attachInternals();
  readonly #announcer = new CartAnnouncer(this, () => this.#find('said'));
  readonly #source = new CartSource(
    this,
    (cart) => this.#takeCart(cart),
    (error) => this.#reportCart([String(error)]),
  );
  #price: ShownPrice | undefined;
  #isResuming = false;

  /** Opens the list of all coupons. */
  async openChooser(): Promise<void> {
    if (!(await this.#loadParts())) return;
    this.isChoosing = true;
    await this.updateComplete;
    const dialog = this.#find<HTMLDialogElement>('chooser')!;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  }

  /** Has the price confirmed and dispatches `coupon-checkout`, as a press of the button does. */
  async checkout(button?: HTMLElement): Promise<void> {
    const { session } = this;
    if (!session?.$cart.get()?.lines.length || this.isCheckingOut) return;
    this.isCheckingOut = true;
    button?.setAttribute('aria-busy', 'true');
    const result = await session.checkout();
    this.isCheckingOut = false;
    button?.removeAttribute('aria-busy');
    await this.updateComplete;
    if (!result.ok && result.reason !== 'unconfirmed') {
      this.#find('saving')!.focus();
      return;
    }
    const { verdict, token } = result.ok ? result : {};
    const event = new CouponCheckoutEvent({
      quote: verdict?.quote ?? session.$quote.get()!,
      ...(verdict && { verdict }),
      ...(token && { token }),
    });
    if (this.emit(event)) this.#leave(button, token);
  }

  protected override storesOf(session: Session): readonly ReadableAtom<unknown>[] {
    return [
      session.$cart,
      session.$offers,
      session.$wallet,
      session.$selection,
      session.$best,
      session.$quote,
      session.$verification,
      session.$dropped,
      session.$error,
    ];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { session, cart } = this;
    if (!session) return;
    if (changed.has('cart') || changed.has('session')) {
      if (cart && typeof cart === 'object') this.#takeCart(cart);
      else this.#source.from(cart as string | undefined);
    }
    if (changed.has('expanded') && this.expanded) void this.#loadParts();
    const quote = session.$quote.get();
    this.#price = quote && shownPrice(quote, session.$verification.get());
  }

  protected override view(session: Session): TemplateResult {
    const price = this.#price;
    const { parts } = this;
    const panel = this.#panel(session);
    const discount = price?.discount ?? 0;
    return html`
      <section class="panel" part="panel" aria-labelledby="headline">
        ${this.#saving(session, panel)}
        <button
          class="row"
          part="coupons"
          id="coupons"
          aria-haspopup="dialog"
          @pointerenter=${this.#loadParts}
          @click=${this.openChooser}
        >
          <span>${this.t('cart.coupons')}</span>
          <span class="value">
            ${
              price?.applied.length
                ? html`<span class="muted">${this.t('cart.selected', { n: price.applied.length })}</span>
                    <b>${this.#minus(discount)}</b>`
                : html`<span class="muted">${price && this.t('cart.unused')}</span>`
            }
          </span>
        </button>
        ${
          session.capabilities.exchange === 'missing'
            ? nothing
            : html`<div class="code">
                <button
                  class="button link"
                  id="code"
                  aria-expanded=${this.isEnteringCode}
                  @click=${this.#toggleCode}
                >
                  ${this.t('cart.have-code')}
                </button>
                ${this.isEnteringCode ? parts?.codeForm(panel) : nothing}
              </div>`
        }
        <dl class="sums" part="breakdown">
          ${this.#sum('cart.goods', price?.subtotal)}
          <div>
            <dt>
              <button
                class="disclosure"
                id="discounts"
                aria-expanded=${this.expanded}
                @click=${this.#toggleBreakdown}
              >
                ${this.t('cart.discounts')}
              </button>
            </dt>
            <dd>${price ? this.#minus(discount) : '–'}</dd>
            ${this.expanded ? html`<dd class="layers">${price && parts?.breakdown(panel, price)}</dd>` : nothing}
          </div>
          ${this.#sum('cart.shipping', price?.shipping)}
          ${price?.tax === undefined ? nothing : this.#sum('cart.tax', price.tax)}
          <div class="due" part="due">
            <dt>${this.t('cart.due')}</dt>
            <dd>${price ? this.money(price.payable) : '–'}</dd>
          </div>
        </dl>
        <p class="status" part="status">${describeStatus(panel)}</p>
        <slot name="checkout" @click=${{ handleEvent: this.#interceptCheckout, capture: true }}>
          <button
            class="button checkout"
            part="checkout-button"
            id="checkout"
            aria-disabled=${!session.$cart.get()?.lines.length || this.isCheckingOut}
          >
            ${this.t(this.isCheckingOut ? 'cart.checking-out' : 'cart.checkout')}
          </button>
        </slot>
        <p class="hidden" id="said" role="status"></p>
      </section>
      <dialog
        id="chooser"
        part="chooser"
        aria-labelledby="chooser-title"
        @close=${() => (this.isChoosing = false)}
        @click=${closeOnBackdrop}
      >
        ${this.isChoosing ? parts?.chooser(panel) : nothing}
      </dialog>
    `;
  }

  protected override updated(): void {
    const { session, locale } = this;
    if (!session || !locale) return;
    const { state } = session.$verification.get();
    const { states } = this.#internals;
    states.clear();
    states.add(state);
    if (this.isCheckingOut) states.add('checking-out');
    if (!this.#price) return;
    const panel = this.#panel(session);
    const { headline, rows } = describeNotice(panel, this.dismissed, this.isUnreadable);
    this.#announcer.note(
      {
        notice: rows.length ? `${headline}. ${rows.join(' ')}` : '',
        price: this.t('cart.announce', { headline: describeSaving(panel), due: this.#price.payable }),
        status: state === 'provisional' ? undefined : describeStatus(panel),
      },
      state === 'failed' ? ['price'] : ['price', 'status'],
    );
  }

  /** The ticket at the top: what is saved, by which coupons, and what there is to say about it. */
  #saving(session: Session, panel: CartPanel): TemplateResult {
    const { headline, rows, about, rose } = describeNotice(panel, this.dismissed, this.isUnreadable);
    const applied = this.#price?.applied ?? [];
    return html`<div class="saving" part="saving" id="saving" tabindex="-1">
      <h2 id="headline" part="headline">${headline}</h2>
      <ul class="chips" aria-label=${this.t('cart.in-use')}>
        ${applied.map(({ coupon }, index) => {
          const title = this.#titleOf(coupon);
          return html`<li class="chip" part="chip">
            <span>${title}</span
            ><button
              aria-label=${this.t('cart.remove', { title })}
              @click=${() => this.#removeChip(coupon, index)}
            ></button>
          </li>`;
        })}
      </ul>
      <div class="why" tabindex=${rows.length > 2 ? 0 : nothing}>
        ${rows.length ? rows.map((row) => html`<p>${row}</p>`) : this.#choice(session)}
      </div>
      ${
        rose
          ? html`<button class="button" id="accept" @click=${() => this.#acceptPrice(session, about)}>
              ${this.t('cart.accept')}
            </button>`
          : about.length
            ? html`<button class="button quiet" id="dismiss" @click=${() => this.#dismiss(about)}>
                ${this.t('cart.dismiss')}
              </button>`
            : nothing
      }
    </div>`;
  }

  /** Whose choice the coupons are, and the way back to the best. */
  #choice(session: Session): TemplateResult | string {
    const best = session.$best.get();
    const quote = session.$quote.get();
    if (session.$selection.get().mode === 'auto') return quote?.discount ? this.t('cart.best') : '';
    const amount = best && quote ? quote.payable - best.payable : 0;
    return amount > 0
      ? html`<button class="link" id="best" @click=${() => this.#useBest(session)}>
          ${this.t('cart.use-best', { amount })}
        </button>`
      : this.t('cart.own');
  }

  #sum(label: MessageKey, amount: number | undefined): TemplateResult {
    return html`<div>
      <dt>${this.t(label)}</dt>
      <dd>${amount === undefined ? '–' : this.money(amount)}</dd>
    </div>`;
  }

  #minus(amount: number): string {
    return (amount ? '−' : '') + this.money(amount);
  }

  #titleOf(id: string): string {
    const { session, locale, currency } = this;
    const isIt = ({ coupon }: { readonly coupon: Coupon }) => coupon.id === id;
    const found = session!.$wallet.get()?.find(isIt) ?? session!.$offers.get()?.find(isIt);
    return found ? describeCoupon(found.coupon, locale!, currency).title : id;
  }

  #panel(session: Session): CartPanel {
    return {
      session,
      price: this.#price,
      locale: this.locale!,
      currency: this.currency,
      showFunding: this.showFunding,
      t: (key, params) => this.t(key, params),
      money: (amount) => this.money(amount),
      titleOf: (coupon) => this.#titleOf(coupon),
      apply: (coupon) => {
        if (!this.emit(new CouponApplyEvent({ coupon }))) return;
        session.apply(coupon);
        this.emit(new CouponAppliedEvent({ coupon }));
      },
      remove: (coupon) => this.#remove(coupon),
      say: (text) => this.#announcer.say(text),
      update: () => this.requestUpdate(),
    };
  }

  async #loadParts(): Promise<CartParts | undefined> {
    try {
      if (!this.parts) {
        const { createCartParts, partStyles } = await import('./internal/cart-parts.js');
        adoptStyles(this.renderRoot as ShadowRoot, [...CouponCart.elementStyles, ...partStyles]);
        this.parts ??= createCartParts();
      }
      return this.parts;
    } catch (error) {
      console.error('<coupon-cart>', error);
      this.#announcer.say(this.t('reason.unavailable'));
      return undefined;
    }
  }

  async #toggleCode(): Promise<void> {
    if (!(await this.#loadParts())) return;
    this.isEnteringCode = !this.isEnteringCode;
    await this.updateComplete;
    this.#find(this.isEnteringCode ? 'code-field' : 'code')?.focus();
  }

  async #toggleBreakdown(): Promise<void> {
    if (await this.#loadParts()) this.expanded = !this.expanded;
  }

  #remove(coupon: string): void {
    if (!this.emit(new CouponRemoveEvent({ coupon }))) return;
    this.session!.remove(coupon);
    this.emit(new CouponRemovedEvent({ coupon }));
  }

  /** The next chip takes the focus, else the last one, else the list of all coupons. */
  async #removeChip(coupon: string, index: number): Promise<void> {
    this.#remove(coupon);
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.chip button');
    (buttons[Math.min(index, buttons.length - 1)] ?? this.#find('coupons'))?.focus();
  }

  async #useBest(session: Session): Promise<void> {
    session.auto();
    await this.updateComplete;
    this.#find('saving')?.focus();
  }

  async #acceptPrice(session: Session, about: readonly unknown[]): Promise<void> {
    session.accept();
    this.dismissed = about;
    await this.updateComplete;
    const slot = this.renderRoot.querySelector('slot')!;
    (slot.assignedElements({ flatten: true })[0] as HTMLElement | undefined)?.focus();
  }

  #dismiss(about: readonly unknown[]): void {
    this.dismissed = about;
    this.#find('saving')?.focus();
  }

  #takeCart(cart: unknown): void {
    const problems = this.session?.setCart(cart) ?? [];
    this.#reportCart(problems.map(({ path, code }) => `${path}: ${code}`));
  }

  /** A cart that is wrong is the merchant's to mend, and no reason to take the last good numbers off the screen. */
  #reportCart(problems: readonly string[]): void {
    this.isUnreadable = problems.length > 0;
    if (this.isUnreadable) console.error('<coupon-cart> cannot use the cart:', problems.join('; '));
  }

  /** The price is confirmed before a press reaches the shop's own button. */
  #interceptCheckout(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>(
      'a, button, [type=submit], [slot=checkout]:not(form)',
    );
    if (!button || this.#isResuming) return;
    event.preventDefault();
    event.stopPropagation();
    void this.checkout(button);
  }

  /** Goes on as nobody took the checkout over: to `checkout-url`, else as the shop's own button would have gone. */
  #leave(button: HTMLElement | undefined, token: string | undefined): void {
    if (this.checkoutUrl) return submitCheckout(this.checkoutUrl, token);
    const form = button?.closest('form');
    if (form) putToken(form, token);
    this.#isResuming = true;
    if (button?.getRootNode() !== this.renderRoot) button?.click();
    this.#isResuming = false;
  }

  #find<Found extends HTMLElement>(id: string): Found | null {
    return this.renderRoot.querySelector<Found>(`#${id}`);
  }
}

/** The dialog itself is hit only beside the sheet that fills it. */
function closeOnBackdrop({ target, currentTarget }: Event): void {
  if (target === currentTarget) (target as HTMLDialogElement).close();
}

declare global {
  interface HTMLElementTagNameMap {
    'coupon-cart': CouponCart;
  }
}
