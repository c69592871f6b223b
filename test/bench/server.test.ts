import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openConditionalUpdate } from '../../bench/server/conditional-update.js';
import type { Contender } from '../../bench/server/contender.js';
import { createLedgerContender } from '../../bench/server/ledger-contender.js';
import { runCrowd } from '../../bench/server/run-crowd.js';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';

/** Only what grants exactly as much as there is may stand in a table of speeds. */
describe('a crowd before one coupon', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-bench-'));
  let cluster: PostgresCluster;
  let url: string;
  before(async () => {
    cluster = await startPostgres();
    url = await cluster.createDatabase();
  });
  after(async () => {
    await cluster.remove();
    rmSync(folder, { recursive: true });
  });

  const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
    'our ledger on PostgreSQL': async () => createLedgerContender('ours', await openPostgresLedger(url)),
    'our ledger in a file': async () =>
      createLedgerContender('ours', openLibsqlLedger(join(folder, 'shop.db'))),
    'a conditional UPDATE in a transaction': () => openConditionalUpdate(url, 'transaction', 4),
    'a conditional UPDATE in one statement': () => openConditionalUpdate(url, 'statement', 4),
  };
  for (const [name, open] of Object.entries(contenders)) {
    test(`${name} grants what there is, and says how quickly`, async () => {
      const contender = await open();
      for (const stock of [5, 1_000]) {
        const coupon = `${name}-${stock}`;
        const crowd = await runCrowd(contender, coupon, { stock, tries: 60, inFlight: 20 });
        assert.ok(crowd.triesPerSecond > 0 && crowd.p99 >= crowd.median);
        assert.equal(await contender.count(coupon), Math.min(stock, 60));
      }
      await contender.close();
    });
  }

  test('what grants more or fewer than there are is not measured', async () => {
    const wrong = (granted: boolean, count: number): Contender => ({
      name: 'wrong',
      open: async () => {},
      claim: async () => granted,
      count: async () => count,
      close: async () => {},
    });
    const sale = { stock: 5, tries: 60, inFlight: 20 };
    await assert.rejects(runCrowd(wrong(true, 5), 'coupon', sale), /granted 60 and wrote 5, not 5/);
    await assert.rejects(runCrowd(wrong(false, 5), 'coupon', sale), /granted 0 and wrote 5, not 5/);
  });
});
