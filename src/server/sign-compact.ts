import type { KeyObject } from 'node:crypto';
import { CompactSign, type JWK } from 'jose';

/** Node's own, where there is one: WebCrypto, which every host has, hands each text to another thread, and knows no base64url. */
const node = globalThis.process?.getBuiltinModule?.('node:crypto');

/** A key is read once; it never changes. */
const known = new WeakMap<JWK, KeyObject>();

/** Returns a JWS in compact form (RFC 7515) over a text, signed with an Ed25519 key; `header` is all that it says but the algorithm. */
export async function signCompact(
  text: string,
  header: Readonly<Record<string, string>>,
  jwk: JWK,
): Promise<string> {
  const full = { alg: 'EdDSA', ...header };
  if (!node) {
    return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(full).sign(jwk);
  }
  const key = known.get(jwk) ?? node.createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  known.set(jwk, key);
  const signed = `${base64url(JSON.stringify(full))}.${base64url(text)}`;
  return `${signed}.${node.sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
