import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { followDocuments } from '../../src/server/follow-documents.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { LedgerUnavailableError, type Documents } from '../../src/server/ledgers/ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-documents-'));
const ledger = openLibsqlLedger(join(folder, 'documents.db'));
after(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

let asked = { version: 0, read: 0 };
let isAway = false;
const documents: Pick<Documents, 'version' | 'read'> = {
  async version() {
    asked.version++;
    if (isAway) throw new LedgerUnavailableError('stopped');
    return ledger.documents.version();
  },
  read() {
    asked.read++;
    return ledger.documents.read();
  },
};
let elapsed = 0;
const follow = () =>
  followDocuments(
    documents,
    (all) => all.get('a'),
    () => elapsed,
  );
beforeEach(async () => {
  isAway = false;
  await ledger.documents.write('a', 0);
  asked = { version: 0, read: 0 };
});

test('looks once a second at the most, and reads only what has changed', async () => {
  const followed = await follow();
  assert.deepEqual(asked, { version: 1, read: 1 });
  await ledger.documents.write('a', 1);
  elapsed += 999;
  assert.equal(await followed.current(), 0);
  assert.deepEqual(asked, { version: 1, read: 1 });
  elapsed += 1;
  assert.deepEqual(
    await Promise.all([followed.current(), followed.current(), followed.current()]),
    [1, 1, 1],
  );
  assert.deepEqual(asked, { version: 2, read: 2 });
  elapsed += 1_000;
  assert.equal(await followed.current(), 1);
  assert.deepEqual(asked, { version: 3, read: 2 });
});

test('gives the last without waiting, and looks at once where it is told to', async () => {
  const followed = await follow();
  await ledger.documents.write('a', 2);
  elapsed += 5_000;
  assert.equal(followed.latest(), 0);
  await followed.refresh();
  assert.equal(followed.latest(), 2);
});

test('looks anew where a look that is under way may have been too early', async () => {
  const followed = await follow();
  elapsed += 1_000;
  const early = followed.current();
  await ledger.documents.write('a', 3);
  await followed.refresh();
  assert.equal(await followed.current(), 3);
  await early;
});

test('goes on with the last while the store is away, and finds the newest when it is back', async () => {
  const followed = await follow();
  await ledger.documents.write('a', 4);
  isAway = true;
  elapsed += 1_000;
  assert.equal(await followed.current(), 0);
  assert.equal(await followed.current(), 0);
  assert.equal(asked.version, 2, 'who asks does not wait for a store that is away each time');
  await assert.rejects(followed.refresh(), LedgerUnavailableError);
  isAway = false;
  elapsed += 1_000;
  assert.equal(await followed.current(), 4);
});

test('does not start without the store', async () => {
  isAway = true;
  await assert.rejects(follow(), LedgerUnavailableError);
});
