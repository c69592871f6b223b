import { after } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from './store.js';

let isOver = false;
after(() => {
  isOver = true;
});

/** Sweeps one store without a pause, from so many ledgers at once. Resolves to what stops it, and says then how much was swept. */
export async function startSweepers(store: Store, count: number): Promise<() => Promise<number>> {
  const ledgers = await Promise.all(Array.from({ length: count }, () => store.openLedger()));
  let stopped = false;
  let swept = 0;
  const working = ledgers.map(async (ledger) => {
    while (!stopped && !isOver) {
      swept += (await ledger.sweep()).holds;
      await wait(2);
    }
    await ledger.close();
  });
  return async () => {
    stopped = true;
    await Promise.all(working);
    return swept;
  };
}
