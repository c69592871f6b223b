import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import Database from 'libsql';
import { post, shopperToken, spawnServer, startServer, type ServerProcess } from './start-server.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-main-'));
const running = new Set<ServerProcess>();
after(() => {
  for (const server of running) server.process.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const amount = (id: string) => ({
  id,
  benefit: { kind: 'amount', amount: 500 },
  conditions: { minSpend: 1000 },
});
const couponFile = write('coupons.json', {
  coupons: [
    { coupon: amount('hot'), claim: { stock: 280 } },
    { coupon: amount('fifty'), claim: { stock: 50 } },
    { coupon: amount('free') },
  ],
});
const catalogFile = write('catalog.json', { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12800 }] });
const files = ['--coupons', couponFile, '--catalog', catalogFile];

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function start(store: string, ...args: string[]): Promise<ServerProcess> {
  const server = await startServer([
    ...files,
    '--store',
    `file:${store}`,
    '--address-rate',
    '1000000',
    ...args,
  ]);
  running.add(server);
  void server.ended.then(() => running.delete(server));
  return server;
}

async function claim(server: ServerProcess, offer: string, token: string, key: string) {
  return post(server, '/v1/claims', { offer }, { authorization: `Bearer ${token}`, 'idempotency-key': key });
}

/** What the store itself holds, read behind the server's back. */
function grantedIn(store: string, coupon: string): { shopper: string; id: string }[] {
  const database = new Database(store, { timeout: 5000 });
  const rows = database.prepare('SELECT shopper, id FROM claim WHERE coupon = ?').all(coupon);
  database.close();
  return rows as { shopper: string; id: string }[];
}

describe('the command', { timeout: 60_000 }, () => {
  test('prints one line when it listens, warns on standard error, and stops at a signal', async () => {
    const risky = write('risky.json', [{ id: 'r', benefit: { kind: 'percent', percentOff: 20 } }]);
    const store = join(folder, 'line.db');
    const server = await startServer([
      '--coupons',
      risky,
      '--catalog',
      catalogFile,
      '--store',
      `file:${store}`,
    ]);
    assert.equal((await fetch(`${server.address}/readyz`)).status, 200);
    server.process.kill('SIGTERM');
    assert.equal(await server.ended, 0);
    assert.equal(
      server.output.out,
      `couponkit listens on ${server.address}, publishable key ${server.publishableKey}\n`,
    );
    assert.match(
      server.output.error,
      /^warning: --coupons: .*risky\.json: \[0\]\.benefit\.maxAmount: no-cap/,
    );
    assert.equal(statSync(`${store}.keys.json`).mode & 0o777, 0o600);
  });

  test('lets what is under way finish before it stops', async () => {
    const store = join(folder, 'finish.db');
    const server = await start(store);
    const token = await shopperToken(store, 'slow');
    // The body's end is held back until the server has been told to stop.
    const answer = new Promise<number>((resolve, reject) => {
      const slow = request(`${server.address}/v1/claims`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'couponkit-key': server.publishableKey,
          'idempotency-key': 'slow',
          authorization: `Bearer ${token}`,
        },
      });
      slow.on('response', (response) => resolve(response.resume().statusCode!));
      slow.on('error', reject);
      slow.write('{"offer":');
      setTimeout(() => server.process.kill('SIGINT'), 100);
      setTimeout(() => slow.end('"free"}'), 300);
    });
    assert.equal(await answer, 201);
    assert.equal(await server.ended, 0);
    assert.equal(grantedIn(store, 'free').length, 1);
  });

  test('has the publishable key that it is given', async () => {
    const server = await start(join(folder, 'given.db'), '--publishable-key', 'pk_demo');
    assert.equal(server.publishableKey, 'pk_demo');
    assert.equal((await post(server, '/v1/offers', {})).status, 200);
    server.process.kill();
    await server.ended;
  });

  for (const [what, args, message] of [
    ['no files', [], /^--coupons: a file is needed/],
    [
      'a missing file',
      ['--coupons', 'nowhere.json', '--catalog', catalogFile],
      /^--coupons: nowhere\.json cannot be read \(ENOENT\)/,
    ],
    [
      'text for JSON',
      ['--coupons', write('text.json', '{'), '--catalog', catalogFile],
      /^--coupons: .*text\.json is not JSON/,
    ],
    [
      'a bad coupon',
      [
        '--coupons',
        write('bad.json', [amount('a'), { ...amount('b'), conditions: { minSpnd: 1 } }]),
        '--catalog',
        catalogFile,
      ],
      /^--coupons: .*bad\.json: \[1\]\.conditions\.minSpnd: unknown-field/,
    ],
    [
      'a bad product',
      [
        '--coupons',
        couponFile,
        '--catalog',
        write('bad-catalog.json', { currency: 'CNY', products: [{ id: 'a', unitPrice: -1 }] }),
      ],
      /^--catalog: .*bad-catalog\.json: products\[0\]\.unitPrice: too-small/,
    ],
    ['a store in no folder', [...files, '--store', `file:${folder}/no/such.db`], /^--store: /],
    [
      'an origin with a path',
      [...files, '--origins', 'https://a.example/shop'],
      /^--origins: .*did you mean https:\/\/a\.example\?/,
    ],
    [
      'keys that are none',
      [...files, '--store', `file:${folder}/k.db`, '--shopper-keys', write('jwks.json', '{}')],
      /^--shopper-keys: .*jwks\.json: keys: required/,
    ],
  ] as const) {
    test(`ends with a sentence that names the flag, given ${what}`, async () => {
      const server = spawnServer(args);
      assert.equal(await server.ended, 2);
      assert.match(server.output.error, message);
      assert.equal(server.output.out, '');
      assert.doesNotMatch(server.output.error, /\n\s+at /, 'no stack');
    });
  }

  test('says that the port is in use', async () => {
    const server = await start(join(folder, 'port.db'));
    const port = new URL(server.address).port;
    const second = spawnServer([...files, '--store', `file:${join(folder, 'port2.db')}`, '--port', port]);
    assert.equal(await second.ended, 2);
    assert.match(second.output.error, new RegExp(`^--port: ${port} is in use`));
    server.process.kill();
    await server.ended;
  });

  test('goes on after ten megabytes, broken requests and a thousand bad ones', async () => {
    const server = await start(join(folder, 'bad.db'));
    const big = await fetch(`${server.address}/v1/quotes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'couponkit-key': server.publishableKey },
      body: `{"cart":"${'x'.repeat(10 * 2 ** 20)}"}`,
    });
    assert.equal(big.status, 413);
    assert.equal(((await big.json()) as { code: string }).code, 'payload-too-large');
    await new Promise<void>((resolve) => {
      const broken = request(`${server.address}/v1/quotes`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'couponkit-key': server.publishableKey,
          'content-length': '100',
        },
      });
      broken.on('error', () => undefined);
      broken.on('close', resolve);
      broken.write('{');
      setTimeout(() => broken.destroy(), 20);
    });
    const bad = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => post(server, '/v1/quotes', { cart: index, desired: null })),
    );
    assert.ok(bad.every((answer) => answer.status === 422));
    assert.equal((await post(server, '/v1/offers', {})).status, 200);
    assert.equal(server.output.error, '');
    server.process.kill();
    await server.ended;
  });

  test('limits a network by the address that its trusted proxy saw', async () => {
    const store = join(folder, 'proxy.db');
    const server = await startServer([
      ...files,
      '--store',
      `file:${store}`,
      '--address-rate',
      '6',
      '--trust-proxy',
    ]);
    running.add(server);
    const ask = (forwarded: string) => post(server, '/v1/offers', {}, { 'x-forwarded-for': forwarded });
    const statuses = [];
    for (const last of ['198.51.100.1', '198.51.100.2', '198.51.100.3', '203.0.113.1'])
      statuses.push((await ask(`10.9.8.7, ${last}`)).status);
    assert.deepEqual(statuses, [200, 200, 429, 200]);
    server.process.kill();
    await server.ended;
    running.delete(server);
  });
});

describe('killed in the middle of claims', { timeout: 120_000 }, () => {
  test('the server loses nothing that it acknowledged and oversells nothing, round after round', async () => {
    const store = join(folder, 'killed.db');
    const acknowledged = new Map<string, string>();
    let kept = 0;
    await start(store).then(async (server) => {
      server.process.kill();
      await server.ended;
    });
    const tokens = new Map<string, string>();
    for (let index = 0; index < 300; index++) tokens.set(`s${index}`, await shopperToken(store, `s${index}`));

    for (let round = 0; round < 5; round++) {
      const server = await start(store);
      let fresh = 0;
      let cutOff = 0;
      // Forty at a time; who has no answer yet asks first, always with the same key. In the middle of it: kill -9.
      const waiting = [...tokens].sort(
        ([a], [b]) => Number(acknowledged.has(a)) - Number(acknowledged.has(b)),
      );
      const ask = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [shopper, token] = next;
          const answer = await claim(server, 'hot', token, 'hot').catch(() => undefined);
          if (!answer) {
            cutOff++;
            continue;
          }
          assert.ok(answer.status === 201 || answer.status === 200, JSON.stringify(answer.body));
          if (answer.status === 201) assert.ok(!acknowledged.has(shopper), 'granted twice');
          // A grant whose answer was cut off before is told by the replay.
          const { id } = answer.body.held;
          assert.equal(acknowledged.get(shopper) ?? id, id);
          acknowledged.set(shopper, id);
          if (++fresh === 20 + round) server.process.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 40 }, ask));
      assert.equal(await server.ended, 'SIGKILL');
      assert.ok(cutOff > 0, 'requests were under way');
      const granted = grantedIn(store, 'hot');
      const ids = new Set(granted.map((row) => row.id));
      for (const [shopper, id] of acknowledged)
        assert.ok(ids.has(id), `${shopper} lost ${id} in round ${round}`);
      assert.ok(granted.length > kept, 'claims were granted');
      kept = granted.length;
    }

    const server = await start(store);
    await Promise.all(
      [...tokens].map(async ([shopper, token]) => {
        const answer = await claim(server, 'hot', token, 'hot');
        const before = acknowledged.get(shopper);
        if (!before) return;
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('idempotent-replayed'), 'true');
        assert.equal(answer.body.held.id, before);
      }),
    );
    const { body } = await post(server, '/v1/offers', {});
    const offer = body.offers.find((each: { coupon: { id: string } }) => each.coupon.id === 'hot');
    assert.deepEqual(offer.claim, { state: 'sold-out', stock: 280, remaining: 0, perShopper: 1 });
    const rows = grantedIn(store, 'hot');
    assert.equal(rows.length, 280);
    assert.equal(new Set(rows.map((row) => row.shopper)).size, 280);
    server.process.kill();
    await server.ended;
  });
});

describe('two processes on one file', { timeout: 60_000 }, () => {
  test('share keys, claims and limits, and grant exactly the stock together', async () => {
    const store = join(folder, 'two.db');
    const servers = await Promise.all([start(store), start(store)]);
    assert.equal(servers[0].publishableKey, servers[1].publishableKey);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        claim(servers[index % 2]!, 'fifty', await shopperToken(store, `t${index}`), 'k'),
      ),
    );
    assert.equal(answers.filter((answer) => answer.status === 201).length, 50);
    assert.equal(answers.filter((answer) => answer.body.code === 'sold-out').length, 150);
    assert.equal(grantedIn(store, 'fifty').length, 50);

    const token = await shopperToken(store, 'both');
    const first = await claim(servers[0], 'free', token, 'k');
    const second = await claim(servers[1], 'free', token, 'k');
    assert.equal(first.status, 201);
    assert.equal(second.status, 200);
    assert.equal(second.body.held.id, first.body.held.id);
    assert.equal((await claim(servers[1], 'free', token, 'k2')).body.code, 'shopper-limit');
    for (let index = 0; index < 6; index++) {
      const { status } = await post(
        servers[index % 2]!,
        '/v1/exchanges',
        { code: `guess${index}` },
        { authorization: `Bearer ${token}`, 'idempotency-key': `g${index}` },
      );
      assert.equal(status, index < 5 ? 404 : 429);
    }
    for (const server of servers) {
      server.process.kill();
      await server.ended;
    }
  });
});
