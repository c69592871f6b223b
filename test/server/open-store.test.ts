import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { JSONWebKeySet } from 'jose';
import { Client } from 'pg';
import type { Keys } from '../../src/server/index.js';
import { openStores } from './open-stores.js';
import { post, signShopper, spawnServer, startServer, type ServerProcess } from './start-server.js';

const stores = openStores();
const couponFile = stores.write('coupons.json', {
  coupons: [
    {
      coupon: { id: 'fifty', benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } },
      claim: { stock: 50 },
    },
    { coupon: { id: 'free', benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } } },
  ],
});
const catalogFile = stores.write('catalog.json', {
  currency: 'CNY',
  products: [{ id: 'tea', unitPrice: 12800 }],
});
const files = ['--coupons', couponFile, '--catalog', catalogFile, '--address-rate', '1000000'];
const running = new Set<ServerProcess>();

describe('instances on one PostgreSQL', { timeout: 60_000 }, () => {
  after(async () => {
    for (const server of running) server.process.kill('SIGKILL');
    await stores.close();
  });

  const start = async (url: string, ...args: string[]): Promise<ServerProcess> => {
    const server = await startServer([...files, '--store', url, '--store-connections', '4', ...args]);
    running.add(server);
    return server;
  };

  test('that start at once share keys, claims, limits and what a key has done', async () => {
    const url = await stores.createDatabase();
    const servers = await Promise.all([start(url), start(url)]);
    assert.equal(servers[0].publishableKey, servers[1].publishableKey);
    assert.deepEqual(await publicKeys(servers[0]), await publicKeys(servers[1]));
    const { secret } = await keysOf(url);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        claim(servers[index % 2]!, 'fifty', await signShopper(secret, `s${index}`), 'k'),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 50);
    assert.equal(answers.filter(({ body }) => body.code === 'sold-out').length, 150);

    const token = await signShopper(secret, 'both');
    const first = await claim(servers[0], 'free', token, 'k');
    const second = await claim(servers[1], 'free', token, 'k');
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.equal(second.body.held.id, first.body.held.id);
    assert.equal((await claim(servers[1], 'free', token, 'k2')).body.code, 'shopper-limit');
    for (const server of servers) {
      server.process.kill();
      assert.equal(await server.ended, 0);
    }
  });

  test('go on by themselves after the database has crashed', async () => {
    const url = await stores.createDatabase();
    const server = await start(url);
    const { secret } = await keysOf(url);
    const token = await signShopper(secret, 's');
    assert.equal((await claim(server, 'free', token, 'k')).status, 201);
    const cluster = await stores.cluster();
    await cluster.stop('immediate');
    assert.equal((await fetch(`${server.address}/readyz`)).status, 503);
    const refused = await claim(server, 'free', token, 'k');
    assert.deepEqual([refused.status, refused.body.code], [503, 'unavailable']);
    await cluster.start();
    const started = Date.now();
    while ((await fetch(`${server.address}/readyz`)).status !== 200) {
      assert.ok(Date.now() - started < 5_000, 'it is ready within five seconds');
    }
    assert.equal((await claim(server, 'free', token, 'k')).status, 200);
    server.process.kill();
    await server.ended;
  });

  test('take a new signing key while they run, and refuse no token meanwhile', async () => {
    const url = await stores.createDatabase();
    const old = await start(url);
    const [first] = (await publicKeys(old)).keys;
    const { secret } = await keysOf(url);
    const signers = new Set<string>();
    let over = false;
    /** Has a cart priced by one server and reserved by another, again and again. */
    const orders = (async () => {
      for (let serial = 0; !over || signers.size < 2; serial++) {
        const up = [...running].filter(({ process }) => process.exitCode === null);
        const [one, other] = [up[serial % up.length]!, up[(serial + 1) % up.length]!];
        const token = await signShopper(secret, `buyer${serial}`);
        await claim(one, 'free', token, 'claim');
        const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'reserve' };
        const cart = { currency: 'CNY', lines: [{ id: 'a', product: 'tea', quantity: 1, unitPrice: 12800 }] };
        const quote = await post(one, '/v1/quotes', { cart, desired: [{ coupon: 'free' }] }, headers);
        const hold = await post(other, '/v1/reservations', { token: quote.body.token, cart }, headers);
        assert.equal(hold.status, 201, JSON.stringify(hold.body));
        signers.add(String(quote.body.token).split('.')[0]!);
      }
    })();
    const fresh = await start(url, '--rotate-keys');
    const rotated = await publicKeys(fresh);
    assert.equal(rotated.keys.length, 2);
    assert.deepEqual(rotated.keys[1], first);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.deepEqual(await publicKeys(old), rotated);
    over = true;
    await orders;
    assert.equal(signers.size, 2);
    assert.equal(fresh.publishableKey, old.publishableKey);
  });

  test('say why they do not start, and never a password', async () => {
    const away = new URL((await stores.cluster()).url);
    away.port = '1';
    away.password = 'hidden';
    const server = spawnServer([...files, '--store', away.href]);
    assert.equal(await server.ended, 2);
    assert.match(server.output.error, /^--store: the database: .*ECONNREFUSED/m);
    assert.ok(!server.output.error.includes('hidden'));
  });
});

async function publicKeys(server: ServerProcess): Promise<JSONWebKeySet> {
  return (await fetch(`${server.address}/v1/keys`)).json() as Promise<JSONWebKeySet>;
}

/** As the merchant's administrator reads them from the store. */
async function keysOf(url: string): Promise<Keys> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ value: string }>("SELECT value FROM document WHERE name = 'keys'");
  await client.end();
  return JSON.parse(rows[0]!.value) as Keys;
}

function claim(server: ServerProcess, offer: string, token: string, key: string): ReturnType<typeof post> {
  return post(server, '/v1/claims', { offer }, { authorization: `Bearer ${token}`, 'idempotency-key': key });
}
