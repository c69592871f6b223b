import type { CommandLine } from './command-line.js';
import { followDocuments } from './follow-documents.js';
import { loadKeys, rotateKeyFile } from './key-file.js';
import type { Keys } from './keys.js';
import type { LedgerOptions } from './ledgers/create-sql-ledger.js';
import type { Ledger } from './ledgers/ledger.js';
import { openLedger } from './open-ledger.js';
import { loadStoreKeys, keysIn, rotateStoreKeys } from './store-keys.js';

/** What the command keeps. */
export interface Store {
  readonly ledger: Ledger;
  /** Resolves to the keys as they are now. */
  readonly keys: () => Promise<Keys>;
}

/**
 * Opens the store of the command. The keys of a file stand beside it, since whoever copies it should not have them by the way; instances that share
 * a database share its keys, too, and follow their rotation.
 */
export async function openStore(
  { store, storeConnections, holdSeconds, timeZone, rotateKeys }: CommandLine,
  onBatch: NonNullable<LedgerOptions['onBatch']>,
): Promise<Store> {
  const options = { connections: storeConnections, holdMs: holdSeconds * 1000, timeZone, onBatch };
  if ('file' in store) {
    const path = `${store.file}.keys.json`;
    const keys = await (rotateKeys ? rotateKeyFile(path) : loadKeys(path));
    return { ledger: await openLedger(store, options), keys: async () => keys };
  }
  const ledger = await openLedger(store, options);
  try {
    await (rotateKeys ? rotateStoreKeys : loadStoreKeys)(ledger.documents);
    const followed = await followDocuments(ledger.documents, keysIn);
    return { ledger, keys: followed.current };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}
