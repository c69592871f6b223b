import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { execPath } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { Client, type QueryResultRow } from 'pg';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';

describe('a cluster of its own', { timeout: 60_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres({ settings: { work_mem: '5MB' } });
  });
  after(() => cluster.remove());

  test('is a PostgreSQL that syncs its disk at each commit, with the settings asked for', async () => {
    const [row] = await ask(
      cluster.url,
      `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS commit, current_setting('work_mem') AS memory,
         current_setting('server_encoding') AS encoding`,
    );
    assert.ok(row!.version >= 150_000);
    assert.deepEqual([row!.fsync, row!.commit, row!.memory, row!.encoding], ['on', 'on', '5MB', 'UTF8']);
  });

  test('keeps what is committed over a stop like a crash', async () => {
    const url = await cluster.createDatabase();
    await ask(url, 'CREATE TABLE kept AS SELECT 7 AS number');
    const before = cluster.pid;
    await cluster.stop('immediate');
    await assert.rejects(ask(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
    await cluster.start();
    assert.notEqual(cluster.pid, before);
    assert.deepEqual(await ask(url, 'SELECT number FROM kept'), [{ number: 7 }]);
    await cluster.stop();
    await cluster.start();
    assert.deepEqual(await ask(url, 'SELECT number FROM kept'), [{ number: 7 }]);
  });

  test('gives each test an empty database', async () => {
    const urls = await Promise.all([cluster.createDatabase(), cluster.createDatabase('named')]);
    assert.notEqual(urls[0], urls[1]);
    assert.match(urls[1], /\/named$/);
    for (const url of urls) await ask(url, 'CREATE TABLE mine (id int)');
  });
});

test(
  'a cluster ends with the process that started it, even where that is killed',
  { timeout: 60_000 },
  async () => {
    const script = `
    import { startPostgres } from './scripts/find-postgres.mjs';
    const { pid, url } = await startPostgres();
    console.log(JSON.stringify({ pid, url }));
    setInterval(() => {}, 1000);`;
    const child = spawn(execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      child.stdout.setEncoding('utf8').once('data', resolve),
    );
    const { pid, url } = JSON.parse(line) as { pid: number; url: string };
    const [row] = await ask(url, `SELECT current_setting('data_directory') AS folder`);
    child.kill('SIGKILL');
    while (isAlive(pid) || existsSync(row!.folder)) await wait(50);
  },
);

async function ask(url: string, text: string): Promise<readonly QueryResultRow[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<QueryResultRow>(text)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another user cannot be asked, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
