import { base64url, decodeProtectedHeader, errors, jwtVerify, type JWK } from 'jose';
import { list, object, parse, text, amount, type Shape } from '../model/shape.js';
import type { Keys } from './keys.js';
import { signCompact } from './sign-compact.js';

/**
 * Proof of a price: what the server promised, to whom, for which cart and until when. A signed JWT (RFC 7519, Ed25519) behind its
 * key's id: `ckt_<key id>.<header>.<claims>.<signature>`.
 */
export interface QuoteClaims {
  /** The shopper: `anonymous:…` or `shopper:…`. */
  readonly sub: string;
  /** `hashCart` of the cart as the server priced it. */
  readonly cart: string;
  readonly coupons: readonly QuoteClaimsCoupon[];
  /** What is to be paid, minor units. */
  readonly total: number;
  readonly currency: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch. */
  readonly exp: number;
}

export interface QuoteClaimsCoupon {
  readonly coupon: string;
  /** The claim that is used, as in the shopper's wallet. */
  readonly held: string;
  /** Of the coupon's definition: another definition has another version. */
  readonly version: string;
  /** What it takes off, minor units. */
  readonly amount: number;
}

export type TokenDecision =
  | { readonly ok: true; readonly claims: QuoteClaims }
  /** Not signed by one of these keys, changed on the way, or not a token at all. */
  | { readonly ok: false; readonly reason: 'bad-token' }
  | { readonly ok: false; readonly reason: 'expired' };

/** How long a price is promised, seconds. */
export const tokenLifetimeSeconds = 300;

const prefix = 'ckt_';
const type = 'couponkit-quote+jwt';
const issuer = 'couponkit';

/** @param now milliseconds since the epoch */
export async function signToken(
  claims: Omit<QuoteClaims, 'iat' | 'exp'>,
  keys: Keys,
  now: number,
): Promise<{ token: string; expiresAt: string }> {
  const [key] = keys.signing;
  if (!key) throw new Error('there is no signing key');
  const issuedAt = Math.floor(now / 1000);
  const expires = issuedAt + tokenLifetimeSeconds;
  const payload = JSON.stringify({ ...claims, iss: issuer, iat: issuedAt, exp: expires });
  const jwt = await signCompact(payload, { typ: type, kid: key.id }, key.jwk);
  return { token: `${prefix}${key.id}.${jwt}`, expiresAt: new Date(expires * 1000).toISOString() };
}

/**
 * @param keyOf the public half of the key with this id; `undefined`: no such key
 * @param now milliseconds since the epoch
 */
export async function verifyToken(
  token: string,
  keyOf: (id: string) => Promise<JWK | undefined>,
  now: number,
): Promise<TokenDecision> {
  const bad = { ok: false, reason: 'bad-token' } as const;
  const [, id, jwt, signature] = /^ckt_([\w-]+)\.([\w-]+\.[\w-]+\.([\w-]+))$/.exec(token) ?? [];
  if (!id || !jwt || !signature) return bad;
  try {
    // The last character of a signature has bits that nobody reads: only one way of writing it is accepted.
    if (base64url.encode(base64url.decode(signature)) !== signature) return bad;
    if (decodeProtectedHeader(jwt).kid !== id) return bad;
    const key = await keyOf(id);
    if (!key) return bad;
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: ['EdDSA'],
      typ: type,
      issuer,
      requiredClaims: ['sub', 'iat', 'exp'],
      currentDate: new Date(now),
    });
    const parsed = parse(quoteClaims, payload);
    return parsed.ok ? { ok: true, claims: parsed.value } : bad;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, reason: 'expired' };
    if (error instanceof errors.JOSEError || error instanceof TypeError) return bad;
    throw error;
  }
}

const quoteClaims: Shape<QuoteClaims> = object({
  sub: text,
  cart: text,
  coupons: list(object({ coupon: text, held: text, version: text, amount })),
  total: amount,
  currency: text,
  iat: amount,
  exp: amount,
});
