/* eslint lit-a11y/click-events-have-key-events: off -- Escape closes a dialog; clicks in the slot are those of its buttons. */
import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ReadableAtom } from 'nanostores';
import type { Locale } from '../i18n/create-locale.js';
import { describeCoupon } from '../i18n/describe-coupon.js';
import type { Coupon } from '../model/coupon.js';
import type { Session } from '../stores/session.js';
import { CartAnnouncer } from './internal/cart-announcer.js';
import type { CartActs, CartPanel } from './internal/cart-panel.js';
import type { CartParts } from './internal/cart-parts.js';
import { shownPrice } from './internal/cart-price.js';
import { renderSaving } from './internal/cart-saving.js';
import { CartSource } from './internal/cart-source.js';
import { describeNotice, describeSaving, describeStatus, type CartNotice } from './internal/cart-notice.js';
import { cartStyles } from './internal/cart-styles.js';
import { renderSums } from './internal/cart-sums.js';
import { CheckoutController } from './internal/checkout-controller.js';
import { CouponElement } from './internal/coupon-element.js';
import {
  CouponAppliedEvent,
  CouponApplyEvent,
  CouponRemovedEvent,
  CouponRemoveEvent,
} from './internal/events.js';
import { sharedStyles } from './internal/shared-styles.js';

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
  @state() private isUnreadable = false;
  @state() private dismissed: readonly unknown[] = [];

  readonly #internals = this.attachInternals();
  readonly #announcer = new CartAnnouncer(this, () => this.#find('said'));
  readonly #source = new CartSource(
    this,
    (cart) => this.#takeCart(cart),
    (error) => this.#reportCart([String(error)]),
  );
  readonly #checkout = new CheckoutController(this);
  readonly #checkoutListener = {
    capture: true,
    handleEvent: (event: Event) => this.#checkout.intercept(event),
  };
  readonly #acts: CartActs = {
    apply: (coupon) => {
      if (!this.emit(new CouponApplyEvent({ coupon }))) return;
      this.session!.apply(coupon);
      this.emit(new CouponAppliedEvent({ coupon }));
    },
    remove: (coupon) => this.#remove(coupon),
    useBest: async () => {
      this.session!.auto();
      await this.updateComplete;
      this.lookAgain();
    },
    toggleBreakdown: async () => {
      if (await this.#loadParts()) this.expanded = !this.expanded;
    },
    accept: async (about) => {
      this.session!.accept();
      this.dismissed = about;
      await this.updateComplete;
      const slot = this.renderRoot.querySelector('slot')!;
      (slot.assignedElements({ flatten: true })[0] as HTMLElement | undefined)?.focus();
    },
    dismiss: (about) => {
      this.dismissed = about;
      this.lookAgain();
    },
    say: (text) => this.#announcer.say(text),
    update: () => this.requestUpdate(),
  };
  #panel: CartPanel | undefined;
  #notice: CartNotice | undefined;

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
  checkout(): Promise<void> {
    return this.#checkout.run();
  }

  /** Moves the focus to what has changed. */
  lookAgain(): void {
    this.#find('saving')?.focus();
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
    const { session, locale, cart } = this;
    if (!session) return;
    if (changed.has('cart') || changed.has('session')) {
      if (cart && typeof cart === 'object') this.#takeCart(cart);
      else this.#source.from(cart as string | undefined);
    }
    if (changed.has('expanded') && this.expanded) void this.#loadParts();
    if (!locale) return;
    this.#panel = this.#createPanel(session, locale);
    this.#notice = describeNotice(this.#panel, this.dismissed, this.isUnreadable);
  }

  protected override view(session: Session): TemplateResult {
    const panel = this.#panel!;
    const { parts } = this;
    const { price, t } = panel;
    const { isPending } = this.#checkout;
    return html`
      <section class="panel" part="panel" aria-labelledby="headline">
        ${renderSaving(panel, this.#notice!)}
        <div class="coupons">
          <button
            class="row"
            part="coupons"
            id="coupons"
            aria-haspopup="dialog"
            @pointerenter=${this.#loadParts}
            @click=${this.openChooser}
          >
            <span>${t('cart.coupons')}</span>
            <span class="value">
              <span class="muted">${price && t('cart.selected', { n: price.applied.length })}</span>
              <b>${price?.discount ? `−${this.money(price.discount)}` : nothing}</b>
            </span>
          </button>
          <ul class="chips" aria-label=${t('cart.in-use')}>
            ${price?.applied.map(({ coupon }, index) => this.#chip(coupon, index))}
          </ul>
          ${
            session.capabilities.exchange === 'missing'
              ? nothing
              : html`<div>
                  <button
                    class="link"
                    id="code"
                    aria-expanded=${this.isEnteringCode}
                    @click=${this.#toggleCode}
                  >
                    ${t('cart.have-code')}
                  </button>
                  ${this.isEnteringCode ? parts?.codeForm(panel) : nothing}
                </div>`
          }
        </div>
        ${renderSums(panel, this.expanded ? (price && parts?.breakdown(panel, price)) || '' : undefined)}
        <p class="status" part="status">${describeStatus(panel)}</p>
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
      <dialog
        id="chooser"
        part="chooser"
        aria-labelledby="chooser-title"
        @close=${({ target }: Event) => (this.isChoosing = (target as HTMLDialogElement).open)}
        @click=${closeOnBackdrop}
      >
        ${this.isChoosing ? parts?.chooser(panel) : nothing}
      </dialog>
    `;
  }

  protected override updated(): void {
    const { session } = this;
    const panel = this.#panel;
    const notice = this.#notice;
    if (!session || !panel || !notice) return;
    const { state } = session.$verification.get();
    const { states } = this.#internals;
    states.clear();
    states.add(state);
    if (this.#checkout.isPending) states.add('checking-out');
    if (!panel.price) return;
    const { headline, rows } = notice;
    this.#announcer.note(
      {
        notice: rows.length ? `${headline}. ${rows.join(' ')}` : '',
        price: this.t('cart.announce', { headline: describeSaving(panel), due: panel.price.payable }),
        status: state === 'provisional' ? undefined : describeStatus(panel),
      },
      state === 'failed' ? ['price'] : ['price', 'status'],
    );
  }

  #chip(coupon: string, index: number): TemplateResult {
    const title = this.#titleOf(coupon);
    return html`<li class="chip" part="chip">
      <span>${title}</span
      ><button
        class="cross"
        aria-label=${this.t('cart.remove', { title })}
        @click=${() => this.#removeChip(coupon, index)}
      ></button>
    </li>`;
  }

  #titleOf(id: string): string {
    const { session, locale, currency } = this;
    const isIt = ({ coupon }: { readonly coupon: Coupon }) => coupon.id === id;
    const found = session!.$wallet.get()?.find(isIt) ?? session!.$offers.get()?.find(isIt);
    return found ? describeCoupon(found.coupon, locale!, currency).title : id;
  }

  #createPanel(session: Session, locale: Locale): CartPanel {
    const quote = session.$quote.get();
    return {
      session,
      locale,
      currency: this.currency,
      price: quote && shownPrice(quote, session.$verification.get()),
      showFunding: this.showFunding,
      t: (key, params) => this.t(key, params),
      money: (amount) => this.money(amount),
      titleOf: (coupon) => this.#titleOf(coupon),
      act: this.#acts,
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
      // eslint-disable-next-line no-console -- Somebody has to mend the shop's deployment.
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

  #takeCart(cart: unknown): void {
    const problems = this.session?.setCart(cart) ?? [];
    this.#reportCart(problems.map(({ path, code }) => `${path}: ${code}`));
  }

  /** A cart that is wrong is the merchant's to mend, and no reason to take the last good numbers off the screen. */
  #reportCart(problems: readonly string[]): void {
    this.isUnreadable = problems.length > 0;
    // eslint-disable-next-line no-console -- Somebody has to mend the shop's page.
    if (this.isUnreadable) console.error('<coupon-cart> cannot use the cart:', problems.join('; '));
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
