import type { AdapterError } from '../adapters/adapter.js';

/** When may the server be asked again after a fault? Waits grow, and five faults in 30 s open the circuit for 15 s. */
export interface Breaker {
  /** Notes a fault; returns after how many milliseconds the next try is due. */
  fault(error: AdapterError): number;
  /** The last fault and the milliseconds to wait, while the circuit is open. */
  open(): { readonly error: AdapterError; readonly waitMs: number } | undefined;
  /** The server is back. */
  reset(): void;
}

const windowMs = 30_000;
const openMs = 15_000;
const faultsToOpen = 5;

/** @param clock milliseconds; only differences count */
export function createBreaker(clock: () => number): Breaker {
  let faults: number[] = [];
  let last: AdapterError | undefined;
  let openUntil = -Infinity;
  return {
    fault(error) {
      const now = clock();
      last = error;
      faults = [...faults.filter((at) => now - at < windowMs), now];
      // Earlier faults stay counted: one more right after the circuit closed opens it again.
      if (faults.length >= faultsToOpen) openUntil = now + openMs;
      const growingMs = 1000 * 2 ** (faults.length - 1) * (0.5 + Math.random() / 2);
      return Math.max(openUntil > now ? openMs : growingMs, error.retryAfterMs ?? 0);
    },
    open() {
      const waitMs = openUntil - clock();
      return waitMs > 0 && last ? { error: last, waitMs } : undefined;
    },
    reset() {
      faults = [];
      openUntil = -Infinity;
    },
  };
}
