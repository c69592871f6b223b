import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createHandler, type Answered, type Handler } from '../../src/server/index.js';
import { openShop, type Shop } from './open-shop.js';
import { coupons, newKey } from './place-order.js';

describe('two servers of one store', () => {
  let shop: Shop;
  const handlers: Handler[] = [];
  const answers: Answered[] = [];
  before(async () => {
    shop = await openShop(coupons);
    const { catalog, ledger, keys } = shop;
    for (let index = 0; index < 2; index++) {
      handlers.push(
        await createHandler({
          coupons,
          catalog,
          ledger,
          keys,
          origins: [],
          rates: {
            address: { burst: 60, perMinute: 60 },
            shopper: { burst: 10, perMinute: 60 },
          },
          onAnswer: (answered) => void answers.push(answered),
        }),
      );
    }
  });
  after(() => shop.close());

  let serial = 0;
  /** Each request to the next server. */
  const ask = (path: string, address: string, headers: Record<string, string> = {}) =>
    handlers[serial++ % 2]!(
      new Request(`https://coupons.example${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'couponkit-key': shop.keys.publishable,
          ...headers,
        },
        body: '{}',
      }),
      { address },
    );

  test('together let as many requests of a network through as one would', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => ask('/v1/offers', '198.51.100.7')));
    assert.equal(all.filter(({ status }) => status === 200).length, 60);
    const refused = all.find(({ status }) => status === 429)!;
    assert.equal(refused.headers.get('retry-after'), '1');
    const other = await ask('/v1/offers', '203.0.113.9');
    assert.equal(other.status, 200, 'another network is not limited');
    // A new session counts as five; up to four may stay in the hands of each server.
    const sessions = await Promise.all(Array.from({ length: 30 }, () => ask('/v1/sessions', '192.0.2.1')));
    const started = sessions.filter(({ status }) => status === 201).length;
    assert.ok(started <= 12 && started >= 10, `${started} sessions`);
  });

  test('together let as many requests of a shopper through as one would', async () => {
    const authorization = `Bearer ${await shop.session()}`;
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) => ask('/v1/offers', `10.0.${index}.1`, { authorization })),
    );
    assert.equal(all.filter(({ status }) => status === 200).length, 10);
  });

  test('say what became of each request, and name nobody', async () => {
    answers.length = 0;
    const token = await shop.shopperToken({ sub: 'anna' });
    const claim = (key: string, id: Record<string, string> = {}) =>
      handlers[0]!(
        new Request('https://coupons.example/v1/claims', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'couponkit-key': shop.keys.publishable,
            authorization: `Bearer ${token}`,
            'idempotency-key': key,
            ...id,
          },
          body: '{"offer":"cup-off"}',
        }),
        { address: '192.0.2.200' },
      );
    const key = newKey();
    const first = await claim(key, { 'x-request-id': 'trace-1' });
    assert.equal(first.headers.get('x-request-id'), 'trace-1');
    await claim(key, { 'x-request-id': 'two words' });
    await claim(newKey());
    await handlers[0]!(new Request('https://coupons.example/v1/anna'));
    assert.deepEqual(
      answers.map(({ method, route, status, code, replayed }) => [method, route, status, code, replayed]),
      [
        ['POST', '/v1/claims', 201, undefined, false],
        ['POST', '/v1/claims', 200, undefined, true],
        ['POST', '/v1/claims', 409, 'shopper-limit', false],
        ['GET', undefined, 404, 'not-found', false],
      ],
    );
    assert.equal(answers[0]!.requestId, 'trace-1');
    assert.match(answers[1]!.requestId, /^[0-9a-f-]{36}$/, 'what is not safe to write down is replaced');
    assert.ok(answers.every(({ durationMs }) => durationMs > 0 && durationMs < 10_000));
    assert.doesNotMatch(JSON.stringify(answers), /anna|192\.0\.2|cup-off/);
  });
});
