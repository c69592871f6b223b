import { CouponError } from './coupon-error.js';

/**
 * How many decimals a currency has, where it is not 2.
 * Source: ISO 4217 list one (published 2024-06-25), `CcyMnrUnts`. Never `Intl`, which follows usage, not the standard:
 * Node's says 0 for HUF, COP and IDR.
 */
const exponents: Readonly<Record<string, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/**
 * Returns the number of decimals of a currency's minor unit: 2 for `CNY`, 0 for `JPY`, 3 for `KWD`.
 * @throws CouponError where `currency` is not three capital letters.
 */
export function exponentOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new CouponError(
      'unknown-currency',
      'currency',
      `"${currency}" is not an ISO 4217 code such as "CNY".`,
    );
  }
  for (const exponent in exponents) if (exponents[exponent]!.includes(currency)) return Number(exponent);
  return 2;
}
