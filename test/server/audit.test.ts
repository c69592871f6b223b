import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import Database from 'libsql';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import type { AuditHead } from '../../src/server/ledgers/ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-audit-command-'));
const path = join(folder, 'shop.db');
const store = `file:${path}`;
let head: AuditHead;
before(async () => {
  const ledger = openLibsqlLedger(path);
  for (let index = 0; index < 5; index++) {
    await ledger.changePoints({ subject: 'm', key: `k${index}`, request: 'r', shopper: 's', points: 1 });
  }
  head = await ledger.auditHead();
  await ledger.close();
});
after(() => rmSync(folder, { recursive: true }));

const root = new URL('../..', import.meta.url);
const run = (...args: string[]): Promise<{ status: number; out: string; error: string }> =>
  new Promise((resolve) => {
    const words = ['--import', 'tsx', 'src/server/audit.ts', ...args];
    execFile(process.execPath, words, { cwd: root }, (failure, out, error) => {
      resolve({ status: Number(failure?.code ?? 0), out, error });
    });
  });

describe('the command that reads the audit log', { timeout: 60_000 }, () => {
  test('says that it holds, and what to keep elsewhere', async () => {
    assert.equal(head.sequence, 5);
    const anchor = `5:${head.hash}`;
    assert.deepEqual(await run('--store', store, '--expect', anchor), {
      status: 0,
      out: `the audit log holds; its last entry is ${anchor}\n`,
      error: '',
    });
  });

  test('says where it breaks, after somebody has got by the triggers', async () => {
    const database = new Database(path);
    database.exec('DROP TRIGGER audit_no_update');
    database.exec("UPDATE audit SET events = '[]' WHERE sequence = 3");
    database.close();
    const { status, error } = await run('--store', store);
    assert.equal(status, 1);
    assert.equal(error, 'the audit log breaks at entry 3: hash\n');
  });

  for (const [args, message] of [
    [['--store', `file:${folder}/none.db`], /^--store: there is no .*none\.db\n$/],
    [['--store', 'somewhere'], /^--store: neither/],
    [['--store', store, '--expect', '5'], /^--expect: "5" is not/],
    [['--colour'], /--colour/],
  ] as const) {
    test(`ends with a sentence, given ${args[0]} ${args.at(-1)!.replace(folder, '')}`, async () => {
      const { status, error } = await run(...args);
      assert.equal(status, 2);
      assert.match(error, message);
    });
  }
});
