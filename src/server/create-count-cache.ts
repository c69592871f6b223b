import { createRecentMap } from './create-recent-map.js';
import type { Count, Ledger } from './ledgers/ledger.js';

/** How many of each coupon are granted and spent, a moment ago: to be shown, never to be decided by. */
export interface CountCache {
  read(): Promise<ReadonlyMap<string, Count>>;
  /** One more was granted here, so that whoever has it is not told otherwise. */
  add(coupon: string): void;
}

/** @param elapsed milliseconds since some moment; it never goes back */
export function createCountCache(ledger: Pick<Ledger, 'counts'>, elapsed?: () => number): CountCache {
  const { read, update } = createRecentMap(() => ledger.counts(), elapsed);
  return {
    read,
    add: (coupon) =>
      update(coupon, ({ granted, spent } = { granted: 0, spent: 0 }) => ({ granted: granted + 1, spent })),
  };
}
