import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JSONWebKeySet, type JWTPayload } from 'jose';
import { parseShopper } from '../model/parse-shopper.js';
import type { Shopper } from '../model/shopper.js';
import type { Keys } from './keys.js';

/** Who asks: an anonymous session, or a shopper whom the merchant's backend vouches for. */
export interface Identity {
  /** `anonymous:…` or `shopper:…`, so that no shopper's name can be a session's. */
  readonly subject: string;
  readonly signedIn: boolean;
  /** What the merchant's backend says of the shopper; of an anonymous one nothing is known. */
  readonly shopper: Shopper | undefined;
}

/** How long an anonymous session holds, seconds. */
export const sessionLifetimeSeconds = 90 * 24 * 60 * 60;

const sessionType = 'couponkit-session+jwt';
const audience = 'couponkit';
/** Public-key algorithms that a merchant may sign shopper tokens with. */
const publicAlgorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];
/** 1 to 200 characters that a store can keep: no control characters, no halves of surrogate pairs. */
const storable = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
/** Between the merchant's clock and ours, seconds. */
const clockToleranceSeconds = 30;

/** Returns the subject of a shopper whom the merchant knows. @param sub as in the shopper's token */
export function subjectOf(sub: string): string {
  return `shopper:${sub}`;
}

/** Whether a subject is a shopper for whom the merchant's backend vouches. */
export function isSignedIn(subject: string): boolean {
  return subject.startsWith(subjectOf(''));
}

/**
 * Returns a session's token, and until when it holds.
 * @param identity an anonymous one to prolong; absent: a new one
 * @param now milliseconds since the epoch
 */
export async function signSession(
  keys: Keys,
  now: number,
  identity?: Identity,
): Promise<{ token: string; expiresAt: string }> {
  const issuedAt = Math.floor(now / 1000);
  const expires = issuedAt + sessionLifetimeSeconds;
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: sessionType })
    .setSubject(identity?.subject ?? `anonymous:${crypto.randomUUID()}`)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(keys.session));
  return { token, expiresAt: new Date(expires * 1000).toISOString() };
}

/**
 * Returns who a bearer token speaks for; `undefined` where it is bad or expired.
 * @param shopperKeys public keys that the merchant's backend signs with, beside the secret key
 * @param now milliseconds since the epoch
 */
export async function identify(
  token: string,
  keys: Keys,
  shopperKeys: JSONWebKeySet | undefined,
  now: number,
): Promise<Identity | undefined> {
  try {
    const header = decodeProtectedHeader(token);
    const common = { audience, requiredClaims: ['sub', 'exp'], currentDate: new Date(now) };
    if (header.typ === sessionType) {
      const secret = new TextEncoder().encode(keys.session);
      const { payload } = await jwtVerify(token, secret, { ...common, algorithms: ['HS256'] });
      return { subject: payload.sub!, signedIn: false, shopper: undefined };
    }
    const options = { ...common, clockTolerance: clockToleranceSeconds };
    if (header.alg === 'HS256') {
      const secret = new TextEncoder().encode(keys.secret);
      return shopperOf((await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })).payload);
    }
    const candidates =
      shopperKeys?.keys.filter((key) => key.kid === undefined || key.kid === header.kid) ?? [];
    for (const key of candidates) {
      const verified = await jwtVerify(token, key, { ...options, algorithms: publicAlgorithms }).catch(
        () => undefined,
      );
      if (verified) return shopperOf(verified.payload);
    }
    return undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function shopperOf(payload: JWTPayload): Identity | undefined {
  const { sub, tags, orders, points } = payload;
  const shopper = parseShopper({ tags, orders, points });
  if (!shopper.ok || !sub || !storable.test(sub)) return undefined;
  return { subject: subjectOf(sub), signedIn: true, shopper: shopper.value };
}
