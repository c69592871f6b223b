import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'libsql';
import { openLibsqlLedger } from '../../../src/server/ledgers/libsql.js';
import { issuingContract } from '../../contracts/issuing-contract.js';
import { ledgerContract } from '../../contracts/ledger-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-ledger-'));
after(() => rmSync(folder, { recursive: true }));

ledgerContract('libsql', async (options) => openLibsqlLedger(join(folder, 'contract.db'), options));
issuingContract('libsql', async (options) => openLibsqlLedger(join(folder, 'issuing.db'), options));

const claim = {
  subject: 's',
  coupon: 'c',
  shopper: 's',
  stock: 1,
  perShopper: 1,
  key: 'k',
  request: 'r',
} as const;

test('syncs a write-ahead log at each commit', async () => {
  const path = join(folder, 'mode.db');
  await openLibsqlLedger(path).close();
  const database = new Database(path);
  assert.deepEqual(database.pragma('journal_mode'), [{ journal_mode: 'wal' }]);
  database.close();
});

test('has a second wall that no decision gets over', async () => {
  const path = join(folder, 'wall.db');
  const ledger = openLibsqlLedger(path);
  await ledger.claim(claim);
  await ledger.close();
  const database = new Database(path);
  const refuses = (text: string, why: RegExp): void => assert.throws(() => database.exec(text), why);
  refuses("UPDATE counter SET granted = 2 WHERE coupon = 'c'", /CHECK/);
  refuses("UPDATE claim SET state = 'used'", /CHECK/);
  refuses(
    `INSERT INTO claim (id, coupon, shopper, ordinal, state, claimed_at, points, amount, per_shopper)
     SELECT 'x', coupon, shopper, ordinal, state, claimed_at, points, amount, per_shopper FROM claim`,
    /UNIQUE/,
  );
  refuses("UPDATE audit SET events = ''", /append-only/);
  refuses('DELETE FROM audit', /append-only/);
  database.close();
});

test('refuses a file of a newer version', async () => {
  const path = join(folder, 'newer.db');
  await openLibsqlLedger(path).close();
  const database = new Database(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => openLibsqlLedger(path), /version 99/);
});

test('lets two processes make the file at the same moment', async () => {
  const path = join(folder, 'together.db');
  const module = new URL('../../../src/server/ledgers/libsql.ts', import.meta.url).href;
  const text = `
    const { openLibsqlLedger } = await import(${JSON.stringify(module)});
    console.log('ready');
    process.stdin.once('data', async (at) => {
      for (let round = 0; round < 30; round++) {
        while (Date.now() < Number(at) + 40 * round);
        await openLibsqlLedger(${JSON.stringify(path)} + round).close();
      }
      process.exit(0);
    });`;
  const children = Array.from({ length: 2 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', text], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
  const ends = children.map((child) => once(child, 'exit'));
  for (const { stdin } of children) stdin.write(String(Date.now() + 50));
  assert.deepEqual(
    (await Promise.all(ends)).map(([code]) => code as unknown),
    [0, 0],
  );
});
