import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import Sqlite from 'libsql';
import { Pool, types } from 'pg';
import type { Ledger } from '../../src/server/ledgers/ledger.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';
import type { PostgresCluster } from '../../scripts/find-postgres.mjs';

/** A store of the server, and a way to look into it behind the servers' backs. */
export interface Store {
  readonly kind: 'postgres' | 'embedded';
  /** What `--store` takes. */
  readonly url: string;
  /** Integers of 64 bits come as numbers. */
  select<R extends object>(text: string): Promise<R[]>;
  execute(text: string): Promise<void>;
  /** A ledger of the test's own. */
  openLedger(): Promise<Ledger>;
  close(): Promise<void>;
}

/** Makes an empty database in a cluster. */
export async function createPostgresStore(cluster: PostgresCluster): Promise<Store> {
  const url = await cluster.createDatabase();
  const pool = new Pool({ connectionString: url, max: 1, allowExitOnIdle: true, types: { getTypeParser } });
  // The database may crash while nobody asks it.
  pool.on('error', () => undefined);
  return {
    kind: 'postgres',
    url,
    select: async <R extends object>(text: string) => (await pool.query(text)).rows as R[],
    async execute(text) {
      await pool.query(text);
    },
    openLedger: () => openPostgresLedger(url, { connections: 1 }),
    close: () => pool.end(),
  };
}

/** Names a file, in a new temporary folder, for an embedded store. */
export function createEmbeddedStore(): Store & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-faults-'));
  const path = join(folder, 'couponkit.db');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  after(remove);
  const use = <T>(act: (database: Sqlite.Database) => T): T => {
    const database = new Sqlite(path, { timeout: 5000 });
    try {
      return act(database);
    } finally {
      database.close();
    }
  };
  return {
    kind: 'embedded',
    url: `file:${path}`,
    path,
    select: async <R extends object>(text: string) => use((database) => database.prepare(text).all() as R[]),
    execute: async (text) => use((database) => void database.exec(text)),
    openLedger: async () => openLibsqlLedger(path),
    close: async () => remove(),
  };
}

/** Integers of 64 bits come as numbers. */
const getTypeParser: typeof types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === types.builtins.INT8 ? Number : types.getTypeParser(type, format);
