/** How does the token reach the merchant's backend? As a hidden field of a POST: never in an address, a history or a log. */
import { CouponError } from '../../money/coupon-error.js';

/** The field's name in the merchant's backend. */
const fieldName = 'coupon-token';

/** Puts the token, where there is one, into a form, instead of an earlier one. */
export function putToken(form: HTMLFormElement, token: string | undefined): void {
  form.querySelector(`input[name="${fieldName}"]`)?.remove();
  if (!token) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = fieldName;
  field.value = token;
  form.append(field);
}

/**
 * Leaves the page by a POST with the token.
 * @param url relative to the page; `http:` or `https:`
 */
export function submitCheckout(url: string, token: string | undefined): void {
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
