import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'libsql';
import { openLibsqlLedger } from '../../../src/server/ledgers/libsql.js';
import { ledgerContract } from '../../contracts/ledger-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-ledger-'));
after(() => rmSync(folder, { recursive: true }));

ledgerContract('libsql', async (options) => openLibsqlLedger(join(folder, 'contract.db'), options));

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
    "INSERT INTO claim SELECT 'x', coupon, shopper, ordinal, state, claimed_at, until, hold, points, amount, per_shopper FROM claim",
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
