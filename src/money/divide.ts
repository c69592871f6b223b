/**
 * Exact products and quotients of safe integers, also where the product leaves the range of safe integers, without BigInt.
 *
 * Source: T. J. Dekker, "A floating-point technique for extending the available precision", 1971: the error of a rounded product is
 * itself a double, and a few multiplications of halves find it. It holds because doubles round to the nearest, as ECMAScript demands.
 */

/**
 * Returns `[quotient, remainder]` of `a × b ÷ divisor`: `a × b = quotient × divisor + remainder`, `0 ≤ remainder < divisor`.
 * All three are safe integers ≥ 0, `divisor` > 0, and so must the quotient be.
 */
export function divideProduct(a: number, b: number, divisor: number): [quotient: number, remainder: number] {
  let quotient = Math.floor((a * b) / divisor);
  // Three roundings put the guess off by 3 at most. What is left is exact where it is a safe integer, and of the right sign in any case.
  for (;;) {
    const remainder = subtractProducts(a, b, quotient, divisor);
    if (remainder < 0) quotient--;
    else if (remainder >= divisor) quotient++;
    else return [quotient, remainder];
  }
}

/** Returns `a × b ÷ divisor`, rounded half up; the arguments are those of `divideProduct`. */
export function roundProduct(a: number, b: number, divisor: number): number {
  const raised = a * b + divisor / 2;
  let rounded = Math.floor(raised / divisor);
  // Below 2⁵² halves are exact, and this is x ÷ y with integers x = 2 × raised < 2⁵³, y = 2 × divisor. Where it is not whole, the next integer
  // is at least 1 ÷ y above it: more than half of what doubles are apart there, so that the division can't round up to it.
  if (raised < 2 ** 52) return rounded;
  for (;;) {
    const lack = 2 * subtractProducts(a, b, rounded, divisor);
    if (lack < -divisor) rounded--;
    else if (lack >= divisor) rounded++;
    else return rounded;
  }
}

/**
 * Returns `a × b − c × d`, of four safe integers ≥ 0: exact where it is a safe integer, and always of the right sign.
 */
export function subtractProducts(a: number, b: number, c: number, d: number): number {
  const ab = a * b;
  const cd = c * d;
  if (ab + cd < 2 ** 53) return ab - cd;
  // Of products within a factor of 2 the rounded difference is exact (Sterbenz); of others it outweighs the errors by far.
  return ab - cd + (errorOf(a, b) - errorOf(c, d));
}

/**
 * Returns `percent` of `amount`, rounded half up.
 * @param amount minor units, ≥ 0
 * @param percent 0–100 with at most two decimals; 20 is 20%
 */
export function percentOf(amount: number, percent: number): number {
  return roundProduct(amount, Math.round(percent * 100), 10_000);
}

/** What `a × b` is more than its rounded value, exactly (Dekker's product). */
function errorOf(a: number, b: number): number {
  const aHigh = highOf(a);
  const bHigh = highOf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (a * b - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The upper 26 of a number's 53 bits (Veltkamp's split): the product of two halves is exact. */
function highOf(factor: number): number {
  const scaled = factor * (2 ** 27 + 1);
  return scaled - (scaled - factor);
}
