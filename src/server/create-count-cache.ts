import type { Count, Ledger } from './ledgers/ledger.js';

/** How many of each coupon are granted and spent, a moment ago: to be shown, never to be decided by. */
export interface CountCache {
  read(): Promise<ReadonlyMap<string, Count>>;
  /** One more was granted here, so that whoever has it is not told otherwise. */
  add(coupon: string): void;
}

/** So old may a count be, milliseconds. */
const maxAgeMs = 250;

/** @param elapsed milliseconds since some moment; it never goes back */
export function createCountCache(
  ledger: Pick<Ledger, 'counts'>,
  elapsed: () => number = () => performance.now(),
): CountCache {
  let counts = new Map<string, Count>();
  let readAt = -Infinity;
  let reading: Promise<ReadonlyMap<string, Count>> | undefined;

  async function readAnew(): Promise<ReadonlyMap<string, Count>> {
    const startedAt = elapsed();
    try {
      counts = new Map(await ledger.counts());
      readAt = startedAt;
      return counts;
    } finally {
      reading = undefined;
    }
  }

  return {
    async read() {
      return elapsed() - readAt < maxAgeMs ? counts : (reading ??= readAnew());
    },
    add(coupon) {
      const { granted, spent } = counts.get(coupon) ?? { granted: 0, spent: 0 };
      counts.set(coupon, { granted: granted + 1, spent });
    },
  };
}
