import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';

/** A temporary folder, and a PostgreSQL of one's own that starts when its first database is wanted. */
export interface Stores {
  readonly folder: string;
  /** Writes JSON into the folder; returns the file's path. */
  write(name: string, content: unknown): string;
  cluster(): Promise<PostgresCluster>;
  /** Resolves to the address of an empty database. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
}

export function openStores(): Stores {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-stores-'));
  let starting: Promise<PostgresCluster> | undefined;
  const cluster = (): Promise<PostgresCluster> => (starting ??= startPostgres());
  return {
    folder,
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(content));
      return path;
    },
    cluster,
    createDatabase: async () => (await cluster()).createDatabase(),
    async close() {
      await (await starting)?.remove();
      rmSync(folder, { recursive: true });
    },
  };
}
