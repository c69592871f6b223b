import { decodeJwt, type JSONWebKeySet } from 'jose';
import { identify, type Identity } from './identity.js';
import type { Keys } from './keys.js';

/** Returns who a bearer token speaks for; `undefined` where it is bad or expired. @param now milliseconds since the epoch */
export type Identifier = (token: string, now: number) => Promise<Identity | undefined>;

/** So many tokens are remembered at most, and none that is longer. */
const maxTokens = 5_000;
const maxLength = 2_000;

/**
 * Returns what identifies by these keys. A page sends the same token with each of its requests: its signature is verified once, from then on only whether it has
 * expired is asked. What does not verify is not remembered.
 */
export function createIdentifier(keys: Keys, shopperKeys: JSONWebKeySet | undefined): Identifier {
  const verified = new Map<string, { readonly identity: Identity; readonly expires: number }>();
  return async (token, now) => {
    const known = verified.get(token);
    if (known && now < known.expires) return known.identity;
    verified.delete(token);
    const identity = await identify(token, keys, shopperKeys, now);
    if (identity && token.length <= maxLength) {
      verified.set(token, { identity, expires: decodeJwt(token).exp! * 1000 });
      // The one that was verified first goes.
      if (verified.size > maxTokens) verified.delete(verified.keys().next().value!);
    }
    return identity;
  };
}
