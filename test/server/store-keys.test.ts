import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { keysIn, loadStoreKeys, rotateStoreKeys } from '../../src/server/store-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-store-keys-'));
const ledgers = ['one.db', 'one.db', 'rotated.db', 'wrong.db'].map((file) =>
  openLibsqlLedger(join(folder, file)),
);
const [first, second, rotating, wrong] = ledgers.map((ledger) => ledger.documents);
after(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  rmSync(folder, { recursive: true });
});

test('are made once, and the same for all that start at once', async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, index) => loadStoreKeys(index % 2 ? first! : second!)),
  );
  for (const keys of all) assert.deepEqual(keys, all[0]);
  assert.match(all[0]!.publishable, /^pk_[0-9a-f]{48}$/);
  assert.deepEqual(keysIn(await first!.read()), all[0]);
});

test('are known to all before one signs with them', async () => {
  const before = await loadStoreKeys(rotating!);
  const rotation = rotateStoreKeys(rotating!);
  const seen = [];
  for (let over = false; !over;) {
    over = await Promise.race([rotation.then(() => true), rotating!.version().then(() => false)]);
    const { signing } = keysIn(await rotating!.read());
    if (signing.length !== seen.at(-1)?.length || signing[0]!.id !== seen.at(-1)?.[0]!.id) seen.push(signing);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const rotated = await rotation;
  const [old] = before.signing;
  const [fresh] = rotated.signing;
  assert.notEqual(fresh!.id, old!.id);
  assert.deepEqual(seen, [[old], [old, fresh], [fresh, old]].slice(3 - seen.length));
  assert.ok(seen.length >= 2);
  assert.deepEqual({ ...rotated, signing: [] }, { ...before, signing: [] });
  assert.deepEqual(await loadStoreKeys(rotating!), rotated);
});

test('are not made anew over a document that is something else', async () => {
  await wrong!.write('keys', { publishable: 'pk_1' });
  await assert.rejects(loadStoreKeys(wrong!), /the store's keys are wrong: secret/);
});
