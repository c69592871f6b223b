import type { Ledger } from './ledgers/ledger.js';

/** After so long the store is asked anew, milliseconds. */
const askAfterMs = 1_000;

/**
 * Returns the store's clock, milliseconds since the epoch, without asking the store each time: all servers of a store tell the same time, whatever
 * their machines' clocks say and however they are set meanwhile. The first call waits for the store; later ones ask it in passing.
 * @param elapsed milliseconds since some moment; it never goes back
 */
export function createStoreClock(
  ledger: Pick<Ledger, 'now'>,
  elapsed: () => number = () => performance.now(),
): () => Promise<number> {
  let offset: number | undefined;
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const now = await ledger.now();
      askedAt = elapsed();
      offset = now - askedAt;
    } finally {
      asking = undefined;
    }
  }

  return async () => {
    if (elapsed() - askedAt >= askAfterMs) asking ??= ask();
    // Where the store is away, its time goes on.
    if (offset === undefined) await asking;
    else asking?.catch(() => {});
    return Math.round(offset! + elapsed());
  };
}
