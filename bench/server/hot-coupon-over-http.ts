/**
 * The same through the whole server: one coupon that everybody wants, over HTTP, from one and two processes of the real command on one PostgreSQL. `node bench/run.mjs
 * server/hot-coupon-over-http`. The client and PostgreSQL share this machine's cores with the servers. How to read the table: bench/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Postgres from '../../scripts/find-postgres.mjs';
import { median } from '../measure.js';
import { duration, printTable } from '../print-table.js';
import { openHttpContender } from './open-http-contender.js';
import { runCrowd, type Crowd } from './run-crowd.js';

const turns = Number(process.env['BENCH_TURNS'] ?? 3);
const tries = 10_000;
const stocks = [tries, 500];
const crowds = [200, 1_000];

// Of the package, not of the compiled copy that runs (run.mjs).
const { startPostgres } = (await import(
  pathToFileURL(join(process.cwd(), 'scripts/find-postgres.mjs')).href
)) as typeof Postgres;

const folder = mkdtempSync(join(tmpdir(), 'couponkit-bench-'));
const cluster = await startPostgres();
const rows: string[][] = [];
try {
  for (const servers of [1, 2]) await measure(servers);
} finally {
  await cluster.remove();
  rmSync(folder, { recursive: true });
}
printTable(
  `One coupon over HTTP, ${tries.toLocaleString('en')} tries`,
  ['', 'in flight', 'pieces', 'tries/s', 'median', '99%'],
  rows,
);

async function measure(servers: number): Promise<void> {
  console.error(`… ${servers}`);
  const sales = crowds.flatMap((inFlight) =>
    stocks.flatMap((stock) =>
      Array.from({ length: turns + 1 }, (_, turn) => ({
        coupon: `coupon-${inFlight}-${stock}-${turn}`,
        inFlight,
        stock,
        tries,
      })),
    ),
  );
  const pieces = new Map(sales.map(({ coupon, stock }) => [coupon, stock]));
  const url = await cluster.createDatabase();
  const contender = await openHttpContender(url, folder, servers, pieces, tries);
  for (let index = 0; index < sales.length; index += turns + 1) {
    const found: Crowd[] = [];
    for (const { coupon, ...sale } of sales.slice(index, index + turns + 1)) {
      found.push(await runCrowd(contender, coupon, sale));
    }
    // The first turn is for warming up.
    found.shift();
    const { inFlight, stock } = sales[index]!;
    rows.push([
      contender.name,
      inFlight.toLocaleString('en'),
      stock.toLocaleString('en'),
      Math.round(median(found.map(({ triesPerSecond }) => triesPerSecond))).toLocaleString('en'),
      duration(median(found.map((crowd) => crowd.median))),
      duration(median(found.map(({ p99 }) => p99))),
    ]);
  }
  await contender.close();
}
