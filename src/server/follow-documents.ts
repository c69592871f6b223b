import { LedgerUnavailableError, type Documents } from './ledgers/ledger.js';

/** What is made of the store's documents. */
export interface Followed<T> {
  /** Made of documents that were the newest a second ago. Where the store is away, of the last that it gave. */
  current(): Promise<T>;
  /** The last that was made; nobody waits for it. */
  latest(): T;
  /** Looks now, whoever has just written one. */
  refresh(): Promise<void>;
}

/** After so long the store is asked anew, milliseconds. */
const askAfterMs = 1_000;

/**
 * Follows what servers share in the store's documents: rules, keys. There is no timer: who needs them asks, and one of those who do so asks the
 * store for the documents' version, once a second at the most. Only where it has grown are they read, and is something made of them.
 * @param elapsed milliseconds since some moment; it never goes back
 * @throws LedgerUnavailableError where the store is away at the start
 */
export async function followDocuments<T>(
  documents: Pick<Documents, 'version' | 'read'>,
  make: (documents: ReadonlyMap<string, unknown>) => T | Promise<T>,
  elapsed: () => number = () => performance.now(),
): Promise<Followed<T>> {
  let askedAt = elapsed();
  // The version comes first: what is read is at least as new.
  let known = await documents.version();
  let value = await make(await documents.read());
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    askedAt = elapsed();
    const newest = await documents.version();
    if (newest === known) return;
    value = await make(await documents.read());
    known = newest;
  }

  const lookOnce = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)));

  return {
    async current() {
      if (looking || elapsed() - askedAt >= askAfterMs) {
        await lookOnce().catch((error: unknown) => {
          if (!(error instanceof LedgerUnavailableError)) throw error;
        });
      }
      return value;
    },
    latest: () => value,
    async refresh() {
      // A look that is under way may have read before.
      await looking?.catch(() => {});
      await lookOnce();
    },
  };
}
