import type { StorePlace } from './command-line.js';
import type { Ledger } from './ledgers/ledger.js';
import type { PostgresOptions } from './ledgers/postgres.js';

/**
 * Opens the ledger of a store, and loads only what that needs.
 * @param options `connections` are of PostgreSQL only
 */
export async function openLedger(
  store: StorePlace,
  options: Omit<PostgresOptions, 'now'> = {},
): Promise<Ledger> {
  if ('file' in store) {
    const { openLibsqlLedger } = await import('./ledgers/libsql.js');
    return openLibsqlLedger(store.file, options);
  }
  const { openPostgresLedger } = await import('./ledgers/postgres.js');
  return openPostgresLedger(store.postgres, options);
}
