import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadKeys, rotateKeyFile } from '../../src/server/key-file.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-keys-'));
after(() => rmSync(folder, { recursive: true }));

test('are made once, for their owner only', async () => {
  const path = join(folder, 'once.keys.json');
  const keys = await loadKeys(path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await loadKeys(path), keys);
  assert.match(keys.publishable, /^pk_[0-9a-f]{48}$/);
  assert.match(keys.secret, /^sk_[0-9a-f]{48}$/);
});

test('are the same for all who start at once', async () => {
  const path = join(folder, 'many.keys.json');
  const all = await Promise.all(Array.from({ length: 10 }, () => loadKeys(path)));
  for (const keys of all) assert.deepEqual(keys, all[0]);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('many')),
    ['many.keys.json'],
  );
});

test('are kept after a rotation, still for their owner only', async () => {
  const path = join(folder, 'rotated.keys.json');
  const before = await loadKeys(path);
  const rotated = await rotateKeyFile(path);
  assert.deepEqual(await loadKeys(path), rotated);
  assert.deepEqual(rotated.signing[1], before.signing[0]);
  assert.equal(rotated.publishable, before.publishable);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('are not made anew over a file that is something else', async () => {
  const path = join(folder, 'bad.keys.json');
  writeFileSync(path, '{"publishable":"pk_1"}');
  await assert.rejects(loadKeys(path), /not a file of keys: secret/);
  writeFileSync(path, 'nonsense');
  await assert.rejects(loadKeys(path), /not a file of keys/);
});
