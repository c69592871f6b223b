import type { Cart } from '../model/cart.js';
import { canonicalCart } from './canonical-cart.js';

// WebCrypto as browsers and Node 20 have it; the pure layers know no DOM that would declare it.
declare const crypto: {
  /** Browsers leave it out on plain http pages other than localhost. */
  readonly subtle?: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> };
};
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * Resolves to the SHA-256 of {@link canonicalCart}, 64 hexadecimal digits: two carts with the same hash have the same price.
 * Resolves to `''` where the browser has no `crypto.subtle` (plain http pages other than localhost); callers then skip
 * the comparison, and tell late answers by their order instead.
 */
export async function hashCart(cart: Cart): Promise<string> {
  if (!crypto.subtle) return '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalCart(cart)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
