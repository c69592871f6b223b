import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CouponEntry, Ledger } from '../../src/server/index.js';
import { LedgerUnavailableError } from '../../src/server/index.js';
import { openShop, origin, type Shop } from './open-shop.js';

const coupons: CouponEntry[] = [
  { coupon: { id: 'plain', benefit: { kind: 'amount', amount: 500 } as { kind: string } }, claim: {} },
];

describe('the handler', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const request = (path: string, init: RequestInit = {}) =>
    shop.fetch(new Request(`https://coupons.example${path}`, init));

  test('answers a preflight of a page on the list, and lets no cookies in', async () => {
    const answer = await request('/v1/claims', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'couponkit-key,idempotency-key',
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), origin);
    assert.equal(answer.headers.get('access-control-allow-methods'), 'POST');
    assert.match(answer.headers.get('access-control-allow-headers')!, /Couponkit-Key, Idempotency-Key/);
    assert.equal(answer.headers.get('access-control-max-age'), '7200');
    assert.match(answer.headers.get('vary')!, /^Origin\b/);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  });

  for (const other of [
    'https://evil.example',
    'https://shop.example.evil.example',
    'http://shop.example',
    'null',
  ]) {
    test(`refuses a page from ${other}`, async () => {
      const preflight = await request('/v1/claims', { method: 'OPTIONS', headers: { origin: other } });
      assert.equal(preflight.status, 403);
      assert.equal(preflight.headers.get('access-control-allow-origin'), null);
      const answer = await shop.post('/v1/offers', {}, { headers: { origin: other } });
      assert.equal(answer.status, 403);
      assert.equal(answer.body.code, 'origin-not-allowed');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
      assert.equal(answer.headers.get('vary'), 'Origin');
    });
  }

  test('lets a page on the list read answers and problems alike', async () => {
    for (const body of [{}, { product: 1 }]) {
      const { headers } = await shop.post('/v1/offers', body, { headers: { origin } });
      assert.equal(headers.get('access-control-allow-origin'), origin);
      assert.equal(
        headers.get('access-control-expose-headers'),
        'ETag, Retry-After, Idempotent-Replayed, X-Request-Id',
      );
      assert.equal(headers.get('vary'), 'Origin');
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });

  test('wants the publishable key', async () => {
    for (const key of ['', 'pk_other', `${shop.keys.publishable} `.slice(1), shop.keys.secret]) {
      const answer = await shop.post('/v1/offers', {}, { headers: { 'couponkit-key': key } });
      assert.equal(answer.status, 403);
      assert.equal(answer.body.code, 'unknown-key');
    }
  });

  test('knows no other paths and methods', async () => {
    assert.equal((await request('/')).status, 404);
    assert.equal((await request('/v1/offers/')).status, 404);
    assert.equal((await request('/v1/offers', { method: 'OPTIONS' })).status, 403);
    const answer = await request('/v1/offers', { headers: { origin } });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'POST');
    assert.equal(((await answer.json()) as { code: string }).code, 'method-not-allowed');
    assert.equal((await request('/healthz', { method: 'DELETE' })).headers.get('allow'), 'GET');
  });

  test('may stand behind a path', async () => {
    const inner = await openShop(coupons, { basePath: '/api/coupons' });
    assert.equal((await inner.post('/api/coupons/v1/offers', {})).status, 200);
    assert.equal((await inner.post('/v1/offers', {})).status, 404);
    await inner.close();
  });

  for (const type of ['', 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
    test(`takes no body of type "${type}"`, async () => {
      const answer = await shop.post('/v1/offers', {}, { headers: { 'content-type': type } });
      assert.equal(answer.status, 415);
      assert.equal(answer.body.code, 'unsupported-media-type');
    });
  }

  test('takes JSON with a charset', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    assert.equal((await shop.post('/v1/offers', {}, { headers })).status, 200);
  });

  test('says of what is not JSON that it is not', async () => {
    for (const body of ['', '{', '{"product": NaN}', '\ud800"']) {
      const answer = await shop.post('/v1/offers', body);
      assert.equal(answer.status, 400, body);
      assert.equal(answer.body.code, 'malformed-json');
    }
    const bytes = await request('/v1/offers', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'couponkit-key': shop.keys.publishable },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    assert.equal(bytes.status, 400);
  });

  test('takes a body of one mebibyte, and not a byte more', async () => {
    const bodyOf = (length: number) => `{"product":"${'x'.repeat(length - 14)}"}`;
    assert.equal((await shop.post('/v1/offers', bodyOf(2 ** 20))).status, 422);
    const answer = await shop.post('/v1/offers', bodyOf(2 ** 20 + 1));
    assert.equal(answer.status, 413);
    assert.equal(answer.body.code, 'payload-too-large');
  });

  test('stops reading a body without a length that is too large', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65536;
        controller.enqueue(new Uint8Array(65536).fill(0x20));
      },
    });
    const answer = await request('/v1/offers', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'couponkit-key': shop.keys.publishable },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    assert.equal(answer.status, 413);
    assert.ok(sent < 2 ** 21, `${sent} bytes were read`);
  });

  test('survives JSON as deep as a body can hold', async () => {
    const depth = 2 ** 19 - 100;
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    assert.equal((await shop.post('/v1/offers', deep)).status, 422);
    const inside = `{"cart":{"currency":"CNY","lines":[${deep.slice(50, -50)}]},"desired":[]}`;
    assert.equal((await shop.post('/v1/quotes', inside)).status, 422);
    const attribute = `{"cart":{"currency":"CNY","lines":[],"attributes":{"a":${deep.slice(50, -50)}}},"desired":[]}`;
    assert.equal((await shop.post('/v1/quotes', attribute)).status, 422);
    assert.equal((await shop.post('/v1/offers', {})).status, 200);
    const sent = { token: await shop.session(), key: 'deep' };
    const claim = await shop.post('/v1/claims', `{"offer":"plain","deep":${deep.slice(50, -50)}}`, sent);
    assert.equal(claim.status, 422);
    assert.deepEqual(claim.body.problems, [{ path: '', code: 'too-deep' }]);
  });

  test('tells one shopper from another who asks too often, and says when to come back', async () => {
    const slow = await openShop(coupons, { rates: { shopper: { burst: 3, perMinute: 120 } } });
    const [ann, bob] = [await slow.session(), await slow.session()];
    for (let index = 0; index < 3; index++)
      assert.equal((await slow.post('/v1/offers', {}, { token: ann })).status, 200);
    const refused = await slow.post('/v1/offers', {}, { token: ann });
    assert.equal(refused.status, 429);
    assert.equal(refused.body.code, 'rate-limited');
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.equal((await slow.post('/v1/offers', {}, { token: bob })).status, 200);
    slow.now += 500;
    // A server remembers for that long whom it has refused.
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal((await slow.post('/v1/offers', {}, { token: ann })).status, 200);
    await slow.close();
  });

  test('counts a network as one, and a new session as five', async () => {
    const slow = await openShop(coupons, { rates: { address: { burst: 11, perMinute: 60 } } });
    await slow.session();
    await slow.session();
    assert.equal((await slow.post('/v1/offers', {})).status, 200);
    assert.equal((await slow.post('/v1/offers', {})).status, 429);
    const elsewhere = new Request('https://coupons.example/v1/offers', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'couponkit-key': slow.keys.publishable },
      body: '{}',
    });
    assert.equal((await slow.fetch(elsewhere, '203.0.114.7')).status, 200);
    await slow.close();
  });

  test('says that the store is busy, and that something broke, and nothing more', async () => {
    const faults: unknown[] = [];
    const failing = (error: Error): Ledger => ({
      ...shop.ledger,
      counts: () => Promise.reject(error),
    });
    const busy = await openShop(coupons, { ledger: failing(new LedgerUnavailableError('busy')) });
    const unavailable = await busy.post('/v1/offers', {});
    assert.equal(unavailable.status, 503);
    assert.equal(unavailable.headers.get('retry-after'), '1');
    const broken = await openShop(coupons, {
      ledger: failing(new Error('disk on fire')),
      onFault: (error) => faults.push(error),
    });
    const internal = await broken.post('/v1/offers', {});
    assert.equal(internal.status, 500);
    assert.ok(!JSON.stringify(internal.body).includes('fire'));
    assert.equal(faults.length, 1);
    await Promise.all([busy.close(), broken.close()]);
  });

  test('says that it is alive and ready, and with which keys it signs', async () => {
    assert.equal((await request('/healthz')).status, 200);
    assert.equal((await request('/readyz')).status, 200);
    const { keys } = (await (await request('/v1/keys')).json()) as { keys: Record<string, unknown>[] };
    assert.equal(keys.length, 1);
    assert.deepEqual(Object.keys(keys[0]!).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});
