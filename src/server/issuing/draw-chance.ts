/** Returns a number from 0 to below 1 that nobody can foresee, with all of the 53 bits that a number has. */
export function drawChance(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}
