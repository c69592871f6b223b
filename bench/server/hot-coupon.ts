/**
 * How quickly is one coupon that everybody wants given away, durably? `node bench/run.mjs server/hot-coupon`. Our ledger on PostgreSQL beside a conditional UPDATE on the same
 * PostgreSQL, in turns; and our ledger in its file. What each of them answers has been synced to the disk. How to read the table: bench/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type * as Postgres from '../../scripts/find-postgres.mjs';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';
import { median } from '../measure.js';
import { duration, printTable, ratio } from '../print-table.js';
import { openConditionalUpdate } from './conditional-update.js';
import type { Contender } from './contender.js';
import { createLedgerContender } from './ledger-contender.js';
import { runCrowd, type Crowd, type Sale } from './run-crowd.js';

const turns = Number(process.env['BENCH_TURNS'] ?? 5);
const plenty = 1_000_000;
const sales: readonly (Sale & { readonly title: string })[] = [200, 1_000].flatMap((inFlight) => [
  { title: `${inFlight} in flight, everybody gets one`, stock: plenty, tries: 4_000, inFlight },
  { title: `${inFlight} in flight, 500 pieces, 10,000 tries`, stock: 500, tries: 10_000, inFlight },
]);

// Of the package, not of the compiled copy that runs (run.mjs).
const { startPostgres } = (await import(
  pathToFileURL(join(process.cwd(), 'scripts/find-postgres.mjs')).href
)) as typeof Postgres;

const folder = mkdtempSync(join(tmpdir(), 'couponkit-bench-'));
const cluster = await startPostgres();
try {
  const url = await cluster.createDatabase();
  await sayHowDurable(url);
  const contenders = [
    createLedgerContender('couponkit', await openPostgresLedger(url)),
    await openConditionalUpdate(url, 'transaction'),
    await openConditionalUpdate(url, 'statement'),
    createLedgerContender('couponkit, in a file', openLibsqlLedger(join(folder, 'shop.db'))),
  ];
  for (const [index, sale] of sales.entries()) await measure(contenders, sale, index);
  for (const contender of contenders) await contender.close();
} finally {
  await cluster.remove();
  rmSync(folder, { recursive: true });
}

async function measure(
  contenders: readonly Contender[],
  { title, ...sale }: (typeof sales)[number],
  index: number,
): Promise<void> {
  console.error(`… ${title}`);
  const crowds = contenders.map((): Crowd[] => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [at, contender] of contenders.entries()) {
      const crowd = await runCrowd(contender, `coupon-${index}-${turn + 1}-${at}`, sale);
      // The first turn is for warming up.
      if (turn >= 0) crowds[at]!.push(crowd);
    }
  }
  const rate = (at: number): number => median(crowds[at]!.map(({ triesPerSecond }) => triesPerSecond));
  printTable(
    title,
    ['', 'tries/s', 'median', '99%', 'worst 99%', 'couponkit ÷'],
    contenders.map(({ name }, at) => [
      name,
      Math.round(rate(at)).toLocaleString('en'),
      duration(median(crowds[at]!.map((crowd) => crowd.median))),
      duration(median(crowds[at]!.map(({ p99 }) => p99))),
      duration(Math.max(...crowds[at]!.map(({ p99 }) => p99))),
      ratio(median(crowds[0]!.map((ours, turn) => ours.triesPerSecond / crowds[at]![turn]!.triesPerSecond))),
    ]),
  );
}

async function sayHowDurable(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const settings = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method'];
  const values = [];
  for (const name of settings) {
    const { rows } = await client.query<Record<string, string>>(`SHOW ${name}`);
    values.push(`${name} ${rows[0]![name]!}`);
  }
  await client.end();
  if (!values.includes('fsync on') || !values.includes('synchronous_commit on'))
    throw new Error(`this PostgreSQL is not durable: ${values.join(', ')}`);
  console.log(`PostgreSQL: ${values.join(', ')}`);
}
