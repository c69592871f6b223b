import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** All that the server signs and is asked with. Everything but `publishable` and the public halves is secret. */
export interface Keys {
  /** What pages send: it says whose shop they are, and protects nothing. */
  readonly publishable: string;
  /** What the merchant's backend signs shopper tokens with. Never for a page. */
  readonly secret: string;
  /** What anonymous sessions are signed with; it stays when signing keys change. */
  readonly session: string;
  /** Ed25519 keys: the first signs, every one's tokens are accepted. One at the start, two active after a rotation. */
  readonly signing: readonly SigningKey[];
}

export interface SigningKey {
  readonly id: string;
  /** With the private part, `d`. */
  readonly jwk: JWK;
}

export async function createKeys(): Promise<Keys> {
  return {
    publishable: `pk_${randomText()}`,
    secret: `sk_${randomText()}`,
    session: `ss_${randomText()}`,
    signing: [await createSigningKey()],
  };
}

/** Returns the keys with a new one that signs; what the last one signed is still accepted, what the one before it signed no more. */
export async function rotateKeys(keys: Keys): Promise<Keys> {
  return { ...keys, signing: [await createSigningKey(), ...keys.signing.slice(0, 1)] };
}

/** Returns the public halves as a JWKS, for whoever verifies tokens. */
export function publicKeys(keys: Keys): JSONWebKeySet {
  return {
    keys: keys.signing.map(({ id, jwk: { d: _private, ...jwk } }) => ({
      ...jwk,
      kid: id,
      alg: 'EdDSA',
      use: 'sig',
    })),
  };
}

async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  return { id: randomText(4), jwk: { ...(await exportJWK(privateKey)), alg: 'EdDSA' } };
}

function randomText(bytes = 24): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
