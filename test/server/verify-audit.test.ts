import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hashAuditEntry } from '../../src/server/ledgers/hash-audit-entry.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import type { AuditEntry, AuditHead } from '../../src/server/ledgers/ledger.js';
import { verifyAudit } from '../../src/server/verify-audit.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-audit-'));
after(() => rmSync(folder, { recursive: true }));

/** More than a page of real entries. */
let entries: readonly AuditEntry[];
let head: AuditHead;
before(async () => {
  const ledger = openLibsqlLedger(join(folder, 'audit.db'));
  for (let index = 0; index < 1_203; index++) {
    await ledger.changePoints({
      subject: 'merchant',
      key: `k${index}`,
      request: 'r',
      shopper: 's',
      points: 1,
    });
  }
  entries = [...(await ledger.audit(0, 1_000)), ...(await ledger.audit(1_000, 1_000))];
  head = await ledger.auditHead();
  assert.deepEqual(await verifyAudit(ledger), { holds: true, head });
  await ledger.close();
  assert.equal(entries.length, 1_203);
});

/** What the store would say if these were its entries. */
const verify = (changed: readonly AuditEntry[], end: AuditHead = head, anchors: readonly AuditHead[] = []) =>
  verifyAudit(
    {
      audit: async (after = 0, limit = 1_000) =>
        changed.filter(({ sequence }) => sequence > after).slice(0, limit),
      auditHead: async () => end,
    },
    anchors,
  );

const change = (sequence: number, changes: Partial<AuditEntry>): AuditEntry[] =>
  entries.map((entry) => (entry.sequence === sequence ? { ...entry, ...changes } : entry));

/** A new chain that holds in itself. */
function forge(changed: readonly AuditEntry[]): AuditEntry[] {
  let previous = '0'.repeat(64);
  return changed.map((entry, index) => {
    const hash = hashAuditEntry({ ...entry, previous });
    const forged = { ...entry, sequence: index + 1, previous, hash };
    previous = hash;
    return forged;
  });
}

describe('the audit log', () => {
  test('of an empty store holds', async () => {
    const empty = { sequence: 0, hash: '0'.repeat(64) };
    assert.deepEqual(await verify([], empty), { holds: true, head: empty });
  });

  test('that grows meanwhile holds', async () => {
    const { sequence, hash } = entries[999]!;
    assert.deepEqual(await verify(entries, { sequence, hash }), { holds: true, head });
  });

  for (const place of [1, 999, 1_000, 1_001, 1_203]) {
    test(`breaks where entry ${place} says something else`, async () => {
      for (const changes of [{ events: '[]' }, { at: 1 }]) {
        const broken = await verify(change(place, changes));
        assert.deepEqual(broken, { holds: false, sequence: place, reason: 'hash' });
      }
    });

    test(`breaks where entry ${place} is taken out`, async () => {
      const broken = await verify(entries.filter(({ sequence }) => sequence !== place));
      assert.deepEqual(broken, { holds: false, sequence: place, reason: 'missing' });
    });
  }

  test('breaks behind an entry that was made anew by itself', async () => {
    const events = '[]';
    const hash = hashAuditEntry({ ...entries[99]!, events });
    const broken = await verify(change(100, { events, hash }));
    assert.deepEqual(broken, { holds: false, sequence: 101, reason: 'previous' });
  });

  test('breaks where its end is cut off', async () => {
    const broken = await verify(entries.slice(0, 1_000));
    assert.deepEqual(broken, { holds: false, sequence: 1_001, reason: 'missing' });
  });

  test('breaks where all of it was made anew, and the head was forgotten', async () => {
    const forged = forge(change(7, { events: '[]' }));
    assert.deepEqual(await verify(forged), { holds: false, sequence: 1_203, reason: 'head' });
  });

  test('breaks at a hash that was kept elsewhere where even the head was made anew', async () => {
    const forged = forge(change(7, { events: '[]' }));
    const end = forged.at(-1)!;
    assert.equal((await verify(forged, end)).holds, true, 'by itself nothing can tell');
    const anchors = [entries[4]!, entries[499]!];
    assert.deepEqual(await verify(forged, end, anchors), {
      holds: false,
      sequence: 500,
      reason: 'anchor',
    });
    const short = forged.slice(0, 300);
    assert.deepEqual(await verify(short, short.at(-1), anchors.slice(1)), {
      holds: false,
      sequence: 301,
      reason: 'missing',
    });
  });
});
