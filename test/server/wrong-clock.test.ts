import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openStores } from './open-stores.js';
import { post, startServer, type ServerProcess } from './start-server.js';

const hour = 3_600_000;

describe('servers whose machines’ clocks are wrong', { timeout: 60_000 }, () => {
  const stores = openStores();
  const servers: ServerProcess[] = [];
  before(async () => {
    const store = await stores.createDatabase();
    const now = Date.now();
    const coupon = (id: string, from: number, to: number) => ({
      coupon: { id, benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } },
      claim: {
        opensAt: new Date(now + from).toISOString(),
        closesAt: new Date(now + to).toISOString(),
      },
    });
    const args = [
      '--store',
      store,
      '--coupons',
      stores.write('coupons.json', [
        coupon('now', -hour, hour),
        coupon('past', -3 * hour, -hour),
        coupon('future', hour, 3 * hour),
      ]),
      '--catalog',
      stores.write('catalog.json', { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12800 }] }),
      '--log',
      'info',
    ];
    const preload = new URL('../faults/skew-clock.mjs', import.meta.url).href;
    for (const skewMs of [2 * hour, -2 * hour]) {
      servers.push(await startServer(args, { preload, env: { CLOCK_SKEW_MS: String(skewMs) } }));
    }
  });
  after(async () => {
    for (const server of servers) {
      server.process.kill();
      await server.ended;
    }
    await stores.close();
  });

  test('tell the store’s time', async () => {
    for (const server of servers) {
      const { body } = await post(server, '/v1/offers', {});
      assert.ok(Math.abs(body.serverTime - Date.now()) < 2_000, `${body.serverTime - Date.now()} ms`);
      const [, logged] = /"time":"(.*?)"/.exec(server.output.out)!;
      assert.ok(Math.abs(Date.parse(logged!) - Date.now()) > hour, 'the machine itself is wrong');
    }
  });

  test('open and close coupons when it is time', async () => {
    for (const server of servers) {
      const { body } = await post(server, '/v1/offers', {});
      const states = Object.fromEntries(
        body.offers.map((offer: { coupon: { id: string }; claim: { state: string } }) => [
          offer.coupon.id,
          offer.claim.state,
        ]),
      );
      assert.deepEqual(states, { now: 'available', past: 'ended', future: 'upcoming' });
    }
  });

  test('accept each other’s sessions and prices, for as long as they hold', async () => {
    for (const [index, server] of servers.entries()) {
      const other = servers[1 - index]!;
      const session = await post(server, '/v1/sessions', {});
      const lifetime = Date.parse(session.body.expiresAt) - Date.now();
      assert.ok(Math.abs(lifetime - 90 * 24 * hour) < 5_000, `${lifetime} ms`);
      const headers = { authorization: `Bearer ${session.body.token}` };
      const claim = await post(
        other,
        '/v1/claims',
        { offer: 'now' },
        { ...headers, 'idempotency-key': `c${index}` },
      );
      assert.equal(claim.status, 201, JSON.stringify(claim.body));
      const cart = {
        currency: 'CNY',
        lines: [{ id: 'l', product: 'tea', unitPrice: 12800, quantity: 1 }],
      };
      const quote = await post(server, '/v1/quotes', { cart, desired: [{ coupon: 'now' }] }, headers);
      const reservation = await post(
        other,
        '/v1/reservations',
        { token: quote.body.token, cart },
        { ...headers, 'idempotency-key': `r${index}` },
      );
      assert.equal(reservation.status, 201, JSON.stringify(reservation.body));
      const left = Date.parse(reservation.body.hold.expiresAt) - Date.now();
      assert.ok(Math.abs(left - 15 * 60_000) < 5_000, `${left} ms`);
    }
  });
});
