import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import Database from 'libsql';
import { Client } from 'pg';
import type { Ledger } from '../../../src/server/ledgers/ledger.js';
import { openLibsqlLedger } from '../../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../../src/server/ledgers/postgres.js';
import { openStores } from '../open-stores.js';

const stores = openStores();
after(() => stores.close());

const start = Date.parse('2026-11-22T12:00:00Z');

/** What of both stores a test needs. */
interface Place {
  open(now?: () => number): Promise<Ledger>;
  /** How many rows there are, seen behind the ledger's back. */
  count(table: string): Promise<number>;
}

const places: Record<string, () => Promise<Place>> = {
  async libsql() {
    const path = join(stores.folder, `${crypto.randomUUID()}.db`);
    return {
      open: async (now) => openLibsqlLedger(path, { ...(now && { now }) }),
      async count(table) {
        const database = new Database(path);
        const { rows } = database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number };
        database.close();
        return rows;
      },
    };
  },
  async postgres() {
    const url = await stores.createDatabase();
    return {
      open: (now) => openPostgresLedger(url, { ...(now && { now }) }),
      async count(table) {
        const client = new Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
        await client.end();
        return Number(rows[0]!.rows);
      },
    };
  },
};

for (const [name, makePlace] of Object.entries(places)) {
  describe(`the limits of two servers on ${name}`, { timeout: 60_000 }, () => {
    test('are those of one: a bucket gives exactly what it holds', async () => {
      const place = await makePlace();
      const servers = await Promise.all([place.open(() => start), place.open(() => start)]);
      const waits = await Promise.all(
        Array.from({ length: 900 }, (_, index) =>
          servers[index % 2]!.takeTokens({
            subject: `s${index % 3}`,
            tokens: 1,
            burst: 100,
            perMinute: 60,
          }),
        ),
      );
      assert.equal(waits.filter((wait) => wait === 0).length, 300);
      for (const server of servers) await server.close();
    });

    test('are those of one: so many wrong guesses and no more', async () => {
      const place = await makePlace();
      const servers = await Promise.all([place.open(() => start), place.open(() => start)]);
      const decisions = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          servers[index % 2]!.guess({
            subjects: [
              { name: `shopper ${index % 10}`, limit: 5 },
              { name: `address ${index % 5}`, limit: 8 },
            ],
            wrong: true,
            windowMs: 600_000,
          }),
        ),
      );
      assert.equal(decisions.filter(({ allowed }) => allowed).length, 5 * 8);
      for (const server of servers) await server.close();
    });

    test('are forgotten when they limit nothing any more', async () => {
      const place = await makePlace();
      let now = start;
      const server = await place.open(() => now);
      const take = (subject: string) => server.takeTokens({ subject, tokens: 1, burst: 10, perMinute: 600 });
      const guess = (shopper: string) =>
        server.guess({ subjects: [{ name: shopper, limit: 5 }], wrong: true, windowMs: 600_000 });
      for (let index = 0; index < 300; index++) await take(`s${index}`);
      for (let index = 0; index < 20; index++) await guess(`s${index}`);
      assert.equal(await place.count('guess'), 20);
      assert.equal(await place.count('bucket'), 300 + 20 + 1);
      now += 3_600_000;
      for (let index = 0; index < 256; index++) {
        await take('last');
        await guess(`t${index}`);
      }
      // What was made an hour ago is gone; what is made now stays.
      assert.ok((await place.count('bucket')) <= 1 + 256 + 1);
      assert.equal(await place.count('guess'), 256);
      await server.close();
    });
  });
}
