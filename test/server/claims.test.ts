import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CouponEntry, Ledger } from '../../src/server/index.js';
import { off, openShop, type Shop } from './open-shop.js';

const coupons: CouponEntry[] = [
  { coupon: off('fifty'), claim: { stock: 50 } },
  { coupon: off('one'), claim: { stock: 1 } },
  { coupon: off('free'), claim: {} },
  { coupon: off('members'), claim: { audience: 'signed-in' } },
  { coupon: off('tomorrow'), claim: { opensAt: '2026-11-22T00:00:00Z' } },
  { coupon: off('closing'), claim: { closesAt: '2026-11-21T12:00:05Z' } },
  { coupon: off('code', { code: 'Tea-2026' }), claim: { perShopper: 2 } },
  { coupon: off('code-tomorrow', { code: 'NEXT' }), claim: { opensAt: '2026-11-22T00:00:00Z' } },
  { coupon: off('code-members', { code: 'MEMBERS' }), claim: { audience: 'signed-in' } },
  { coupon: off('code-over', { code: 'OLD', validUntil: '2026-01-01T00:00:00Z' }), claim: {} },
  { coupon: off('code-off', { code: 'OFF' }), claim: { disabled: true } },
  { coupon: off('code-ann', { code: 'ANN' }), claim: { shoppers: ['ann', 'cy'] } },
  { coupon: off('off'), claim: { disabled: true } },
  { coupon: off('ann'), claim: { shoppers: ['ann'] } },
  { coupon: off('code-none', { code: 'NONE' }), claim: { stock: 0 } },
];

describe('claims', () => {
  let shop: Shop;
  let serial = 0;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const claim = (offer: unknown, token?: string, key = `k${++serial}`) =>
    shop.post('/v1/claims', { offer }, { token, key });

  test('puts a coupon into the wallet', async () => {
    const { status, body } = await claim('free', await shop.session());
    assert.equal(status, 201);
    assert.equal(body.fresh, true);
    assert.deepEqual(body.held, { id: body.held.id, coupon: off('free'), state: 'held' });
  });

  test('grants exactly fifty of fifty to two hundred shoppers at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 200 }, () => shop.session()));
    const answers = await Promise.all(tokens.map((token) => claim('fifty', token)));
    const granted = answers.filter((answer) => answer.status === 201);
    assert.equal(granted.length, 50);
    assert.equal(new Set(granted.map((answer) => answer.body.held.id)).size, 50);
    const refused = answers.filter((answer) => answer.status === 409);
    assert.equal(refused.length, 150);
    assert.ok(refused.every((answer) => answer.body.code === 'sold-out'));
  });

  test('grants one shopper one, however often at once', async () => {
    const token = await shop.session();
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim('free', token)));
    assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
    assert.equal(answers.filter((answer) => answer.body.code === 'shopper-limit').length, 19);
  });

  test('answers the same key the same, also after the offer has ended', async () => {
    const token = await shop.session();
    const first = await claim('closing', token, 'same');
    shop.now += 10_000;
    const again = await claim('closing', token, 'same');
    const other = await claim('closing', await shop.session());
    shop.now -= 10_000;
    assert.equal(first.status, 201);
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.deepEqual(again.body, { held: first.body.held, fresh: false });
    assert.equal(other.body.code, 'ended');
  });

  test('refuses the same key for another request', async () => {
    const token = await shop.session();
    await claim('free', token, 'same');
    const other = await claim('one', token, 'same');
    assert.equal(other.status, 422);
    assert.equal(other.body.code, 'idempotency-key-reused');
    const exchange = await shop.post('/v1/exchanges', { code: 'tea-2026' }, { token, key: 'same' });
    assert.equal(exchange.body.code, 'idempotency-key-reused');
  });

  test('lets the same key try again after a refusal', async () => {
    const token = await shop.session();
    assert.equal((await claim('tomorrow', token, 'same')).body.code, 'upcoming');
    shop.now += 24 * 60 * 60_000;
    assert.equal((await claim('tomorrow', token, 'same')).status, 201);
    shop.now -= 24 * 60 * 60_000;
  });

  for (const [offer, status, code] of [
    ['members', 403, 'sign-in'],
    ['tomorrow', 409, 'upcoming'],
    ['nothing', 404, 'unknown-offer'],
    ['code', 404, 'unknown-offer'],
    ['off', 404, 'unknown-offer'],
    ['ann', 404, 'unknown-offer'],
    ['__proto__', 404, 'unknown-offer'],
  ] as const) {
    test(`refuses ${offer} as ${code}`, async () => {
      const answer = await claim(offer, await shop.session());
      assert.equal(answer.status, status);
      assert.equal(answer.body.code, code);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    });
  }

  test('grants what is for signed-in shoppers to those whom the merchant vouches for', async () => {
    assert.equal((await claim('members', await shop.shopperToken({ sub: 'ann' }))).status, 201);
  });

  test('needs a token and a key', async () => {
    assert.equal((await claim('free')).status, 401);
    const token = await shop.session();
    for (const key of ['', 'a b', 'é', 'x'.repeat(129)]) {
      const answer = await shop.post('/v1/claims', { offer: 'free' }, { token, key });
      assert.equal(answer.body.code, 'idempotency-key-missing');
    }
  });

  for (const [body, path] of [
    [{}, 'offer'],
    [{ offer: 1 }, 'offer'],
    [{ offer: '' }, 'offer'],
    [{ offer: 'x'.repeat(201) }, 'offer'],
    [{ offer: 'a\u0000b' }, 'offer'],
    [{ offer: 'a\nb' }, 'offer'],
    [{ offer: '\ud83c' }, 'offer'],
    [[], ''],
    ['null', ''],
  ] as const) {
    test(`names what is wrong with ${JSON.stringify(body).slice(0, 40)}`, async () => {
      const answer = await shop.post('/v1/claims', body, { token: await shop.session(), key: 'k' });
      assert.equal(answer.status, 422);
      assert.equal(answer.body.problems[0].path, path);
    });
  }
});

describe('exchanges', () => {
  let shop: Shop;
  let serial = 0;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const exchange = (code: string, token: string, key = `k${++serial}`) =>
    shop.post('/v1/exchanges', { code }, { token, key });

  test('turns a code into a coupon, however it is typed', async () => {
    const token = await shop.session();
    const { status, body } = await exchange('  ＴＥＡ-2026\u200b ', token, 'same');
    assert.equal(status, 201);
    assert.equal(body.held.coupon.id, 'code');
    assert.deepEqual(Object.keys(body), ['held']);
    const again = await exchange('  ＴＥＡ-2026\u200b ', token, 'same');
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(again.body, body);
    assert.equal((await exchange('TEA-2026', token)).status, 201);
    assert.equal((await exchange('TEA-2026', token)).body.code, 'shopper-limit');
  });

  test('answers what must not be known with the same bytes, and asks the store the same', async () => {
    const asked: string[][] = [];
    const ledger = new Proxy(shop.ledger, {
      get(target, name: keyof Ledger) {
        const method = target[name];
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          // Tokens are taken for many requests at once, whatever they are.
          if (name !== 'takeTokens') asked.at(-1)!.push(name);
          return (method as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
    const own = await openShop(coupons, { ledger });
    const token = await own.shopperToken({ sub: 'bob' });
    const answers: [number, string, [string, string][]][] = [];
    for (const code of ['nothing', 'NEXT', 'OFF', 'ANN']) {
      asked.push([]);
      const request = new Request('https://coupons.example/v1/exchanges', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'couponkit-key': own.keys.publishable,
          authorization: `Bearer ${token}`,
          'idempotency-key': code,
          'x-request-id': 'one',
        },
        body: JSON.stringify({ code }),
      });
      const answer = await own.fetch(request);
      answers.push([answer.status, await answer.text(), [...answer.headers]]);
    }
    const [first, ...others] = answers;
    assert.equal(first![0], 404);
    assert.equal((JSON.parse(first![1]) as { code: string }).code, 'unknown-code');
    for (const other of others) assert.deepEqual(other, first);
    for (const calls of asked) assert.deepEqual(calls, asked[0]);
    assert.ok(asked[0]!.includes('guess'));
    const ann = await own.shopperToken({ sub: 'ann' });
    asked.push([]);
    const right = await own.post('/v1/exchanges', { code: 'ANN' }, { token: ann, key: '1' });
    assert.equal(right.status, 201, 'it is a code');
    await own.close();
  });

  test('says of a right code why it does not work', async () => {
    assert.equal((await exchange('MEMBERS', await shop.session())).body.code, 'sign-in');
    assert.equal((await exchange('OLD', await shop.session())).body.code, 'ended');
    assert.equal((await exchange('NONE', await shop.session())).body.code, 'sold-out');
  });

  test('refuses a shopper after five wrong codes, right ones too, for ten minutes', async () => {
    const own = await openShop(coupons);
    const token = await own.session();
    const type = (code: string, key: string) => own.post('/v1/exchanges', { code }, { token, key });
    const first = await type('tea-2026', 'right');
    for (let index = 0; index < 5; index++)
      assert.equal((await type(`wrong${index}`, `w${index}`)).status, 404);
    const refused = await type('tea-2026', 'again');
    assert.equal(refused.status, 429);
    assert.equal(refused.body.code, 'rate-limited');
    assert.equal(refused.headers.get('retry-after'), '600');
    assert.deepEqual((await type('tea-2026', 'right')).body, first.body, 'a replay guesses nothing');
    own.now += 10 * 60_000;
    assert.equal((await type('tea-2026', 'again')).status, 201);
    await own.close();
  });

  test('refuses a network after twenty wrong codes, whatever its sessions', async () => {
    const own = await openShop(coupons);
    const guess = async () =>
      own.post('/v1/exchanges', { code: 'wrong' }, { token: await own.session(), key: 'k' });
    const answers = await Promise.all(Array.from({ length: 25 }, guess));
    assert.equal(answers.filter((answer) => answer.status === 404).length, 20);
    assert.equal(answers.filter((answer) => answer.status === 429).length, 5);
    await own.close();
  });
});
