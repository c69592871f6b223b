import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { SignJWT, type JWK } from 'jose';
import type { Cart } from '../../src/model/cart.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import {
  createKeys,
  publicKeys,
  rotateKeys,
  signToken,
  verifyToken,
  type Keys,
} from '../../src/server/index.js';
import { noon } from './open-shop.js';

const cart: Cart = { currency: 'CNY', lines: [{ id: 'a', product: 'tea', unitPrice: 12800, quantity: 1 }] };

describe('a token', () => {
  let keys: Keys;
  let token: string;
  before(async () => {
    keys = await createKeys();
    token = (await signToken(await claims(), keys, noon)).token;
  });
  const claims = async () => ({
    sub: 'anonymous:1',
    cart: await hashCart(cart),
    coupons: [{ coupon: 'c', held: 'h', version: 'v', amount: 500 }],
    total: 12300,
    currency: 'CNY',
  });
  const keyOf = async (id: string): Promise<JWK | undefined> =>
    publicKeys(keys).keys.find((key) => key.kid === id);

  test('names its key in front and in the header, and gives its claims back', async () => {
    assert.ok(token.startsWith(`ckt_${keys.signing[0]!.id}.`));
    const decision = await verifyToken(token, keyOf, noon);
    assert.ok(decision.ok);
    const seconds = noon / 1000;
    assert.deepEqual(decision.claims, { ...(await claims()), iat: seconds, exp: seconds + 300 });
  });

  test('holds for 300 seconds', async () => {
    assert.ok((await verifyToken(token, keyOf, noon + 299_999)).ok);
    assert.deepEqual(await verifyToken(token, keyOf, noon + 300_000), { ok: false, reason: 'expired' });
  });

  test('is refused with any one character changed, dropped or added', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let place = 0; place < token.length; place++) {
      const [head, tail] = [token.slice(0, place), token.slice(place + 1)];
      const next = alphabet[(alphabet.indexOf(token[place]!) + 1) % alphabet.length]!;
      for (const changed of [head + next + tail, head + tail, head + token[place]! + next + tail]) {
        assert.equal((await verifyToken(changed, keyOf, noon)).ok, false, `place ${place}`);
      }
    }
  });

  test('is refused with any other last character, even where it spells the same bytes', async () => {
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const changed = token.slice(0, -1) + last;
      assert.equal((await verifyToken(changed, keyOf, noon)).ok, changed === token);
    }
  });

  test('never throws on any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
        for (const candidate of [text, `ckt_${text}`, `ckt_${keys.signing[0]!.id}.${text}.${text}.${text}`]) {
          assert.deepEqual(await verifyToken(candidate, keyOf, noon), { ok: false, reason: 'bad-token' });
        }
      }),
    );
  });

  test('is refused where another server, another kind of token or another algorithm signed it', async () => {
    const other = await createKeys();
    const foreign = (await signToken(await claims(), other, noon)).token;
    assert.equal((await verifyToken(foreign, keyOf, noon)).ok, false);
    const key = keys.signing[0]!;
    const underOurName = foreign.replaceAll(other.signing[0]!.id, key.id);
    assert.equal((await verifyToken(underOurName, keyOf, noon)).ok, false);
    const claimed = await claims();
    const sign = (header: { alg: string; typ: string }, secret: JWK | Uint8Array) =>
      new SignJWT({ ...claimed })
        .setProtectedHeader({ ...header, kid: key.id })
        .setIssuer('couponkit')
        .setIssuedAt(noon / 1000)
        .setExpirationTime(noon / 1000 + 300)
        .sign(secret);
    const session = await sign({ alg: 'EdDSA', typ: 'couponkit-session+jwt' }, key.jwk);
    const symmetric = await sign(
      { alg: 'HS256', typ: 'couponkit-quote+jwt' },
      new TextEncoder().encode(key.jwk.x),
    );
    for (const jwt of [session, symmetric]) {
      assert.equal((await verifyToken(`ckt_${key.id}.${jwt}`, keyOf, noon)).ok, false);
    }
  });

  test('of the last key is accepted after a rotation, of the one before no more', async () => {
    const once = await rotateKeys(keys);
    const twice = await rotateKeys(once);
    const verifyWith = (active: Keys) =>
      verifyToken(token, async (id) => publicKeys(active).keys.find((key) => key.kid === id), noon);
    assert.equal(once.signing.length, 2);
    assert.equal(twice.signing.length, 2);
    assert.ok((await verifyWith(once)).ok);
    assert.equal((await verifyWith(twice)).ok, false);
    assert.equal(twice.session, keys.session, 'sessions stay');
    const renewed = (await signToken(await claims(), once, noon)).token;
    assert.ok(!renewed.startsWith(`ckt_${keys.signing[0]!.id}`));
  });
});
