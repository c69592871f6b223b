import { type JSONWebKeySet, type JWK } from 'jose';
import type { Cart } from '../model/cart.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { Catalog } from './catalog.js';
import { verifyToken, type QuoteClaims } from './token.js';

export interface VerifierOptions {
  /** The server's public keys: as an object, or where they are: `https://coupons.example/v1/keys`. */
  readonly keys: JSONWebKeySet | string;
  /** Where the cart at checkout is to be priced first; absent: it has the server's prices already. */
  readonly catalog?: Catalog;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a checkout must find again in the token. */
export interface Expected {
  readonly cart: Cart;
  /** The `sub` of the shopper's token, where the shopper is signed in. */
  readonly shopper?: string;
}

export type VerifierDecision =
  | { readonly ok: true; readonly claims: QuoteClaims }
  | {
      readonly ok: false;
      readonly reason: 'bad-token' | 'expired' | 'other-cart' | 'other-shopper' | 'invalid-cart';
    };

export interface Verifier {
  /** Says whether the token promises a price for this cart and shopper now. Rejects only where the keys cannot be fetched. */
  verify(token: string, expected: Expected): Promise<VerifierDecision>;
}

/** Between two looks for a key that is not known, milliseconds: unknown ids must not make it ask without end. */
const refetchAfterMs = 30_000;

/** For the merchant's checkout: returns what decides whether a price is the one that the server promised. */
export function createVerifier({ keys, catalog, now = Date.now }: VerifierOptions): Verifier {
  let known = typeof keys === 'string' ? undefined : keys;
  let fetchedAt = -Infinity;

  async function keyOf(id: string): Promise<JWK | undefined> {
    const found = known?.keys.find((key) => key.kid === id);
    if (found || typeof keys !== 'string' || now() - fetchedAt < refetchAfterMs) return found;
    const response = await fetch(keys);
    if (!response.ok) throw new Error(`${keys} answered ${response.status}`);
    known = (await response.json()) as JSONWebKeySet;
    fetchedAt = now();
    return known.keys.find((key) => key.kid === id);
  }

  return {
    async verify(token, { cart, shopper }) {
      const decision = await verifyToken(token, keyOf, now());
      if (!decision.ok) return decision;
      if (shopper !== undefined && decision.claims.sub !== `shopper:${shopper}`) {
        return { ok: false, reason: 'other-shopper' };
      }
      const priced = catalog ? await catalog.resolve(cart) : { ok: true as const, value: cart };
      if (!priced.ok) return { ok: false, reason: 'invalid-cart' };
      const same = (await hashCart(priced.value)) === decision.claims.cart;
      return same ? decision : { ok: false, reason: 'other-cart' };
    },
  };
}
