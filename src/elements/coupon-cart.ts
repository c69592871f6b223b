/* eslint lit-a11y/click-events-have-key-events: off -- The clicks in the slot are those of its buttons. */
import { adoptStyles, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Locale } from '../i18n/create-locale.js';
import { describeCoupon } from '../i18n/describe-coupon.js';
import type { Coupon } from '../model/coupon.js';
import type { RefundMode } from '../model/refund.js';
import type { Session } from '../stores/session.js';
import type { CartPanel } from './internal/cart-panel.js';
import type { CartParts } from './internal/cart-parts.js';
import { shownPrice } from './internal/cart-price.js';
import { CartSource } from './internal/cart-source.js';
import { describeSaving, describeStatus } from './internal/cart-state.js';
import { cartStyles } from './internal/cart-styles.js';
import { CouponElement } from './internal/coupon-element.js';
import { CouponCheckoutEvent } from './internal/cart-events.js';
import { sharedStyles } from './internal/shared-styles.js';

/** The rest of the panel is loaded when this much has been painted. */
const paintMs = 100;

const buttons = 'a, button, [type=submit], [slot=checkout]:not(form)';

/**
 * The discount panel of a cart page: the best coupons applied by themselves, what they save and why, the shopper's own
 * choice, codes, the breakdown, the state of the price, and the way to the checkout.
 *
 * @slot - What a shopper sees before the panel is there; may hold the cart as `<script type="application/json">`.
 * @slot checkout - The shop's own checkout button, link or form, instead of the built-in button.
 *
 * @cssprop [--coupon-cart-size=37.25rem] - The height that is kept from the start, so that nothing moves when coupons arrive.
 *
 * @csspart panel - Everything.
 * @csspart saving - What is saved, and what there is to say about it.
 * @csspart headline - What is saved.
 * @csspart coupons - The row that opens the chooser.
 * @csspart chip - A coupon in use.
 * @csspart chooser - The dialog with all coupons.
 * @csspart hold - How long the coupons are held for an order, and the way back.
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
 * @fires {CouponCheckoutEvent} coupon-checkout - The shopper wants to pay; brings the token of the confirmed price, and the hold of its coupons. Cancelable.
 */
export class CouponCart extends CouponElement {
  static override styles = [sharedStyles, cartStyles];

  static override properties: PropertyDeclarations = {
    cart: {},
    checkoutUrl: { attribute: 'checkout-url' },
    expanded: { type: Boolean },
    showFunding: { type: Boolean, attribute: 'show-funding' },
    refundMode: { attribute: 'refund-mode' },
    parts: { state: true },
    isUnreadable: { state: true },
  };

  /** The cart, or the selector of a JSON script element that holds it; absent: a child of that kind, or the session's cart. */
  cart: unknown;

  /** Where the token is posted at the checkout, as `coupon-token`, with the hold's id as `coupon-hold`; absent: the checkout is the shop's own. */
  checkoutUrl: string | undefined;

  /** Shows the breakdown. */
  expanded = false;

  /** Shows what of each discount the platform bears and what the shop. */
  showFunding = false;

  /** How the shop pays returns back, `proportional` or `recalculated`: the breakdown says what of each line; absent: nothing is said of it. */
  refundMode: RefundMode | undefined;

  private parts: CartParts | undefined;
  private isUnreadable = false;

  readonly #internals = this.attachInternals();
  readonly #source = new CartSource(
    this,
    (cart) => this.#takeCart(cart),
    (error) => this.#reportCart([String(error)]),
  );
  readonly #checkoutListener = { capture: true, handleEvent: (event: Event) => this.#intercept(event) };
  #panel!: CartPanel;
  #isResuming = false;

  /** Opens the list of all coupons. */
  async openChooser(): Promise<void> {
    await (await this.#loadParts())?.openChooser(this.#panel);
  }

  /** Has the price confirmed and dispatches `coupon-checkout`, as a press of the checkout's button does. */
  async checkout(): Promise<void> {
    await this.#checkOut(this.renderRoot.querySelector<HTMLElement>('#checkout')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A dialog that is moved is modal no longer.
    this.renderRoot?.querySelector('dialog')?.close();
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
      session.$hold,
      session.$dropped,
      session.$error,
    ];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { session, cart } = this;
    if (!session || !(changed.has('cart') || changed.has('session'))) return;
    if (cart && typeof cart === 'object') this.#takeCart(cart);
    else this.#source.from(cart as string | undefined);
  }

  protected override view(session: Session): TemplateResult {
    const panel = (this.#panel = this.#createPanel(session, this.locale!));
    const { parts, expanded } = this;
    const { price, t, money } = panel;
    const isPending = !!parts?.checkout.isPending;
    const discount = price?.discount ? `−${money(price.discount)}` : undefined;
    // Where a text ends at an edge, a longer one starts elsewhere, which counts as a layout shift; a new node has not moved.
    const fresh = (text: string): Text => new Text(text);
    const sum = (label: string, amount: number | undefined): TemplateResult =>
      html`<dt>${label}</dt>
        <dd>${fresh(amount === undefined ? '–' : money(amount))}</dd>`;
    return html`
      <section class="panel" part="panel" aria-labelledby="headline">
        <div class="saving" part="saving" id="saving" tabindex="-1">
          ${
            parts?.renderNotice(panel) ??
            html`<h2 id="headline" part="headline">${fresh(describeSaving(panel))}</h2>
              <p class="why">${discount && t('cart.best')}</p>`
          }
        </div>
        <div class="coupons">
          <button class="row" part="coupons" id="coupons" aria-haspopup="dialog" @click=${this.openChooser}>
            <span>${t('cart.coupons')}</span>
            <span class="value"
              ><span class="muted"
                >${price && fresh(`${t('cart.selected', { n: price.applied.length })} `)}</span
              ><b>${discount && fresh(discount)}</b></span
            >
          </button>
          <ul class="chips" aria-label=${t('cart.in-use')}>
            ${price?.applied.map(({ coupon }, index) => this.#chip(coupon, index))}
          </ul>
          ${
            session.capabilities.exchange === 'missing'
              ? nothing
              : html`<button
                    class="button link"
                    id="code"
                    aria-expanded=${!!parts?.codeForm.isOpen}
                    @click=${async () => (await this.#loadParts())?.codeForm.toggle(this.#panel)}
                  >
                    ${t('cart.have-code')}
                  </button>
                  ${parts?.codeForm.render(panel)}`
          }
        </div>
        <dl class="sums" part="breakdown">
          <div>${sum(t('cart.goods'), price?.subtotal)}</div>
          <div>
            <dt>
              <button
                class="disclosure"
                id="discounts"
                aria-expanded=${expanded}
                @click=${this.#toggleBreakdown}
              >
                ${t('cart.discounts')}
              </button>
            </dt>
            <dd>${fresh(discount ?? (price ? money(0) : '–'))}</dd>
            ${expanded ? html`<dd class="layers">${parts?.renderBreakdown(panel)}</dd>` : nothing}
          </div>
          <div>${sum(t('cart.shipping'), price?.shipping)}</div>
          <div class="due" part="due">${sum(t('cart.due'), price?.payable)}</div>
          ${price?.tax ? html`<div>${sum(t('cart.tax'), price.tax)}</div>` : nothing}
        </dl>
        <p class="status" part="status">${fresh(describeStatus(panel))}</p>
        <slot name="checkout" @click=${this.#checkoutListener}>
          <button
            class="button checkout"
            part="checkout-button"
            id="checkout"
            aria-disabled=${!session.$cart.get()?.lines.length || isPending}
          >
            ${t(isPending ? 'cart.checking-out' : 'cart.checkout')}
          </button>
        </slot>
        <p class="hidden" id="said" role="status"></p>
      </section>
      ${parts?.renderChooser(panel)}
    `;
  }

  protected override updated(): void {
    const { session, locale, parts } = this;
    if (!session || !locale) return;
    const { states } = this.#internals;
    states.clear();
    states.add(session.$verification.get().state);
    if (parts?.checkout.isPending) states.add('checking-out');
    if (parts) parts.announce(this.#panel);
    else setTimeout(() => this.#loadParts(), paintMs);
  }

  #toggleBreakdown(): void {
    this.expanded = !this.expanded;
    void this.#loadParts();
  }

  #chip(coupon: string, index: number): TemplateResult {
    const title = this.#titleOf(coupon);
    return html`<li class="chip" part="chip">
      <span>${title}</span
      ><button
        class="cross"
        aria-label=${this.t('cart.remove', { title })}
        @click=${async () => (await this.#loadParts())?.removeChip(this.#panel, coupon, index)}
      ></button>
    </li>`;
  }

  #titleOf(id: string): string {
    const { session, locale, currency } = this;
    const isIt = ({ coupon }: { readonly coupon: Coupon }): boolean => coupon.id === id;
    const found = session!.$wallet.get()?.find(isIt) ?? session!.$offers.get()?.find(isIt);
    return found ? describeCoupon(found.coupon, locale!, currency).title : id;
  }

  #createPanel(session: Session, locale: Locale): CartPanel {
    const { currency, isUnreadable, showFunding, refundMode, checkoutUrl } = this;
    const quote = session.$quote.get();
    return {
      root: this.renderRoot as ShadowRoot,
      session,
      locale,
      currency,
      price: quote && shownPrice(quote, session.$verification.get()),
      isUnreadable,
      showFunding,
      refundMode,
      checkoutUrl,
      t: (key, params) => locale.t(key, { currency, ...params }),
      money: (amount) => this.money(amount),
      titleOf: (coupon) => this.#titleOf(coupon),
      emit: (event) => this.emit(event),
      restyle: () => this.#restyle(),
      update: () => {
        this.requestUpdate();
        return this.updateComplete;
      },
    };
  }

  /** Gives nothing where they cannot be loaded: what is on the screen works without them, only less. */
  async #loadParts(): Promise<CartParts | undefined> {
    try {
      if (!this.parts) {
        const [{ CartParts }] = await Promise.all([import('./internal/cart-parts.js'), this.loadMessages()]);
        // Two that asked at once share what came first.
        this.parts ??= new CartParts();
        this.#restyle();
        await this.updateComplete;
      }
    } catch (error) {
      report(error);
    }
    return this.parts;
  }

  #restyle(): void {
    adoptStyles(this.renderRoot as ShadowRoot, [...CouponCart.elementStyles, ...this.parts!.styles]);
  }

  #takeCart(cart: unknown): void {
    const problems = this.session?.setCart(cart) ?? [];
    this.#reportCart(problems.map(({ path, code }) => `${path}: ${code}`));
  }

  /** A cart that is wrong is the merchant's to mend, and no reason to take the last good numbers off the screen. */
  #reportCart(problems: readonly string[]): void {
    this.isUnreadable = problems.length > 0;
    if (this.isUnreadable) report('cannot use the cart:', ...problems);
  }

  /** A press of the shop's own button waits until the price is confirmed. */
  #intercept(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>(buttons);
    if (!button || this.#isResuming) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#checkOut(button);
  }

  async #checkOut(button: HTMLElement): Promise<void> {
    const { session } = this;
    const resume = (): void => {
      this.#isResuming = true;
      button.click();
      this.#isResuming = false;
    };
    const parts = await this.#loadParts();
    const quote = session?.$quote.get();
    if (parts) await parts.checkout.run(this.#panel, button, resume);
    else if (quote && this.emit(new CouponCheckoutEvent({ quote }))) resume();
  }
}

function report(...words: readonly unknown[]): void {
  // eslint-disable-next-line no-console -- Somebody has to mend the shop.
  console.error('<coupon-cart>', ...words);
}

export type * from './internal/cart-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-cart': CouponCart;
  }
}
