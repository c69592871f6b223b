import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../faults/random.js';
import {
  chooseFaults,
  faultKinds,
  isCommitted,
  openFaultProxy,
  type Fault,
  type FaultProxy,
} from './fault-proxy.js';

describe('the fault proxy', { timeout: 30_000 }, () => {
  const seen: string[] = [];
  const upstream = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push(`${request.method} ${request.url} ${body}`);
    response.writeHead(request.method === 'OPTIONS' ? 204 : 201, {
      'content-type': 'application/json',
      'cart-token': 'abc',
      'access-control-allow-origin': 'https://shop.example',
    });
    response.end(
      request.method === 'OPTIONS' ? '' : JSON.stringify({ said: body, to: request.headers['x-to'] }),
    );
  });
  let proxy: FaultProxy;
  const send = (fault?: Fault, path = '/cart?full=1') => {
    proxy.plan = () => fault;
    return fetch(proxy.origin + path, {
      method: 'POST',
      body: 'hello',
      headers: { 'X-To': 'you', Origin: 'https://shop.example' },
    });
  };

  before(async () => {
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    proxy = await openFaultProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  });
  afterEach(() => void seen.splice(0));
  after(async () => {
    await proxy.close();
    upstream.close();
  });

  it('passes requests and answers on as they are', async () => {
    const response = await send();
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('cart-token'), 'abc');
    assert.deepEqual(await response.json(), { said: 'hello', to: 'you' });
    assert.deepEqual(seen, ['POST /cart?full=1 hello']);
    assert.deepEqual(proxy.passages.at(-1), {
      method: 'POST',
      path: '/cart?full=1',
      body: 'hello',
      fault: undefined,
      committed: true,
      status: 201,
    });
  });

  it('lets no fault meet a preflight', async () => {
    proxy.plan = () => ({ kind: 'error-before' });
    const response = await fetch(`${proxy.origin}/cart`, { method: 'OPTIONS' });
    assert.equal(response.status, 204);
  });

  for (const kind of faultKinds)
    it(`shows ${kind} only ${isCommitted(kind) ? 'after' : 'before'} the platform has seen the request`, async () => {
      const controller = new AbortController();
      const answered = send({ kind }).then(
        (response) => controller.abort(response),
        (error) => controller.abort(error),
      );
      await (kind === 'overtaken' ? Promise.all([answered, fetchLater()]) : answered);
      assert.equal(seen.includes('POST /cart?full=1 hello'), isCommitted(kind));
      assert.equal(proxy.passages.filter(({ fault }) => fault === kind).pop()!.committed, isCommitted(kind));
      const result = controller.signal.reason as Response | Error;
      if (result instanceof Response) await result.body?.cancel();
    });

  it('resets connections', async () => {
    for (const kind of ['reset-before', 'reset-after'] as const)
      await assert.rejects(send({ kind }), TypeError);
  });

  it('says when to come back, or not', async () => {
    const limited = await send({ kind: 'rate-limited', retryAfter: 2 });
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '2']);
    assert.equal((await send({ kind: 'rate-limited' })).headers.get('retry-after'), null);
  });

  it('answers with a page of HTML, which another origin may read', async () => {
    for (const [kind, status] of [
      ['bad-gateway', 502],
      ['html', 200],
    ] as const) {
      const response = await send({ kind });
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), 'https://shop.example');
      assert.match(await response.text(), /^<!doctype html>/);
    }
  });

  it('answers with half of it, cut or not, and with far too much', async () => {
    const cut = await send({ kind: 'cut' });
    await assert.rejects(cut.text(), TypeError);
    assert.equal(await (await send({ kind: 'truncated' })).text(), '{"said":"hell');
    const { length } = await (await send({ kind: 'huge' })).text();
    assert.ok(length > 10_000_000, `${length} bytes`);
  });

  it('waits before the platform, or after it', async () => {
    const started = performance.now();
    const before = send({ kind: 'latency', beforeMs: 300 });
    await wait(150);
    assert.deepEqual(seen, []);
    await before;
    await send({ kind: 'latency', afterMs: 300 });
    const tookMs = performance.now() - started;
    assert.ok(tookMs >= 590, `took ${tookMs} ms`);
  });

  it('lets a later request overtake one', async () => {
    const order: string[] = [];
    const first = send({ kind: 'overtaken' }).then(() => order.push('first'));
    await fetchLater();
    order.push('second');
    await first;
    assert.deepEqual(order, ['second', 'first']);
  });

  it('never ends an answer that drips', async () => {
    const response = await send({ kind: 'drip' });
    const reader = response.body!.getReader();
    let text = '';
    for (const until = performance.now() + 500; performance.now() < until;)
      text += new TextDecoder().decode((await reader.read()).value);
    assert.ok(text.length >= 3 && text.length < 20, text);
    await reader.cancel();
  });

  it('chooses the same faults for the same seed', () => {
    const choose = (seed: number) => {
      const plan = chooseFaults(createRandom(seed), { chance: 0.5 });
      return Array.from({ length: 200 }, () =>
        plan({ method: 'GET', path: '/', body: '', fault: undefined, committed: false }),
      );
    };
    assert.deepEqual(choose(7), choose(7));
    assert.notDeepEqual(choose(7), choose(8));
    assert.deepEqual(new Set(choose(7).map((fault) => fault?.kind)), new Set([undefined, ...faultKinds]));
  });

  async function fetchLater(): Promise<void> {
    const { length } = proxy.passages;
    while (proxy.passages.length === length) await wait(10);
    await send(undefined, '/later');
  }
});
