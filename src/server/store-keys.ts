import { setTimeout as wait } from 'node:timers/promises';
import { createKeys, rotateKeys, type Keys } from './keys.js';
import type { Documents } from './ledgers/ledger.js';
import { parseKeys } from './parse-keys.js';

/** The document of the store that holds the keys of all its servers. */
const name = 'keys';
/** Longer than servers go without looking for new documents, milliseconds. */
const announcedMs = 2_000;

/**
 * Returns the keys kept in the store, which all of its servers share; makes them where there are none. Where several start at once, all get the same.
 * @throws LedgerUnavailableError where the store is away; Error where its document is not one of keys
 */
export async function loadStoreKeys(documents: Documents): Promise<Keys> {
  const before = await documents.read();
  if (before.has(name)) return keysIn(before);
  const made = await createKeys();
  return (await documents.write(name, made, 'new')) ? made : keysIn(await documents.read());
}

/**
 * Makes a new signing key, and returns the keys as they are then. All servers know the key before any of them signs with it, so that none
 * refuses what another one has signed.
 */
export async function rotateStoreKeys(documents: Documents): Promise<Keys> {
  const keys = await loadStoreKeys(documents);
  const rotated = await rotateKeys(keys);
  const [fresh] = rotated.signing;
  await documents.write(name, { ...keys, signing: [...keys.signing, fresh!] });
  await wait(announcedMs);
  await documents.write(name, rotated);
  return rotated;
}

/** Returns the keys among the store's documents. */
export function keysIn(documents: ReadonlyMap<string, unknown>): Keys {
  const parsed = parseKeys(documents.get(name));
  if (!parsed.ok) throw new Error(`the store's keys are wrong: ${parsed.problems[0]!.path}`);
  return parsed.value;
}
