/**
 * The way to the checkout: the price is confirmed, then the page is told, then the shopper leaves. The token travels as a hidden
 * field of a POST: never in an address, a history or a log. So does the hold of the coupons.
 */
import { CouponError } from '../../money/coupon-error.js';
import type { Reason } from '../../model/refusal.js';
import { focusOn, type CartPanel } from './cart-panel.js';
import { CouponCheckoutEvent } from './cart-events.js';

/** The names in the merchant's backend. */
const tokenField = 'coupon-token';
const holdField = 'coupon-hold';

/** What is posted; absent where nobody has confirmed the price, or nothing is held. */
interface Proof {
  readonly token?: string;
  readonly hold?: { readonly id: string };
}

export class CartCheckout {
  isPending = false;
  /** Why the coupons could not be held at the last try. */
  refusal: Reason | undefined;

  /** @param button what was pressed */
  async run(panel: CartPanel, button: HTMLElement, resume: () => void): Promise<void> {
    const { session, emit, checkoutUrl } = panel;
    if (!session.$cart.get()?.lines.length || this.isPending) return;
    const result = await this.#confirm(panel, button);
    if (!result.ok && result.reason !== 'unconfirmed') return focusOn(panel, '#saving');
    const { verdict, token, hold } = result.ok ? result : {};
    const proof = { ...(token && { token }), ...(hold && { hold }) };
    const event = new CouponCheckoutEvent({
      quote: verdict?.quote ?? session.$quote.get()!,
      ...(verdict && { verdict }),
      ...proof,
    });
    if (!emit(event)) return;
    // Nobody took the checkout over: to `checkout-url`, else as the shop's own button would have gone.
    if (checkoutUrl) return post(checkoutUrl, proof);
    const form = button.closest('form');
    if (form) putProof(form, proof);
    resume();
  }

  async #confirm({ session, update }: CartPanel, button: HTMLElement): ReturnType<typeof session.checkout> {
    this.isPending = true;
    this.refusal = undefined;
    button.setAttribute('aria-busy', 'true');
    void update();
    try {
      const result = await session.checkout();
      this.refusal = 'refused' in result ? result.refused : undefined;
      return result;
    } finally {
      this.isPending = false;
      button.removeAttribute('aria-busy');
      await update();
    }
  }
}

/** @param url relative to the page; `http:` or `https:` */
function post(url: string, proof: Proof): void {
  const { href, protocol } = new URL(url, document.baseURI);
  if (!/^https?:$/.test(protocol))
    throw new CouponError('invalid-argument', 'checkout-url', 'give an http or https address');
  const form = document.createElement('form');
  form.method = 'post';
  form.action = href;
  form.hidden = true;
  putProof(form, proof);
  document.body.append(form);
  form.submit();
}

/** Puts what there is in the place of what was there earlier. */
function putProof(form: HTMLFormElement, { token, hold }: Proof): void {
  for (const [name, value] of [
    [tokenField, token],
    [holdField, hold?.id],
  ] as const) {
    form.querySelector(`[name=${name}]`)?.remove();
    if (!value) continue;
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
  }
}
