import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createMetrics } from '../../src/server/create-metrics.js';
import { post, shopperToken, spawnServer, startServer, type ServerProcess } from './start-server.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-operations-'));
const running = new Set<ServerProcess>();
after(() => {
  for (const server of running) server.process.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const amount = (id: string, more: object = {}) => ({ id, benefit: { kind: 'amount', amount: 500 }, ...more });
const write = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const files = [
  '--coupons',
  write('coupons.json', [
    amount('open', { conditions: { minSpend: 1000 } }),
    amount('coded', { code: 'GEHEIM', conditions: { minSpend: 1000 } }),
  ]),
  '--catalog',
  write('catalog.json', { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12800 }] }),
];

async function start(store: string, ...args: string[]): Promise<ServerProcess> {
  const server = await startServer([...files, '--store', `file:${join(folder, store)}`, ...args]);
  running.add(server);
  void server.ended.then(() => running.delete(server));
  return server;
}

async function end(server: ServerProcess): Promise<number | string> {
  server.process.kill('SIGTERM');
  return server.ended;
}

const statusOf = async (url: string): Promise<number | 'refused'> =>
  fetch(url).then(
    ({ status }) => status,
    () => 'refused',
  );

interface Line {
  readonly level: string;
  readonly event: string;
  readonly [detail: string]: unknown;
}

function linesOf({ output }: Pick<ServerProcess, 'output'>, stream: 'out' | 'error' = 'out'): Line[] {
  return output[stream]
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

describe('the log', { timeout: 60_000 }, () => {
  test('says in lines of JSON what happens, and names nobody and nothing', async () => {
    const server = await start('log.db', '--log', 'info');
    const token = await shopperToken(join(folder, 'log.db'), 'anna-weiss');
    const authorization = `Bearer ${token}`;
    const ask = (path: string, body: unknown, key: string) =>
      post(server, path, body, { authorization, 'idempotency-key': key, 'x-request-id': `trace-${key}` });
    assert.equal((await ask('/v1/claims', { offer: 'open' }, 'k1')).status, 201);
    assert.equal((await ask('/v1/exchanges', { code: 'GEHEIM' }, 'k2')).status, 201);
    assert.equal((await ask('/v1/exchanges', { code: 'GEHEIMER' }, 'k3')).status, 404);
    assert.equal(await statusOf(`${server.address}/v1/anna-weiss`), 404);
    assert.equal(await end(server), 0);

    const human = `couponkit listens on ${server.address}, publishable key ${server.publishableKey}`;
    assert.ok(server.output.out.split('\n').includes(human), 'the line for a person is there, too');
    const lines = linesOf(server);
    assert.equal(server.output.out.trim().split('\n').length, lines.length + 1);
    for (const { time, level } of lines) {
      assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
      assert.equal(level, 'info');
    }
    assert.deepEqual(
      lines
        .filter(({ event }) => event === 'answer')
        .map(({ requestId, method, route, status, code }) => [requestId, method, route, status, code])
        .slice(0, 3),
      [
        ['trace-k1', 'POST', '/v1/claims', 201, undefined],
        ['trace-k2', 'POST', '/v1/exchanges', 201, undefined],
        ['trace-k3', 'POST', '/v1/exchanges', 404, 'unknown-code'],
      ],
    );
    const events = lines.map(({ event }) => event);
    assert.equal(events[0], 'start');
    assert.deepEqual(events.slice(-2), ['drain', 'stop']);
    const closed = lines.find(({ event }) => event === 'days-closed')!;
    assert.match(`${closed.until} ${closed.auditSequence}`, /^\d{4}-\d\d-\d\d \d+$/);
    const said = JSON.stringify(lines.filter(({ event }) => event !== 'start'));
    assert.doesNotMatch(said, /anna|geheim|127\.0\.0|open|coded|eyJ|ckt_|pk_|sk_/i);
    assert.equal(server.output.error, '');
  });

  test('says nothing to whoever starts it by hand but where it listens', async () => {
    const server = await start('quiet.db');
    await post(server, '/v1/offers', {});
    assert.equal(await end(server), 0);
    assert.match(server.output.out, /^couponkit listens on \S+, publishable key \S+\n$/);
    assert.equal(server.output.error, '');
  });
});

describe('metrics', { timeout: 60_000 }, () => {
  test('stand beside the rest', async () => {
    const server = await start('metrics.db');
    const token = await shopperToken(join(folder, 'metrics.db'), 'anna');
    const headers = { authorization: `Bearer ${token}` };
    for (const key of ['k1', 'k1', 'k2']) {
      await post(server, '/v1/claims', { offer: 'open' }, { ...headers, 'idempotency-key': key });
    }
    const text = await (await fetch(`${server.address}/metrics`)).text();
    for (const line of [
      'couponkit_claims_total{outcome="claimed"} 1',
      'couponkit_claims_total{outcome="replayed"} 1',
      'couponkit_claims_total{outcome="shopper-limit"} 1',
      'couponkit_requests_total{method="POST",route="/v1/claims",status="201"} 1',
    ]) {
      assert.ok(text.includes(`\n${line}\n`), line);
    }
    assert.ok(Number(/^couponkit_batch_commands_sum (\d+)$/m.exec(text)?.[1]) >= 2, text);
    assert.doesNotMatch(text, /anna/);
    await end(server);
  });

  test('stand at a port of their own, where one is given, and nowhere else', async () => {
    const server = await start('apart.db', '--metrics-port', '0', '--log', 'info');
    const { address } = linesOf(server).find(({ event }) => event === 'metrics') as unknown as {
      address: string;
    };
    assert.equal(await statusOf(`${address}/metrics`), 200);
    assert.equal(await statusOf(`${address}/healthz`), 404);
    assert.equal(await statusOf(`${server.address}/metrics`), 404);
    assert.equal(await statusOf(`${server.address}/healthz`), 200);
    assert.equal(await end(server), 0);
    assert.equal(await statusOf(`${address}/metrics`), 'refused');
  });

  test('whose port is taken end the start with a sentence', async () => {
    const server = await start('taken.db');
    const port = new URL(server.address).port;
    const args = [...files, '--store', `file:${join(folder, 'other.db')}`, '--port', '0'];
    const second = spawnServer([...args, '--metrics-port', port]);
    assert.equal(await second.ended, 2);
    assert.match(second.output.error, new RegExp(`^--metrics-port: ${port} is in use`));
    await end(server);
  });
});

describe('a server that is told to stop', { timeout: 60_000 }, () => {
  test('is not ready at once, answers for a while longer, and ends', async () => {
    const server = await start('drain.db', '--drain-ms', '1500');
    assert.equal(await statusOf(`${server.address}/readyz`), 200);
    const told = performance.now();
    server.process.kill('SIGTERM');
    while ((await statusOf(`${server.address}/readyz`)) === 200) assert.ok(performance.now() < told + 1_000);
    assert.equal(await statusOf(`${server.address}/readyz`), 503);
    assert.equal(await statusOf(`${server.address}/healthz`), 200);
    assert.equal((await post(server, '/v1/offers', {})).status, 200);
    assert.equal(await server.ended, 0);
    const took = performance.now() - told;
    assert.ok(took >= 1_450 && took < 6_000, `${took} ms`);
    assert.equal(await statusOf(`${server.address}/readyz`), 'refused');
  });

  test('twice ends at once', async () => {
    const server = await start('twice.db', '--drain-ms', '60000');
    server.process.kill('SIGTERM');
    while ((await statusOf(`${server.address}/readyz`)) === 200) await wait(10);
    const told = performance.now();
    server.process.kill('SIGTERM');
    assert.equal(await server.ended, 1);
    assert.ok(performance.now() - told < 3_000);
  });
});

describe('docs/operations.md', () => {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const rowsOf = (heading: string): string[][] => {
    const section = text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    return rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  };

  test('names every metric with its type and its labels, and no other', async () => {
    const metrics = createMetrics();
    metrics.countAnswer({
      requestId: 'r',
      method: 'POST',
      route: '/v1/claims',
      status: 201,
      replayed: false,
      durationMs: 1,
    });
    metrics.countSwept({ holds: 1, claims: 1 });
    const said = await (await metrics.answer()).text();
    const known = [...said.matchAll(/^# TYPE (couponkit_\w+) (\w+)$/gm)].map(([, name, type]) => {
      const [, labels = ''] = new RegExp(`^${name}(?:_bucket)?\\{(.*)\\}`, 'm').exec(said) ?? [];
      const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label!);
      return [name, type, names.filter((label) => label !== 'le').join(', ')];
    });
    const documented = rowsOf('Metrics').map((cells) => cells.slice(0, 3));
    assert.deepEqual(documented.sort(), known.sort());
  });

  test('names every event of the log with its level, and no other', () => {
    const sources = new URL('../../src/server/', import.meta.url);
    const code = readdirSync(sources)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(new URL(file, sources), 'utf8'))
      .join('\n');
    const known = [...code.matchAll(/(?:\blog\.|[^.\w])(info|error)\('([a-z-]+)'/g)].map(
      ([, level, event]) => `${event} ${level}`,
    );
    const documented = rowsOf('Logs').map(([event, level]) => `${event} ${level}`);
    assert.deepEqual(documented.sort(), [...new Set(known)].sort());
  });
});
