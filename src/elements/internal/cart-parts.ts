/** All of the cart's panel that its first picture does not need: loaded right after that, or when it is asked for. */
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { CartAnnouncer } from './cart-announcer.js';
import { renderBreakdown } from './cart-breakdown.js';
import { CartCheckout } from './cart-checkout.js';
import type { CartChooser } from './cart-chooser.js';
import { CartCodeForm } from './cart-code-form.js';
import type { CartHold, CartRefusal } from './cart-hold.js';
import { CartNotice } from './cart-notice.js';
import { CartReturns } from './cart-returns.js';
import { focusOn, type CartPanel } from './cart-panel.js';
import { cartPartsStyles } from './cart-parts-styles.js';
import { describeSaving, describeStatus } from './cart-state.js';
import { removeCoupon } from './change-choice.js';
import { codeFormStyles } from './code-form-styles.js';

export class CartParts {
  /** They join the panel's own. */
  readonly styles: CSSResult[] = [codeFormStyles, cartPartsStyles];
  readonly checkout = new CartCheckout();
  readonly codeForm = new CartCodeForm();
  readonly #returns = new CartReturns();
  readonly #notice = new CartNotice();
  readonly #announcer = new CartAnnouncer();
  #hold: CartHold | undefined;
  #chooser: CartChooser | undefined;
  /** Whose row, which opens the list, is watched. */
  #watched: Element | undefined;

  /** Opens the list of all coupons. */
  async openChooser(panel: CartPanel): Promise<void> {
    const chooser = await this.#loadChooser(panel);
    await chooser.open(panel);
  }

  renderChooser(panel: CartPanel): TemplateResult | typeof nothing {
    return this.#chooser?.render(panel) ?? nothing;
  }

  renderNotice(panel: CartPanel): TemplateResult {
    const hold = panel.session.$hold.get();
    return (
      (hold && this.#holdOf(panel)?.render(panel, hold)) ||
      this.#notice.render(panel, describeSaving(panel), this.#refusal(panel))
    );
  }

  renderBreakdown(panel: CartPanel): TemplateResult {
    return html`${renderBreakdown(panel)}${this.#returns.render(panel)}`;
  }

  /** Says what is new on the screen. */
  announce(panel: CartPanel): void {
    this.#watch(panel);
    const { session, price, t, root } = panel;
    if (!price) return;
    const { state } = session.$verification.get();
    this.#announcer.note(
      {
        hold: this.#hold?.say(panel, session.$hold.get()),
        notice: this.#notice.say(panel, this.#refusal(panel)),
        price: t('notice.announce', { headline: describeSaving(panel), due: price.payable }),
        status: state === 'provisional' ? undefined : describeStatus(panel),
      },
      state === 'failed' ? ['price'] : ['price', 'status'],
      (text) => (root.querySelector('#said')!.textContent = text),
    );
  }

  #refusal(panel: CartPanel): CartRefusal | undefined {
    const { refusal } = this.checkout;
    return refusal && this.#holdOf(panel)?.describeRefusal(panel, refusal);
  }

  /** What is said of coupons that are held for orders: few need it, most of those that check out have left before. */
  #holdOf(panel: CartPanel): CartHold | undefined {
    if (this.#hold && panel.locale.has('hold.left')) return this.#hold;
    // Where it does not load, the price stays on the screen; the next change tries again.
    this.#loadHold(panel).catch(() => {});
    return undefined;
  }

  async #loadHold({ locale, restyle, update }: CartPanel): Promise<void> {
    const [{ CartHold }] = await Promise.all([import('./cart-hold.js'), locale.loadLater('checkout')]);
    if (!this.#hold) {
      this.#hold = new CartHold();
      this.styles.push(this.#hold.styles);
      restyle();
    }
    await update();
  }

  /** Most shoppers never open the list: it is loaded when somebody reaches for it, and is there when it opens. */
  #watch(panel: CartPanel): void {
    const row = panel.root.querySelector('#coupons');
    if (!row || row === this.#watched) return;
    this.#watched = row;
    // Where it does not load, opening it tries again.
    const load = () => void this.#loadChooser(panel).catch(() => {});
    for (const type of ['pointerenter', 'focus']) row.addEventListener(type, load, { once: true });
  }

  async #loadChooser({ restyle }: CartPanel): Promise<CartChooser> {
    const { CartChooser } = await import('./cart-chooser.js');
    if (!this.#chooser) {
      this.#chooser = new CartChooser((panel) => this.#holdOf(panel));
      this.styles.push(...this.#chooser.styles);
      restyle();
    }
    return this.#chooser;
  }

  /** Takes a coupon out. The next chip takes the focus, else the last one, else the list of all coupons. */
  async removeChip(panel: CartPanel, coupon: string, index: number): Promise<void> {
    removeCoupon(panel, coupon);
    await panel.update();
    const chips = panel.root.querySelectorAll<HTMLElement>('.chip button');
    const next = chips[Math.min(index, chips.length - 1)];
    if (next) next.focus();
    else focusOn(panel, '#coupons');
  }
}
