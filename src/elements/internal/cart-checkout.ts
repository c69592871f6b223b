/**
 * The way to the checkout: the price is confirmed, then the page is told, then the shopper leaves. The token travels as a hidden
 * field of a POST: never in an address, a history or a log.
 */
import { CouponError } from '../../money/coupon-error.js';
import { focusOn, type CartPanel } from './cart-panel.js';
import { CouponCheckoutEvent } from './cart-events.js';

/** The token's name in the merchant's backend. */
const fieldName = 'coupon-token';

export class CartCheckout {
  isPending = false;

  /** @param button what was pressed */
  async run(panel: CartPanel, button: HTMLElement, resume: () => void): Promise<void> {
    const { session, emit, checkoutUrl } = panel;
    if (!session.$cart.get()?.lines.length || this.isPending) return;
    const result = await this.#confirm(panel, button);
    if (!result.ok && result.reason !== 'unconfirmed') return focusOn(panel, '#saving');
    const { verdict, token } = result.ok ? result : {};
    const event = new CouponCheckoutEvent({
      quote: verdict?.quote ?? session.$quote.get()!,
      ...(verdict && { verdict }),
      ...(token && { token }),
    });
    if (!emit(event)) return;
    // Nobody took the checkout over: to `checkout-url`, else as the shop's own button would have gone.
    if (checkoutUrl) return post(checkoutUrl, token);
    const form = button.closest('form');
    if (form) putToken(form, token);
    resume();
  }

  async #confirm({ session, update }: CartPanel, button: HTMLElement): ReturnType<typeof session.checkout> {
    this.isPending = true;
    button.setAttribute('aria-busy', 'true');
    void update();
    try {
      return await session.checkout();
    } finally {
      this.isPending = false;
      button.removeAttribute('aria-busy');
      await update();
    }
  }
}

/** @param url relative to the page; `http:` or `https:` */
function post(url: string, token: string | undefined): void {
  const { href, protocol } = new URL(url, document.baseURI);
  if (!/^https?:$/.test(protocol))
    throw new CouponError('invalid-argument', 'checkout-url', 'give an http or https address');
  const form = document.createElement('form');
  form.method = 'post';
  form.action = href;
  form.hidden = true;
  putToken(form, token);
  document.body.append(form);
  form.submit();
}

/** Puts the token, where there is one, in the place of an earlier one. */
function putToken(form: HTMLFormElement, token: string | undefined): void {
  form.querySelector(`[name=${fieldName}]`)?.remove();
  if (!token) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = fieldName;
  field.value = token;
  form.append(field);
}
