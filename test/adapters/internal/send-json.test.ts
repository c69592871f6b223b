import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { AdapterError, type AdapterErrorKind } from '../../../src/adapters/adapter.js';
import { createHttpAdapter } from '../../../src/adapters/http.js';
import { hashCart } from '../../../src/protocol/hash-cart.js';
import { call, contractCart } from '../../contracts/adapter-contract.js';
import { createMemoryStorage } from '../memory-storage.js';

/** Faults as they come over a real socket; what answers is a bare HTTP server. */
let server: Server;
let requests = 0;
const sockets = new Set<Socket>();

async function serve(listener: RequestListener) {
  requests = 0;
  server = createServer((request, response) => {
    requests++;
    request.resume();
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return createHttpAdapter({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'pk_test',
    storage: createMemoryStorage(),
  });
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Resolves to the fault that a call ends with. */
async function fault(pending: Promise<unknown>): Promise<AdapterError> {
  const error = await pending.then(
    () => assert.fail('It should have failed.'),
    (cause: unknown) => cause,
  );
  assert.ok(error instanceof AdapterError, String(error));
  return error;
}

const noOffers = { offers: [], wallet: [], serverTime: 1 };
const session = { token: 'a.b.c', expiresAt: '2999-01-01T00:00:00Z' };
const key = () => call('the-key');

describe('a call over HTTP', () => {
  it('tries again after a reset connection, and then succeeds', async () => {
    const adapter = await serve((request, response) =>
      requests < 3 ? void request.socket.destroy() : response.end(JSON.stringify(noOffers)),
    );
    assert.deepEqual((await adapter.offers!({}, call())).offers, []);
    assert.equal(requests, 3);
  });

  it('gives up after three tries', async () => {
    const adapter = await serve((request) => void request.socket.destroy());
    const error = await fault(adapter.offers!({}, call()));
    assert.deepEqual([error.kind, error.retryable, error.ambiguous, requests], ['network', true, false, 3]);
  });

  it('stops waiting after the time that is given', async () => {
    const adapter = await serve(() => {});
    const started = performance.now();
    const error = await fault(adapter.offers!({}, { ...call(), timeoutMs: 60 }));
    assert.deepEqual([error.kind, error.retryable], ['timeout', true]);
    assert.ok(performance.now() - started < 3000);
  });

  it('counts a body that drips into the time', async () => {
    const adapter = await serve((_, response) => {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    assert.equal((await fault(adapter.offers!({}, { ...call(), timeoutMs: 80 }))).kind, 'timeout');
  });

  it('reads no more than 1 MiB', async () => {
    let sent = 0;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const adapter = await serve((_, response) => {
      response.on('close', end);
      const chunk = '[' + ' '.repeat(65_536);
      const push = (): void => {
        while (sent < 10 * 2 ** 20 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', push);
        }
        response.end();
      };
      push();
    });
    const error = await fault(adapter.offers!({}, call()));
    assert.deepEqual([error.kind, requests], ['bad-response', 1]);
    await ended;
    assert.ok(sent < 9 * 2 ** 20, `${sent} bytes were sent`);
  });

  for (const [status, kind, retryable] of [
    [400, 'invalid-request', false],
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [404, 'invalid-request', false],
    [409, 'conflict', false],
    [410, 'gone', false],
    [422, 'invalid-request', false],
    [500, 'unavailable', true],
    [502, 'unavailable', true],
    [503, 'unavailable', true],
  ] as const satisfies readonly (readonly [number, AdapterErrorKind, boolean])[])
    it(`takes status ${status} for ${kind}${retryable ? ', and tries again' : ''}`, async () => {
      const adapter = await serve((_, response) => response.writeHead(status).end('<html>'));
      const error = await fault(adapter.offers!({}, call()));
      assert.deepEqual([error.kind, error.retryable, requests], [kind, retryable, retryable ? 3 : 1]);
    });

  it('waits as long as Retry-After says, where that is soon', async () => {
    let first = 0;
    let waited = 0;
    const adapter = await serve((_, response) => {
      if (requests === 1) {
        first = performance.now();
        response.writeHead(429, { 'Retry-After': '1' }).end('{}');
      } else {
        waited = performance.now() - first;
        response.end(JSON.stringify(noOffers));
      }
    });
    await adapter.offers!({}, call());
    assert.ok(waited >= 990, `${waited} ms`);
  });

  it('does not wait for a Retry-After beyond 8 s, but passes it on', async () => {
    const adapter = await serve((_, response) => response.writeHead(429, { 'Retry-After': '600' }).end('{}'));
    const error = await fault(adapter.offers!({}, call()));
    assert.deepEqual([error.kind, error.retryAfterMs, requests], ['rate-limited', 600_000, 1]);
  });

  it('ends while it waits for the next try', async () => {
    const controller = new AbortController();
    const adapter = await serve((_, response) => {
      response.writeHead(503, { 'Retry-After': '5' }).end('{}');
      setTimeout(() => controller.abort(), 50);
    });
    const started = performance.now();
    assert.equal((await fault(adapter.offers!({}, { signal: controller.signal }))).kind, 'aborted');
    assert.ok(performance.now() - started < 2000);
    assert.equal(requests, 1);
  });

  for (const [name, body, path] of [
    ['is no JSON', 'couponkit', undefined],
    ['is cut off', JSON.stringify(noOffers).slice(0, -5), undefined],
    ['is empty', '', undefined],
    ['is null', 'null', ''],
    ['is a list', '[]', ''],
    ['lacks a field', '{"offers":[],"wallet":[]}', 'serverTime'],
    ['has a field of another type', '{"offers":{},"wallet":[],"serverTime":1}', 'offers'],
    ['gives its fields by __proto__', '{"__proto__":{"offers":[],"wallet":[],"serverTime":1}}', 'offers'],
    ['has a time that is no number', '{"offers":[],"wallet":[],"serverTime":1e999}', 'serverTime'],
  ] as const)
    it(`takes an answer that ${name} for a bad response${path ? ` at ${path}` : ''}`, async () => {
      const adapter = await serve((_, response) => response.end(body));
      const error = await fault(adapter.offers!({}, call()));
      assert.deepEqual([error.kind, error.retryable, requests], ['bad-response', false, 1]);
      if (path !== undefined) assert.match(error.message, new RegExp(`: ${path} `));
    });

  it('leaves out a bad offer, keeps the others, and says where it is wrong', async () => {
    const coupon = { id: 'good', benefit: { kind: 'amount', amount: 1 } };
    const claim = { state: 'available' };
    const offers = [
      { coupon, claim },
      { coupon: { ...coupon, id: 7 }, claim },
      { coupon, claim: { state: 'maybe' } },
      null,
      { coupon: { id: 'x', benefit: {} }, claim },
      { coupon: { ...coupon, validUntil: 'soon' }, claim },
    ];
    const wallet = [{ id: 'h', coupon, state: 'held' }, { id: 'h2' }];
    const adapter = await serve((_, response) =>
      response.end(JSON.stringify({ ...noOffers, offers, wallet })),
    );
    const answer = await adapter.offers!({}, call());
    assert.deepEqual(answer.offers, [{ coupon, claim }]);
    assert.equal(answer.wallet.length, 1);
    assert.deepEqual(
      answer.problems!.map(({ path }) => path),
      [
        'offers[1].coupon.id',
        'offers[2].claim.state',
        'offers[3]',
        'offers[4].coupon.benefit.kind',
        'offers[5].coupon.validUntil',
        'wallet[1].coupon',
        'wallet[1].state',
      ],
    );
  });

  it('takes more than 1000 offers for a bad response', async () => {
    const offers = Array.from({ length: 1001 }, () => 0);
    const adapter = await serve((_, response) => response.end(JSON.stringify({ ...noOffers, offers })));
    assert.equal((await fault(adapter.offers!({}, call()))).kind, 'bad-response');
  });
});

describe('a verdict over HTTP', () => {
  const verdict = async () => ({
    cartHash: await hashCart(contractCart),
    at: 1,
    outcomes: [] as object[],
    automatic: [],
    totals: { subtotal: 1, discount: 0, payable: 1, basis: 'gross' },
  });

  it('is taken as it is, without what is not known', async () => {
    const expected = await verdict();
    const adapter = await serve((_, response) => response.end(JSON.stringify({ ...expected, more: 1 })));
    assert.deepEqual(await adapter.verify({ cart: contractCart, desired: [] }, call()), expected);
  });

  for (const [name, change, path] of [
    [
      'a negative total',
      { totals: { subtotal: 1, discount: 0, payable: -1, basis: 'net' } },
      'totals.payable',
    ],
    [
      'a fractional total',
      { totals: { subtotal: 1, discount: 0.5, payable: 1, basis: 'net' } },
      'totals.discount',
    ],
    [
      'an amount that is a text',
      { outcomes: [{ coupon: 'a', state: 'effective', reasons: [], amount: '5' }] },
      'outcomes[0].amount',
    ],
    ['an unknown state', { outcomes: [{ coupon: 'a', state: 'fine', reasons: [] }] }, 'outcomes[0].state'],
    ['101 coupons', { outcomes: Array.from({ length: 101 }, () => ({})) }, 'outcomes'],
    ['501 prices', { prices: Array.from({ length: 501 }, () => ({})) }, 'prices'],
    ['half a quote', { quote: { currency: 'CNY' } }, 'quote.subtotal'],
  ] as const)
    it(`is a bad response with ${name}`, async () => {
      const body = JSON.stringify({ ...(await verdict()), ...change });
      const adapter = await serve((_, response) => response.end(body));
      const error = await fault(adapter.verify({ cart: contractCart, desired: [] }, call()));
      assert.equal(error.kind, 'bad-response');
      assert.ok(error.message.includes(` ${path} `), error.message);
    });
});

describe('a claim over HTTP', () => {
  const held = { id: 'h', coupon: { id: 'ten', benefit: { kind: 'amount', amount: 1 } }, state: 'held' };

  it('is repeated with the same key', async () => {
    const keys: unknown[] = [];
    const adapter = await serve((request, response) => {
      if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
      keys.push(request.headers['idempotency-key']);
      if (keys.length < 3) request.socket.destroy();
      else response.end(JSON.stringify({ held, fresh: false }));
    });
    const answer = await adapter.claim!({ offer: 'ten' }, call());
    assert.ok('held' in answer && !answer.fresh);
    assert.equal(keys.length, 3);
    assert.ok(keys[0]);
    assert.equal(new Set(keys).size, 1);
  });

  for (const [status, body, ambiguous] of [
    [502, '<html>', true],
    [200, '{"held":', true],
    [200, '{"held":{}}', true],
    [500, '{"code":"internal"}', false],
    [503, '{"code":"unavailable"}', false],
  ] as const)
    it(`is ${ambiguous ? '' : 'not '}in doubt after ${status} ${body}`, async () => {
      const adapter = await serve((request, response) => {
        if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
        response.writeHead(status).end(body);
      });
      assert.equal((await fault(adapter.claim!({ offer: 'ten' }, key()))).ambiguous, ambiguous);
    });

  for (const [status, code] of [
    [402, 'cost'],
    [409, 'sold-out'],
    [409, 'shopper-limit'],
    [403, 'sign-in'],
    [404, 'unknown-offer'],
  ] as const)
    it(`is refused as a value where the server says ${code}`, async () => {
      const adapter = await serve((request, response) => {
        if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
        response.writeHead(status).end(JSON.stringify({ status, code, title: '<b>No</b>' }));
      });
      assert.deepEqual(await adapter.claim!({ offer: 'ten' }, key()), { refused: { code, params: {} } });
    });

  it('is a fault where no couponkit server answers', async () => {
    const adapter = await serve((_, response) => response.writeHead(404).end('Not here'));
    assert.equal((await fault(adapter.claim!({ offer: 'ten' }, key()))).kind, 'invalid-request');
  });
});

describe('a hold over HTTP', () => {
  const hold = { id: 'a/b', state: 'reserved', expiresAt: '2026-11-22T12:15:00Z', extendable: true };
  const reservation = { token: 'ckt_1', cart: contractCart };

  it('is asked for, prolonged and given back at its own address, with a key for each', async () => {
    const asked: unknown[][] = [];
    const adapter = await serve((request, response) => {
      const { method, url, headers } = request;
      if (url === '/v1/sessions') return void response.end(JSON.stringify(session));
      const hasBody = Number(headers['content-length'] ?? 0) > 0;
      asked.push([method, url, headers['idempotency-key'], hasBody ? headers['content-type'] : '']);
      response.end(JSON.stringify({ hold, more: 1 }));
    });
    assert.deepEqual(await adapter.reserve!(reservation, call('one')), { hold });
    assert.deepEqual(await adapter.extend!({ hold: hold.id }, call('two')), { hold });
    assert.deepEqual(await adapter.release!({ hold: hold.id }, call('three')), { hold });
    assert.deepEqual(asked, [
      ['POST', '/v1/reservations', 'one', 'application/json'],
      ['POST', '/v1/reservations/a%2Fb/extensions', 'two', 'application/json'],
      ['DELETE', '/v1/reservations/a%2Fb', 'three', ''],
    ]);
  });

  for (const [status, code] of [
    [409, 'already-reserved'],
    [409, 'price-changed'],
    [410, 'quote-expired'],
    [404, 'unknown-hold'],
  ] as const)
    it(`is refused as a value where the server says ${code}`, async () => {
      const adapter = await serve((request, response) => {
        if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
        response.writeHead(status).end(JSON.stringify({ status, code }));
      });
      const refused = { refused: { code, params: {} } };
      assert.deepEqual(await adapter.reserve!(reservation, key()), refused);
      assert.deepEqual(await adapter.release!({ hold: 'h' }, key()), refused);
    });

  for (const [name, change] of [
    ['another state', { state: 'maybe' }],
    ['no end', { expiresAt: undefined }],
    ['an end that is no date', { expiresAt: 'soon' }],
    ['no id', { id: '' }],
    ['no word on prolonging', { extendable: 'yes' }],
  ] as const)
    it(`is a bad response with ${name}, and may be there`, async () => {
      const adapter = await serve((request, response) => {
        if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
        response.end(JSON.stringify({ hold: { ...hold, ...change } }));
      });
      const error = await fault(adapter.reserve!(reservation, key()));
      assert.deepEqual([error.kind, error.ambiguous], ['bad-response', true]);
    });
});
