/**
 * The way to the checkout: the price is confirmed, then the page is told, then the shopper leaves. The token travels as a hidden
 * field of a POST: never in an address, a history or a log.
 */
import type { ReactiveControllerHost } from 'lit';
import { CouponError } from '../../money/coupon-error.js';
import type { Session } from '../../stores/session.js';
import { CouponCheckoutEvent } from './events.js';

export interface CheckoutHost extends ReactiveControllerHost, HTMLElement {
  readonly session: Session | undefined;
  readonly checkoutUrl: string | undefined;
  /** The price is another than the shopper has seen. */
  lookAgain(): void;
}

/** The token's name in the merchant's backend. */
const fieldName = 'coupon-token';
const buttons = 'a, button, [type=submit], [slot=checkout]:not(form)';

export class CheckoutController {
  isPending = false;
  readonly #host: CheckoutHost;
  #isResuming = false;

  constructor(host: CheckoutHost) {
    this.#host = host;
  }

  /** A press of the shop's own button waits for the price. */
  intercept(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>(buttons);
    if (!button || this.#isResuming) return;
    event.preventDefault();
    event.stopPropagation();
    void this.run(button);
  }

  /** @param button what was pressed */
  async run(button?: HTMLElement): Promise<void> {
    const host = this.#host;
    const { session } = host;
    if (!session?.$cart.get()?.lines.length || this.isPending) return;
    const result = await this.#confirm(session, button);
    if (!result.ok && result.reason !== 'unconfirmed') return host.lookAgain();
    const { verdict, token } = result.ok ? result : {};
    const event = new CouponCheckoutEvent({
      quote: verdict?.quote ?? session.$quote.get()!,
      ...(verdict && { verdict }),
      ...(token && { token }),
    });
    if (host.dispatchEvent(event)) this.#leave(button, token);
  }

  async #confirm(session: Session, button: HTMLElement | undefined) {
    const setPending = (isPending: boolean) => {
      this.isPending = isPending;
      if (isPending) button?.setAttribute('aria-busy', 'true');
      else button?.removeAttribute('aria-busy');
      this.#host.requestUpdate();
    };
    setPending(true);
    try {
      return await session.checkout();
    } finally {
      setPending(false);
      await this.#host.updateComplete;
    }
  }

  /** Nobody took the checkout over: to `checkout-url`, else as the shop's own button would have gone. */
  #leave(button: HTMLElement | undefined, token: string | undefined): void {
    const { checkoutUrl, renderRoot } = this.#host as CheckoutHost & { readonly renderRoot: Node };
    if (checkoutUrl) return post(checkoutUrl, token);
    if (!button || button.getRootNode() === renderRoot) return;
    const form = button.closest('form');
    if (form) putToken(form, token);
    this.#isResuming = true;
    button.click();
    this.#isResuming = false;
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
