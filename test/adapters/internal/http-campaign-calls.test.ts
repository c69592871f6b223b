import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { AdapterError, type Adapter } from '../../../src/adapters/adapter.js';
import { createHttpAdapter } from '../../../src/adapters/http.js';
import { call } from '../../contracts/adapter-contract.js';
import { createMemoryStorage } from '../memory-storage.js';

/** What goes over the wire; what the real server makes of it is in the adapter's own test. */
let server: Server;
let adapter: Adapter;
let asked: { method: string; url: string; key: unknown; token: unknown; body: string }[] = [];
let answer: { status: number; body: unknown };

const session = { token: 'a.b.c', expiresAt: '2999-01-01T00:00:00Z' };
const coupon = { id: 'plain', benefit: { kind: 'amount', amount: 500 } };
const invite = {
  id: 'friends',
  kind: 'invite',
  state: 'available',
  invitee: [coupon],
  inviter: [],
  rewardedOn: 'order',
};
const invitation = { code: 'Abc_d-0123456789', campaign: 'friends', own: false };
const participation = { id: 'p1', campaign: 'friends', held: [{ id: 'h1', coupon, state: 'held' }] };

before(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (request.url === '/v1/sessions') return void response.end(JSON.stringify(session));
      const { 'idempotency-key': key, authorization: token } = request.headers;
      asked.push({ method: request.method!, url: request.url!, key, token, body });
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
  adapter = createHttpAdapter({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'pk_test',
    storage: createMemoryStorage(),
  });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const token = 'Bearer a.b.c';

describe('campaigns over HTTP', () => {
  it('are read without a session where there is none, and a bad one is left out', async () => {
    answer = { status: 200, body: { campaigns: [invite, { ...invite, kind: 'auction' }], serverTime: 5 } };
    const { campaigns, points, problems } = await adapter.campaigns!(call());
    assert.deepEqual([campaigns, points, problems!.length], [[invite], undefined, 1]);
    assert.deepEqual(asked, [
      { method: 'GET', url: '/v1/campaigns', key: undefined, token: undefined, body: '' },
    ]);
  });

  it('are taken part in as a shopper, with a key', async () => {
    answer = { status: 201, body: { participation, campaign: invite } };
    const request = { campaign: 'friends', invitation: invitation.code };
    assert.deepEqual(await adapter.participate!(request, call('one')), answer.body);
    assert.deepEqual(asked, [
      { method: 'POST', url: '/v1/participations', key: 'one', token, body: JSON.stringify(request) },
    ]);
  });

  it('are shared by a link, made as a shopper with a key, and read as whoever one is', async () => {
    answer = { status: 200, body: { invitation, campaign: invite } };
    assert.deepEqual(await adapter.invitation!({ code: 'a/b' }, call()), answer.body);
    const lines = [{ product: 'tea', quantity: 1 }];
    const request = { campaign: 'friends', lines };
    assert.deepEqual(await adapter.invite!(request, call('two')), answer.body);
    assert.deepEqual(asked, [
      { method: 'GET', url: '/v1/invitations/a%2Fb', key: undefined, token: undefined, body: '' },
      { method: 'POST', url: '/v1/invitations', key: 'two', token, body: JSON.stringify(request) },
    ]);
  });

  for (const [status, code] of [
    [402, 'points-too-few'],
    [403, 'sign-in'],
    [403, 'not-eligible'],
    [404, 'unknown-campaign'],
    [404, 'unknown-invitation'],
    [409, 'taken'],
    [409, 'sold-out'],
    [409, 'own-invitation'],
    [409, 'already-invited'],
  ] as const)
    it(`are refused as a value where the server says ${code}`, async () => {
      answer = { status, body: { status, code, title: '<b>No</b>' } };
      const refused = { refused: { code, params: {} } };
      assert.deepEqual(await adapter.participate!({ campaign: 'friends' }, call('one')), refused);
      assert.deepEqual(await adapter.invite!({ campaign: 'friends' }, call('one')), refused);
      assert.deepEqual(await adapter.invitation!({ code: 'x' }, call()), refused);
    });

  it('are refused with what a sentence can say of it, and nothing more', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, index]));
    for (const [params, expected] of [
      [
        { required: 10, available: 3, first: true, name: 'x' },
        { required: 10, available: 3, first: true, name: 'x' },
      ],
      [{ required: 10, list: [1], deep: { a: 1 }, none: null, long: 'x'.repeat(201) }, { required: 10 }],
      [many, Object.fromEntries(Object.entries(many).slice(0, 20))],
      ['text', {}],
      [[1, 2], {}],
    ] as const) {
      answer = { status: 402, body: { code: 'points-too-few', params } };
      assert.deepEqual(await adapter.participate!({ campaign: 'wheel' }, call('one')), {
        refused: { code: 'points-too-few', params: expected },
      });
    }
  });

  it('fail where the server itself is wrong', async () => {
    for (const [status, kind] of [
      [422, 'invalid-request'],
      [429, 'rate-limited'],
      [401, 'unauthorized'],
    ] as const) {
      answer = { status, body: { code: 'whatever' } };
      await assert.rejects(
        adapter.invitation!({ code: 'x' }, { ...call(), timeoutMs: 500 }),
        (error) => error instanceof AdapterError && error.kind === kind,
      );
    }
  });
});
