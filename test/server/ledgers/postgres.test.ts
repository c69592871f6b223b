import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { startPostgres, type PostgresCluster } from '../../../scripts/find-postgres.mjs';
import {
  LedgerUnavailableError,
  type ClaimAttempt,
  type Ledger,
} from '../../../src/server/ledgers/ledger.js';
import { hashAuditEntry } from '../../../src/server/ledgers/hash-audit-entry.js';
import { openPostgresLedger } from '../../../src/server/ledgers/postgres.js';
import { migrations } from '../../../src/server/ledgers/schema.js';
import { issuingContract } from '../../contracts/issuing-contract.js';
import { ledgerContract } from '../../contracts/ledger-contract.js';

let cluster: PostgresCluster;
before(async () => {
  cluster = await startPostgres();
});
after(() => cluster.remove());

let contractUrl: Promise<string> | undefined;
ledgerContract('postgres', async (options) =>
  openPostgresLedger(await (contractUrl ??= cluster.createDatabase()), options),
);
issuingContract('postgres', async (options) => openPostgresLedger(await cluster.createDatabase(), options));

describe('a database', { timeout: 60_000 }, () => {
  test('has a second wall that no decision gets over', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, (ledger) => ledger.claim(claimOf('s', { stock: 1 })));
    await withClient(url, async (ask) => {
      const refuses = (text: string, code: string): Promise<void> => assert.rejects(ask(text), { code });
      const [check, unique, restrict] = ['23514', '23505', '23001'];
      await refuses('UPDATE counter SET granted = 2', check);
      await refuses("UPDATE claim SET state = 'used'", check);
      await refuses(
        `INSERT INTO claim (id, coupon, shopper, ordinal, state, claimed_at, points, amount, per_shopper)
         SELECT 'x', coupon, shopper, ordinal, state, claimed_at, points, amount, per_shopper FROM claim`,
        unique,
      );
      for (const table of ['audit', 'transfer', 'reversal', 'statement']) {
        await refuses(`DELETE FROM ${table}`, restrict);
        await refuses(`TRUNCATE ${table}`, restrict);
      }
      await refuses("UPDATE audit SET events = ''", restrict);
    });
  });

  test('is made once by many that start at once, and serves them all', async () => {
    const url = await cluster.createDatabase();
    const ledgers = await Promise.all(Array.from({ length: 4 }, () => openPostgresLedger(url)));
    const decisions = await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        ledgers[index % 4]!.claim(claimOf(`s${index % 350}`, { stock: 120, key: `k${index % 350}` })),
      ),
    );
    const granted = new Set(
      decisions.flatMap((decision) => (decision.state === 'done' ? [decision.value.id] : [])),
    );
    assert.equal(granted.size, 120);
    assert.equal((await ledgers[0]!.counts()).get('c')!.granted, 120);
    await checkChain(ledgers[1]!);
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test('of a newer version is refused', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async () => {});
    await withClient(url, async (ask) => {
      assert.deepEqual(await ask('SELECT version FROM schema_version'), [
        { version: String(migrations.length) },
      ]);
      await ask('UPDATE schema_version SET version = 99');
    });
    await assert.rejects(openPostgresLedger(url), /version 99, newer than this couponkit understands/);
  });

  test('may be served by a role that owns nothing, once it is migrated', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async () => {});
    await withClient(url, async (ask) => {
      await ask(`DO $$ BEGIN CREATE ROLE server LOGIN; EXCEPTION WHEN duplicate_object THEN END $$`);
      await ask('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO server');
    });
    const asServer = url.replace('//postgres@', '//server@');
    await withLedger(asServer, async (ledger) => {
      assert.equal((await ledger.claim(claimOf('s'))).state, 'done');
    });
  });

  test('that is not there, or lets nobody in, is told from one that is only away', async () => {
    const away = new URL(await cluster.createDatabase());
    away.port = '1';
    await assert.rejects(openPostgresLedger(away.href), LedgerUnavailableError);
    const nowhere = new URL(cluster.url);
    nowhere.pathname = '/nowhere';
    await assert.rejects(openPostgresLedger(nowhere.href), /database "nowhere" does not exist/);
  });
});

describe('a ledger', { timeout: 60_000 }, () => {
  test('loses nothing that it has answered when the database crashes, and goes on by itself', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async (ledger) => {
      const answered = new Map<string, string>();
      let refused = 0;
      let over = false;
      const shop = async (shopper: number): Promise<void> => {
        for (let serial = 0; !over; serial++) {
          const attempt = claimOf(`s${shopper}`, { perShopper: 1e6, key: `k${serial}` });
          for (;;) {
            try {
              const decision = await ledger.claim(attempt);
              assert.ok(decision.state === 'done');
              answered.set(`${attempt.shopper} ${attempt.key}`, decision.value.id);
              break;
            } catch (error) {
              assert.ok(error instanceof LedgerUnavailableError, String(error));
              refused++;
              await wait(20);
            }
          }
        }
      };
      const shoppers = Array.from({ length: 20 }, (_, index) => shop(index));
      for (let crash = 0; crash < 3; crash++) {
        await wait(300);
        await cluster.stop('immediate');
        await wait(100);
        await cluster.start();
      }
      await wait(300);
      over = true;
      await Promise.all(shoppers);

      assert.ok(refused > 0, 'the crashes were felt');
      const held = new Set<string>();
      for (let index = 0; index < 20; index++) {
        for (const { id } of await ledger.holdings(`s${index}`)) held.add(id);
      }
      for (const [who, id] of answered) assert.ok(held.has(id), `${who} has lost ${id}`);
      assert.equal(held.size, answered.size, 'nobody has one that was never answered');
      assert.equal((await ledger.counts()).get('c')!.granted, held.size);
      await checkChain(ledger);
    });
  });

  test('survives the end of each of its connections, idle and at work', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async (ledger) => {
      await withClient(url, async (ask) => {
        const endAll = (): Promise<unknown> =>
          ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE application_name = 'couponkit' AND datname = current_database()`);
        await ledger.claim(claimOf('idle'));
        await endAll();
        const held = await untilAnswered(() => ledger.holdings('idle'));
        assert.equal(held.length, 1);

        await ask('BEGIN');
        await ask("SELECT 1 FROM counter WHERE coupon = 'c' FOR UPDATE");
        // It may be told before whoever ends the connection is.
        const refused = assert.rejects(ledger.claim(claimOf('at-work')), LedgerUnavailableError);
        await untilWaiting(ask);
        await endAll();
        await refused;
        await ask('COMMIT');
        const decision = await untilAnswered(() => ledger.claim(claimOf('at-work')));
        assert.equal(decision.state, 'done');
      });
    });
  });

  test('waits for a database that is starting up', async () => {
    const url = new URL(await cluster.createDatabase());
    let refused = 0;
    // The real one takes no time to start: in its place stands what says twice that it has not yet.
    const door = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (refused < 2) {
        refused += 1;
        socket.once('data', () => socket.end(startingUp));
        return;
      }
      const database = connect(Number(url.port), url.hostname);
      database.on('error', () => socket.destroy());
      socket.pipe(database).pipe(socket);
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const own = new URL(url);
    own.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
    await withLedger(own.href, async (ledger) => {
      assert.equal((await ledger.claim(claimOf('patient'))).state, 'done');
    });
    assert.equal(refused, 2);
    door.close();
  });

  test('does not wait for ever for a lock', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async (ledger) => {
      await ledger.claim(claimOf('first'));
      await withClient(url, async (ask) => {
        await ask('BEGIN');
        await ask("SELECT 1 FROM counter WHERE coupon = 'c' FOR UPDATE");
        const started = Date.now();
        await assert.rejects(ledger.claim(claimOf('late')), LedgerUnavailableError);
        assert.ok(Date.now() - started < 4_000);
        await ask('COMMIT');
      });
      assert.equal((await ledger.claim(claimOf('late'))).state, 'done');
    });
  });

  test('lets text that no column takes spoil nothing but its own claim', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async (ledger) => {
      const shoppers = ['a', 'b', 'nul\u0000', 'half\ud800', 'c'];
      const results = await Promise.allSettled(shoppers.map((shopper) => ledger.claim(claimOf(shopper))));
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'],
      );
      assert.equal((await ledger.counts()).get('c')!.granted, 3);
    });
  });

  test('holds no more connections than it may, and they say whose they are', async () => {
    const url = await cluster.createDatabase();
    const ledger = await openPostgresLedger(url, { connections: 2 });
    await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.holdings(`s${index}`)));
    await withClient(url, async (ask) => {
      const count = async (): Promise<number> =>
        (
          await ask(`SELECT pid FROM pg_stat_activity
                     WHERE application_name = 'couponkit' AND datname = current_database()`)
        ).length;
      assert.equal(await count(), 2);
      await Promise.all([ledger.close(), ledger.close()]);
      while ((await count()) > 0) await wait(10);
    });
  });

  test('finds what it needs by keys, also where the tables were empty when it began', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, async (ledger) => {
      const claimAll = (coupon: string, claims: number): Promise<unknown> =>
        Promise.all(
          Array.from({ length: claims }, (_, index) =>
            ledger.claim(
              claimOf(`s${index}`, { coupon, stock: coupon === 'few' ? 500 : claims, key: coupon }),
            ),
          ),
        );
      // Plans are made for good while there are few rows.
      await claimAll('few', 2_000);
      await claimAll('many', 2_000);
    });
    await withClient(url, async (ask) => {
      // A connection tells what it has read when it ends.
      let tables: QueryResultRow[] = [];
      while (!tables.some(({ inserted }) => Number(inserted) === 2_500)) {
        await wait(20);
        tables = await ask(
          `SELECT relname AS name, n_tup_ins AS inserted, seq_tup_read AS read FROM pg_stat_user_tables
           WHERE relname IN ('claim', 'account', 'idempotency', 'counter')`,
        );
      }

      for (const { name, read } of tables) assert.ok(Number(read) < 2_500, `${name}: ${read}`);
    });
  });

  test('goes by the clock of the database', async () => {
    const url = await cluster.createDatabase();
    await withLedger(url, (ledger) =>
      withClient(url, async (ask) => {
        const clock = async (): Promise<number> =>
          Number((await ask('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now'))[0]!.now);
        const [from, now, to] = [await clock(), await ledger.now(), await clock()];
        assert.ok(Number.isInteger(now));
        assert.ok(Math.floor(from) <= now && now <= to, `${from} ${now} ${to}`);
      }),
    );
  });
});

type Ask = (text: string) => Promise<QueryResultRow[]>;

function claimOf(shopper: string, parts: Partial<ClaimAttempt> = {}): ClaimAttempt {
  return { subject: shopper, shopper, coupon: 'c', perShopper: 1, key: 'k', request: 'r', ...parts };
}

async function withLedger<T>(url: string, act: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openPostgresLedger(url);
  try {
    return await act(ledger);
  } finally {
    await ledger.close();
  }
}

/** A connection of the test's own. */
async function withClient(url: string, act: (ask: Ask) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await act(async (text) => (await client.query<QueryResultRow>(text)).rows);
  } finally {
    await client.end();
  }
}

async function untilWaiting(ask: Ask): Promise<void> {
  for (;;) {
    const waiting = await ask(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'couponkit' AND wait_event_type = 'Lock'",
    );
    if (waiting.length > 0) return;
    await wait(10);
  }
}

/** PostgreSQL's message of an error: its length, then fields behind their letters. */
const startingUp = (() => {
  const fields = Buffer.from('SFATAL\0C57P03\0Mthe database system is starting up\0\0');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
})();

/** A connection that has just been lost is noticed by the call that it fails, at the latest. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError) || tries === 10) throw error;
    }
  }
}

async function checkChain(ledger: Ledger): Promise<void> {
  let previous = '0'.repeat(64);
  let sequence = 0;
  for (;;) {
    const entries = await ledger.audit(sequence);
    if (entries.length === 0) break;
    for (const entry of entries) {
      assert.equal(entry.sequence, ++sequence);
      assert.equal(entry.previous, previous);
      assert.equal(entry.hash, hashAuditEntry(entry));
      previous = entry.hash;
    }
  }
  assert.ok(sequence > 0);
}
