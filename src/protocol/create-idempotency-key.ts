// WebCrypto as browsers and Node 20 have it; the pure layers know no DOM that would declare it.
declare const crypto: {
  /** Browsers leave it out on plain http pages other than localhost. */
  readonly randomUUID?: () => string;
  getRandomValues(array: Uint32Array): Uint32Array;
};

/** Returns a key that nobody else has: calls that carry the same one have one effect. */
export function createIdempotencyKey(): string {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}
