import type { MessageKey } from '../locales/en.js';
import type { Reason } from '../model/refusal.js';
import type { Locale } from './create-locale.js';

/**
 * Returns why a coupon does not apply or cannot be claimed, in words; where its state says it, in those of the state. An unknown code is `unspecified`: texts from outside are never shown.
 * @param currency ISO 4217, of the amounts
 */
export function describeReason({ code, params }: Reason, locale: Locale, currency?: string): string {
  const key = [`reason.${code}`, `refusal.${code}`, `state.${code}`, `fault.${code}`].find(
    (name): name is MessageKey => locale.has(name),
  );
  return locale.t(key ?? 'fault.unspecified', { currency, ...params });
}
