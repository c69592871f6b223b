import type { Reason } from '../model/refusal.js';
import type { Locale } from './create-locale.js';

/**
 * Returns why a coupon does not apply or cannot be claimed, as a sentence. An unknown code is `unspecified`: texts from outside are never shown.
 * @param currency ISO 4217, of the amounts
 */
export function describeReason({ code, params }: Reason, locale: Locale, currency?: string): string {
  const key = `reason.${code}`;
  return locale.t(locale.has(key) ? key : 'reason.unspecified', { currency, ...params });
}
