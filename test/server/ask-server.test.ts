import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { createAsk, type Question } from '../../src/server/ask-server.js';
import { CouponServerError } from '../../src/server/coupon-server-error.js';

type Act = (request: IncomingMessage, response: ServerResponse) => void;

const keyed: Question = { method: 'POST', path: '/v1/redemptions', body: { hold: 'h' }, idempotencyKey: 'k' };
const unkeyed: Question = { method: 'POST', path: '/v1/redemptions', body: { hold: 'h' } };
const reading: Question = { method: 'GET', path: '/v1/reservations/h' };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that acts so, try by try; the last act stays. */
async function serve(...acts: readonly Act[]) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    acts[Math.min(seen.length, acts.length) - 1]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (timeoutMs = 10_000) =>
    createAsk({ server: address, secretKey: 'sk_1', fetch: (request) => fetch(request), timeoutMs });
  return { seen, address, ask };
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Act =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
const ok = answer(201, { done: true });
const cut: Act = (request) => request.socket.destroy();
const silent: Act = () => undefined;

async function faultOf(asked: Promise<unknown>): Promise<CouponServerError> {
  const fault = await asked.then(
    () => assert.fail('it was answered'),
    (error: unknown) => error,
  );
  assert.ok(fault instanceof CouponServerError, String(fault));
  return fault;
}

describe('a backend that asks', () => {
  test('sends the secret key, the idempotency key and JSON', async () => {
    const { seen, ask } = await serve(ok);
    assert.deepEqual(await ask()(keyed), { status: 201, body: { done: true }, replayed: false });
    const [{ headers, method, url }] = seen as [IncomingMessage];
    assert.equal(`${method} ${url}`, 'POST /v1/redemptions');
    assert.equal(headers.authorization, 'Bearer sk_1');
    assert.equal(headers['idempotency-key'], 'k');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.origin, undefined);
  });

  test('takes a no of the server for an answer, and does not ask again', async () => {
    const { seen, ask } = await serve(answer(409, { code: 'cart-changed' }));
    const { status, code } = await ask()(keyed);
    assert.deepEqual({ status, code }, { status: 409, code: 'cart-changed' });
    assert.equal(seen.length, 1);
  });

  test('hears that a key has had its effect before', async () => {
    const { ask } = await serve(answer(200, {}, { 'idempotent-replayed': 'true' }));
    assert.ok((await ask()(keyed)).replayed);
  });

  for (const [name, act] of Object.entries({
    'a connection that is cut': cut,
    'a busy store': answer(503, { code: 'unavailable' }),
    'a proxy that finds nobody': answer(502, '<h1>Bad gateway</h1>'),
    'too many requests': answer(429, { code: 'rate-limited' }),
  })) {
    test(`repeats after ${name}, with the same key`, async () => {
      const { seen, ask } = await serve(act, act, ok);
      assert.equal((await ask()(keyed)).status, 201);
      assert.deepEqual(
        seen.map(({ headers }) => headers['idempotency-key']),
        ['k', 'k', 'k'],
      );
    });

    test(`gives up after three tries where ${name} stays, and says that it may be repeated`, async () => {
      const { seen, ask } = await serve(act);
      assert.ok((await faultOf(ask()(keyed))).retryable);
      assert.equal(seen.length, 3);
    });
  }

  test('repeats what only reads', async () => {
    const { seen, ask } = await serve(cut, answer(200, {}));
    assert.equal((await ask()(reading)).status, 200);
    assert.equal(seen.length, 2);
  });

  test('does not repeat a change without a key', async () => {
    const { seen, ask } = await serve(cut);
    const { retryable, ambiguous, kind } = await faultOf(ask()(unkeyed));
    assert.deepEqual({ retryable, ambiguous, kind }, { retryable: true, ambiguous: true, kind: 'network' });
    assert.equal(seen.length, 1);
  });

  test('waits as long as the server asks', async () => {
    const { ask } = await serve(answer(503, { code: 'unavailable' }, { 'retry-after': '1' }), ok);
    const started = performance.now();
    await ask()(keyed);
    const tookMs = performance.now() - started;
    assert.ok(tookMs >= 1_000 && tookMs < 3_000, `${tookMs}`);
  });

  test('gives up at once where the wait would take longer than there is time', async () => {
    const { seen, ask } = await serve(answer(429, { code: 'rate-limited' }, { 'retry-after': '60' }));
    const started = performance.now();
    const { kind, retryAfterMs, ambiguous } = await faultOf(ask()(keyed));
    assert.deepEqual(
      { kind, retryAfterMs, ambiguous },
      { kind: 'rate-limited', retryAfterMs: 60_000, ambiguous: false },
    );
    assert.equal(seen.length, 1);
    assert.ok(performance.now() - started < 1_000);
  });

  test('ends within its time where nobody answers', async () => {
    const { ask } = await serve(silent);
    const started = performance.now();
    const { kind, ambiguous } = await faultOf(ask(300)(keyed));
    assert.deepEqual({ kind, ambiguous }, { kind: 'timeout', ambiguous: true });
    assert.ok(performance.now() - started < 1_500);
  });

  test('ends within its time where a handler in the same process does not answer', async () => {
    const ask = createAsk({
      server: 'https://coupons.example',
      secretKey: 'sk_1',
      fetch: () => new Promise(() => undefined),
      timeoutMs: 200,
    });
    assert.equal((await faultOf(ask(keyed))).kind, 'timeout');
  });

  test('stops when it is told to', async () => {
    const { seen, ask } = await serve(silent);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const { kind, ambiguous } = await faultOf(ask()({ ...keyed, signal: controller.signal }));
    assert.deepEqual({ kind, ambiguous }, { kind: 'aborted', ambiguous: true });
    assert.equal(seen.length, 1);
  });

  test('remembers that an earlier try may have had its effect', async () => {
    const { ask } = await serve(cut, answer(429, { code: 'rate-limited' }, { 'retry-after': '60' }));
    assert.ok((await faultOf(ask()(keyed))).ambiguous);
  });

  test('calls nothing ambiguous that only reads', async () => {
    const { ask } = await serve(cut);
    assert.equal((await faultOf(ask()(reading))).ambiguous, false);
  });

  test('says that the key is wrong, without trying it again', async () => {
    const { seen, ask } = await serve(answer(401, { code: 'unauthorized' }));
    const { kind, retryable, ambiguous, code } = await faultOf(ask()(keyed));
    assert.deepEqual(
      { kind, retryable, ambiguous, code },
      { kind: 'unauthorized', retryable: false, ambiguous: false, code: 'unauthorized' },
    );
    assert.equal(seen.length, 1);
  });

  for (const [name, act] of Object.entries({
    'a page': answer(200, '<h1>Welcome</h1>'),
    'a list': answer(200, []),
    'an error of somebody else': answer(404, '<h1>Not found</h1>'),
  })) {
    test(`does not take ${name} for an answer`, async () => {
      const { ask } = await serve(act);
      const { kind, ambiguous } = await faultOf(ask()(keyed));
      assert.deepEqual({ kind, ambiguous }, { kind: 'bad-response', ambiguous: true });
    });
  }

  test('does not carry the secret key elsewhere', async () => {
    const elsewhere = await serve(ok);
    const { ask } = await serve(answer(307, '', { location: `${elsewhere.address}/v1/redemptions` }));
    assert.equal((await faultOf(ask()(keyed))).kind, 'bad-response');
    assert.equal(elsewhere.seen.length, 0);
  });
});
