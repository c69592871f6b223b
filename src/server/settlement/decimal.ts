import { exponentOf } from '../../money/exponent.js';

/** Minor units as people write them, and back: no digit is ever rounded. */

/** Returns `-12.30` for −1230 minor units of a currency with two decimals. */
export function toDecimal(amount: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const [whole, rest] = [digits.slice(0, digits.length - exponent), digits.slice(digits.length - exponent)];
  return `${amount < 0 ? '-' : ''}${whole}${exponent > 0 ? `.${rest}` : ''}`;
}

/** Returns the minor units of `12.3`; `undefined` where it is none, or has more decimals than its currency. */
export function fromDecimal(text: string, currency: string): number | undefined {
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const exponent = exponentOf(currency);
  if (whole === undefined || rest.length > exponent) return undefined;
  const amount = Number(`${sign}${whole}${rest.padEnd(exponent, '0')}`);
  // −0 is 0.
  return Number.isSafeInteger(amount) ? amount + 0 : undefined;
}
