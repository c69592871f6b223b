import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { LedgerUnavailableError, type Ledger } from '../../src/server/ledgers/ledger.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { createRateLimiter, type Rate, type RateLimiter } from '../../src/server/rate-limiter.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-rates-'));
let clock = 1_000_000;
const now = (): number => clock;
const store = openLibsqlLedger(join(folder, 'rates.db'), { now });
/** How often the store was asked. */
let trips = 0;
const ledger: Pick<Ledger, 'takeTokens'> = {
  takeTokens(request) {
    trips++;
    return store.takeTokens(request);
  },
};
let subjects = 0;
let subject = '';
beforeEach(() => {
  trips = 0;
  subject = `subject ${subjects++}`;
});
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** One server's limiter. */
const limiter = (rate: Rate): RateLimiter => createRateLimiter(ledger, rate, now);

async function countAdmitted(limiters: readonly RateLimiter[], requests: number): Promise<number> {
  const waits = await Promise.all(
    Array.from({ length: requests }, (_, index) => limiters[index % limiters.length]!.take(subject)),
  );
  return waits.filter((wait) => wait === 0).length;
}

test('lets a burst through, then says how long to wait', async () => {
  const one = limiter({ burst: 2, perMinute: 60 });
  assert.deepEqual([await one.take(subject), await one.take(subject), await one.take(subject)], [0, 0, 1000]);
  clock += 400;
  assert.equal(await one.take(subject), 600);
  clock += 600;
  assert.equal(await one.take(subject), 0);
  assert.equal(await one.take(subject), 1000);
});

test('never holds more than the burst, and keeps subjects apart', async () => {
  const one = limiter({ burst: 2, perMinute: 60 });
  await one.take(subject);
  clock += 1e9;
  assert.equal(await countAdmitted([one], 5), 2);
  assert.equal(await one.take(`${subject}, another`), 0);
});

test('takes several at once, all or none', async () => {
  const one = limiter({ burst: 5, perMinute: 60 });
  assert.equal(await one.take(subject, 4), 0);
  assert.equal(await one.take(subject, 4), 3000);
  assert.equal(await one.take(subject, 1), 0);
});

for (const servers of [1, 2, 4]) {
  test(`lets exactly the burst through over ${servers} servers, in few trips`, async () => {
    const rate = { burst: 1000, perMinute: 60 };
    const all = Array.from({ length: servers }, () => limiter(rate));
    assert.equal(await countAdmitted(all, 3000), 1000);
    assert.ok(trips < 100 * servers, `${trips} trips`);
    const before = trips;
    assert.equal(await countAdmitted(all, 3000), 0);
    assert.equal(trips, before, 'who was refused is refused without a trip until there is a token again');
  });
}

test('in the long run lets through what flows in', async () => {
  const all = [limiter({ burst: 100, perMinute: 600 }), limiter({ burst: 100, perMinute: 600 })];
  const start = clock;
  let admitted = 0;
  while (clock < start + 60_000) {
    admitted += await countAdmitted(all, 10);
    clock += 200;
  }
  assert.ok(admitted <= 700, `${admitted} of 700`);
  assert.ok(admitted > 650, `${admitted} of 700`);
});

test('loses so little that a slow shopper is never refused, whichever server they come to', async () => {
  // 100 requests a minute of the 120 that are allowed, always to the next of four servers.
  const all = Array.from({ length: 4 }, () => limiter({ burst: 120, perMinute: 120 }));
  for (let index = 0; index < 300; index++) {
    assert.equal(await all[index % 4]!.take(subject), 0, `request ${index}`);
    clock += 600;
  }
});

test('lets nobody through where the store is away', async () => {
  const away = createRateLimiter(
    { takeTokens: () => Promise.reject(new LedgerUnavailableError('stopped')) },
    { burst: 10, perMinute: 10 },
  );
  await assert.rejects(away.take('a'), LedgerUnavailableError);
  await assert.rejects(away.take('a'), LedgerUnavailableError);
});

test('remembers a bounded number of subjects, and what is in use the longest', async () => {
  // A store that grants everything: what is measured is this process.
  let asked = 0;
  const one = createRateLimiter({ takeTokens: async () => (asked++, 0) }, { burst: 1000, perMinute: 1 }, now);
  const heapBefore = process.memoryUsage().heapUsed;
  for (let index = 0; index < 300_000; index++) await one.take(`s${index}`);
  assert.ok(process.memoryUsage().heapUsed - heapBefore < 150e6);
  await one.take('s299999');
  asked = 0;
  await one.take('s299999');
  assert.equal(asked, 0, 'what is leased is still known');
});

test('lets what counts as more than the whole bucket through once that is full', async () => {
  const one = limiter({ burst: 2, perMinute: 60 });
  assert.equal(await one.take(subject, 5), 0);
  assert.equal(await one.take(subject, 5), 2000);
  clock += 2000;
  assert.equal(await one.take(subject, 5), 0);
});
