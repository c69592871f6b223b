import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { identify, sessionLifetimeSeconds, signSession } from '../../src/server/identity.js';
import { createKeys, type Keys } from '../../src/server/index.js';
import { noon } from './open-shop.js';

const seconds = noon / 1000;

describe('identify', () => {
  let keys: Keys;
  let merchant: { privateKey: CryptoKey; jwk: JWK };
  before(async () => {
    keys = await createKeys();
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    merchant = { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'm1', alg: 'ES256' } };
  });
  const who = (token: string, now = noon) => identify(token, keys, { keys: [merchant.jwk] }, now);
  const signed = (claims: object, header: object = { alg: 'HS256' }, key?: CryptoKey | Uint8Array) =>
    new SignJWT({ sub: 'ann', aud: 'couponkit', exp: seconds + 600, ...claims })
      .setProtectedHeader(header as { alg: string })
      .sign(key ?? new TextEncoder().encode(keys.secret));

  test('knows an anonymous session again, for ninety days', async () => {
    const { token, expiresAt } = await signSession(keys, noon);
    const identity = await who(token);
    assert.match(identity!.subject, /^anonymous:[0-9a-f-]{36}$/);
    assert.equal(identity!.signedIn, false);
    assert.equal(identity!.shopper, undefined);
    assert.equal(expiresAt, new Date(noon + sessionLifetimeSeconds * 1000).toISOString());
    assert.ok(await who(token, noon + sessionLifetimeSeconds * 1000 - 1000));
    assert.equal(await who(token, noon + sessionLifetimeSeconds * 1000), undefined);
  });

  test('keeps the shopper when a session is prolonged', async () => {
    const first = await who((await signSession(keys, noon)).token);
    const later = await signSession(keys, noon + 1000, first);
    assert.equal((await who(later.token))!.subject, first!.subject);
    const another = await who((await signSession(keys, noon)).token);
    assert.notEqual(another!.subject, first!.subject);
  });

  test('believes the secret key', async () => {
    const identity = await who(await signed({ tags: ['vip'], orders: 3, points: 120, email: 'a@b.c' }));
    assert.deepEqual(identity, {
      subject: 'shopper:ann',
      signedIn: true,
      shopper: { tags: ['vip'], orders: 3, points: 120 },
    });
  });

  test('believes a token that no library made', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '42', aud: 'couponkit', exp: seconds + 60 })}`;
    const token = `${text}.${createHmac('sha256', keys.secret).update(text).digest('base64url')}`;
    assert.equal((await who(token))!.subject, 'shopper:42');
  });

  test('believes a registered public key, with and without its id', async () => {
    const withId = await signed({ orders: 0 }, { alg: 'ES256', kid: 'm1' }, merchant.privateKey);
    assert.deepEqual((await who(withId))!.shopper, { orders: 0 });
    const other = { ...merchant.jwk };
    delete other.kid;
    const withoutId = await signed({}, { alg: 'ES256' }, merchant.privateKey);
    assert.ok(await identify(withoutId, keys, { keys: [other] }, noon));
    assert.equal(await identify(withId, keys, undefined, noon), undefined);
  });

  test('takes no session for a shopper of the same name', async () => {
    const identity = await who(await signed({ sub: 'anonymous:1' }));
    assert.equal(identity!.subject, 'shopper:anonymous:1');
  });

  test('refuses everything else', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const publicText = new TextEncoder().encode(JSON.stringify(merchant.jwk));
    const session = (await signSession(keys, noon)).token;
    const [header, , signature] = session.split('.');
    const forged = Buffer.from(JSON.stringify({ sub: 'anonymous:2', aud: 'couponkit', exp: seconds + 60 }));
    const tokens: Record<string, string> = {
      'of another key': await signed({}, { alg: 'ES256', kid: 'm1' }, privateKey),
      'of the session key under another type': await signed(
        {},
        { alg: 'HS256' },
        new TextEncoder().encode(keys.session),
      ),
      'signed with a public key as a secret': await signed({}, { alg: 'HS256', kid: 'm1' }, publicText),
      'without a signature': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged.toString('base64url')}.`,
      'with other claims': `${header}.${forged.toString('base64url')}.${signature}`,
      'for another audience': await signed({ aud: 'else' }),
      'without an audience': await signed({ aud: undefined }),
      'without an end': await signed({ exp: undefined }),
      'that has expired': await signed({ exp: seconds - 31 }),
      'without a shopper': await signed({ sub: undefined }),
      'with an empty shopper': await signed({ sub: '' }),
      'with a shopper that no store can keep': await signed({ sub: 'ann\u0000' }),
      'with half a character': await signed({ sub: 'ann\ud800' }),
      'with a shopper that is too long': await signed({ sub: 'a'.repeat(201) }),
      'with orders that are none': await signed({ orders: 1.5 }),
      'with tags that are none': await signed({ tags: 'vip' }),
      'that is nothing': 'nonsense',
    };
    for (const [what, token] of Object.entries(tokens))
      assert.equal(await who(token), undefined, `a token ${what}`);
  });

  test('forgives a merchant’s clock half a minute', async () => {
    assert.ok(await who(await signed({ exp: seconds - 29 })));
  });
});
