/**
 * Exact products and quotients of safe integers, also where the product leaves the range of safe integers.
 * Invariant: `a × b = quotient × divisor + remainder`, `0 ≤ remainder < divisor`.
 */

/** Returns `[quotient, remainder]` of `a × b ÷ divisor`. All three are integers, `a` and `b` ≥ 0, `divisor` > 0. */
export function divideProduct(a: number, b: number, divisor: number): [quotient: number, remainder: number] {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % divisor;
    return [(product - remainder) / divisor, remainder];
  }
  const exact = BigInt(a) * BigInt(b);
  return [Number(exact / BigInt(divisor)), Number(exact % BigInt(divisor))];
}

/** Returns `a × b ÷ divisor`, rounded half up. As for `divideProduct`. */
export function roundProduct(a: number, b: number, divisor: number): number {
  const [quotient, remainder] = divideProduct(a, b, divisor);
  return remainder >= divisor - remainder ? quotient + 1 : quotient;
}

/**
 * Returns `percent` of `amount`, rounded half up.
 * @param amount minor units, ≥ 0
 * @param percent 0–100 with at most two decimals; 20 is 20%
 */
export function percentOf(amount: number, percent: number): number {
  return roundProduct(amount, Math.round(percent * 100), 10_000);
}
