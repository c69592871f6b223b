import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import Database from 'libsql';
import { Client } from 'pg';
import { findPostgres } from '../../scripts/find-postgres.mjs';
import { createKeys } from '../../src/server/keys.js';
import type { Ledger } from '../../src/server/ledgers/ledger.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';
import { keysIn } from '../../src/server/store-keys.js';
import { verifyAudit } from '../../src/server/verify-audit.js';
import { openStores } from './open-stores.js';

const docs = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
/** The SQL under a heading of the documentation. */
const sqlOf = (heading: string): string => {
  const section = docs.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return /```sql\n([^`]+)```/.exec(section)![1]!;
};

const stores = openStores();
after(() => stores.close());

interface Place {
  open(): Promise<Ledger>;
  execute(sql: string): Promise<void>;
  /** Every row of every table, as text. */
  dump(): Promise<string>;
  /** Copies the store while it is served, as the documentation says, and returns the copy. */
  backup(): Promise<Place>;
}

function file(path: string): Place {
  const withDatabase = <T>(act: (database: Database.Database) => T): T => {
    const database = new Database(path);
    try {
      return act(database);
    } finally {
      database.close();
    }
  };
  return {
    open: async () => openLibsqlLedger(path),
    execute: async (sql) => withDatabase((database) => void database.exec(sql.replaceAll('chr(', 'char('))),
    dump: async () =>
      withDatabase((database) => {
        const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
        return JSON.stringify(
          (tables as { name: string }[]).map(({ name }) => database.prepare(`SELECT * FROM ${name}`).all()),
        );
      }),
    async backup() {
      const copy = `${path}.backup`;
      withDatabase((database) => database.exec(`VACUUM INTO '${copy}'`));
      return file(copy);
    },
  };
}

function database(url: string): Place {
  const withClient = async <T>(act: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  return {
    open: () => openPostgresLedger(url),
    execute: (sql) => withClient(async (client) => void (await client.query(sql))),
    dump: () =>
      withClient(async (client) => {
        const { rows: tables } = await client.query<{ name: string }>(
          "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
        );
        const all = [];
        for (const { name } of tables) all.push((await client.query(`SELECT * FROM ${name}`)).rows);
        return JSON.stringify(all);
      }),
    async backup() {
      const run = (program: string, ...args: string[]) =>
        execFileSync(join(findPostgres(), program), args, { stdio: 'pipe' });
      const copy = join(stores.folder, 'couponkit.dump');
      run('pg_dump', '--format=custom', '--file', copy, url);
      const restored = await stores.createDatabase();
      run('pg_restore', '--dbname', restored, copy);
      return database(restored);
    },
  };
}

const places: Record<string, () => Promise<Place>> = {
  libsql: async () => file(join(stores.folder, `${crypto.randomUUID()}.db`)),
  postgres: async () => database(await stores.createDatabase()),
};

const claim = (ledger: Ledger, shopper: string, key = 'k') =>
  ledger.claim({
    subject: shopper,
    key,
    request: 'r',
    shopper,
    coupon: 'c',
    perShopper: 9,
    stock: 50,
  });

for (const [name, makePlace] of Object.entries(places)) {
  describe(`a store in ${name}`, { timeout: 60_000 }, () => {
    test('is restored from a copy that was made while it was served', async () => {
      const place = await makePlace();
      const ledger = await place.open();
      await ledger.documents.write('coupon:c', { coupon: { id: 'c' } });
      await claim(ledger, 'shopper:anna');
      const head = await ledger.auditHead();
      const copy = await place.backup();
      await claim(ledger, 'shopper:bert');
      const later = await ledger.auditHead();
      await ledger.close();

      const restored = await copy.open();
      assert.equal((await restored.holdings('shopper:anna')).length, 1);
      assert.deepEqual(await restored.holdings('shopper:bert'), [], 'it was later');
      assert.ok((await restored.documents.read()).has('coupon:c'));
      assert.deepEqual(await verifyAudit(restored, [head]), { holds: true, head });
      assert.deepEqual(await verifyAudit(restored, [later]), {
        holds: false,
        sequence: later.sequence,
        reason: 'missing',
      });
      const again = await claim(restored, 'shopper:anna');
      assert.ok(again.state === 'done' && again.replayed);
      assert.equal((await claim(restored, 'shopper:carl')).state, 'done');
      assert.equal((await verifyAudit(restored)).holds, true);
      await restored.close();
    });

    test('forgets a shopper, as the documentation says, and keeps its books', async () => {
      const place = await makePlace();
      const ledger = await place.open();
      await claim(ledger, 'shopper:anna');
      await claim(ledger, 'shopper:annabel');
      await ledger.changePoints({
        subject: 'merchant',
        key: 'p',
        request: 'r',
        shopper: 'shopper:anna',
        points: 5,
      });
      await ledger.takeTokens({ subject: 'shopper:anna', tokens: 1, burst: 5, perMinute: 5 });
      await ledger.guess({
        subjects: [{ name: 'shopper:anna', limit: 5 }],
        wrong: true,
        windowMs: 60_000,
      });
      assert.match(await place.dump(), /shopper:anna\b/);
      await place.execute(sqlOf('Forgetting a shopper'));
      assert.doesNotMatch(await place.dump(), /shopper:anna\b/);
      assert.deepEqual(await ledger.holdings('shopper:anna'), []);
      assert.equal((await ledger.holdings('shopper:annabel')).length, 1);
      assert.equal((await ledger.counts()).get('c')?.granted, 2);
      assert.equal((await verifyAudit(ledger)).holds, true);
      const again = await claim(ledger, 'shopper:annabel');
      assert.ok(again.state === 'done' && again.replayed, 'her key is remembered');
      await ledger.close();
    });
  });
}

test('a secret key is replaced as the documentation says', async () => {
  const place = await places['postgres']!();
  const ledger = await place.open();
  const keys = await createKeys();
  await ledger.documents.write('keys', keys);
  const version = await ledger.documents.version();
  await place.execute(sqlOf('Keys'));
  assert.deepEqual(keysIn(await ledger.documents.read()), { ...keys, secret: 'sk_…' });
  assert.equal(await ledger.documents.version(), version + 1);
  await ledger.close();
});
