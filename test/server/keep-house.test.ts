import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLogger } from '../../src/server/create-logger.js';
import { keepHouse } from '../../src/server/keep-house.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { LedgerUnavailableError, type Ledger, type Swept } from '../../src/server/ledgers/ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-house-'));
const clock = { now: Date.parse('2026-11-22T23:59:00Z') };
let ledger: Ledger;
before(() => {
  ledger = openLibsqlLedger(join(folder, 'house.db'), { now: () => clock.now, pendingMs: 60_000 });
});
after(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

interface Line {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** Starts housekeeping, lets its first round end, and stops it. */
async function keepOnce(store: Pick<Ledger, 'sweep' | 'closeDays' | 'auditHead'>) {
  const lines: Line[] = [];
  const swept: Swept[] = [];
  const add = (line: string): void => void lines.push(JSON.parse(line) as Line);
  const stop = keepHouse(store, createLogger('info', add, add), (each) => swept.push(each));
  await stop();
  return { lines, swept };
}

test('ends what is overdue and closes the days that are over, and says so once', async () => {
  const claim = (shopper: string) =>
    ledger.claim({
      subject: shopper,
      key: 'k',
      request: 'r',
      shopper,
      coupon: 'c',
      perShopper: 1,
      cost: { amount: 100 },
    });
  await claim('a');
  await claim('b');
  clock.now += 120_000;
  const first = await keepOnce(ledger);
  assert.deepEqual(first.swept, [{ holds: 0, claims: 2 }]);
  assert.equal((await ledger.counts()).has('c'), false);
  const sweep = first.lines.find(({ event }) => event === 'swept');
  assert.equal(sweep?.claims, 2);
  const closed = first.lines.find(({ event }) => event === 'days-closed')!;
  assert.equal(closed.until, '2026-11-22');
  const [anchor] = await ledger.audit(Number(closed.auditSequence) - 1, 1);
  assert.equal(closed.auditHash, anchor!.hash);

  const second = await keepOnce(ledger);
  assert.deepEqual(second.swept, [{ holds: 0, claims: 0 }]);
  assert.ok(!second.lines.some(({ event }) => event === 'swept'), 'nothing has happened');
});

test('says what it could not do, and that it is the store', async () => {
  const away = (): Promise<never> => Promise.reject(new LedgerUnavailableError('stopped'));
  const { lines, swept } = await keepOnce({ sweep: away, closeDays: away, auditHead: away });
  assert.deepEqual(swept, []);
  assert.deepEqual(lines.map(({ event, level }) => [event, level]).sort(), [
    ['close-days', 'error'],
    ['sweep', 'error'],
  ]);
  assert.match(String(lines[0]!.error), /LedgerUnavailableError: stopped/);
});
