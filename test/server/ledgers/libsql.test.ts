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

ledgerContract('libsql', async () => openLibsqlLedger(join(folder, 'contract.db'), () => 0));

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
  await ledger.claim({
    coupon: 'c',
    shopper: 's',
    stock: 1,
    perShopper: 1,
    key: 'k',
    request: 'r',
    at: 0,
  });
  await ledger.close();
  const database = new Database(path);
  assert.throws(() => database.exec("UPDATE counter SET granted = 2 WHERE coupon = 'c'"), /CHECK/);
  assert.throws(
    () => database.exec("INSERT INTO claim (id, coupon, shopper, ordinal, at) VALUES ('x', 'c', 's', 1, 0)"),
    /UNIQUE/,
  );
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

test('forgets idempotency keys after thirty days, never the claims', async () => {
  const path = join(folder, 'old.db');
  const claim = { coupon: 'c', shopper: 's', perShopper: 1, key: 'k', request: 'r', at: 1_000 };
  const first = openLibsqlLedger(path, () => 2_000);
  await first.claim(claim);
  await first.close();
  const monthLater = openLibsqlLedger(path, () => 2_000 + 30 * 24 * 60 * 60_000);
  assert.equal(await monthLater.recall('s', 'k'), undefined);
  assert.equal((await monthLater.holdings('s')).length, 1);
  await monthLater.close();
});
