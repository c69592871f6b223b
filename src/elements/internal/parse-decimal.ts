/**
 * Returns a decimal text in minor units, exactly, without floating point: `"299.5"` with exponent 2 → 29950. `undefined` where it is no
 * plain decimal ≥ 0, has more decimals than the currency, or is too large to be exact.
 */
export function parseDecimal(text: string, exponent: number): number | undefined {
  const [, whole, decimals = ''] = /^\s*(\d+)(?:\.(\d*?)0*)?\s*$/.exec(text) ?? [];
  const amount = Number(whole + decimals.padEnd(exponent, '0'));
  return whole && decimals.length <= exponent && Number.isSafeInteger(amount) ? amount : undefined;
}
