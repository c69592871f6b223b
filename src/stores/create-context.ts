import { atom, type PreinitializedWritableAtom } from 'nanostores';
import { AdapterError, type Adapter } from '../adapters/adapter.js';
import { createBreaker, type Breaker } from './create-breaker.js';
import type { SessionError } from './session.js';

/** Where a tab remembers what it holds. On a page: `sessionStorage`. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** What the parts of a session share: the adapter, the clock, and where faults are noted. */
export interface Context {
  readonly adapter: Adapter;
  readonly breaker: Breaker;
  /** Aborted when the session is destroyed. */
  readonly signal: AbortSignal;
  readonly $error: PreinitializedWritableAtom<SessionError | undefined>;
  readonly $clockOffset: PreinitializedWritableAtom<number>;
  /** The holds of this tab, by id, also of an earlier page: what they keep is the shopper's to use here. */
  readonly holds: Set<string>;
  /** Remembers a hold while the shopper is away to pay; '' forgets it. */
  remember(hold: string): void;
  /** Milliseconds since the epoch by this page's clock. */
  clock(): number;
  /** Milliseconds since the epoch by the server's clock, as far as it is known. */
  now(): number;
  /** Runs once after `ms`; returns how to call it off. Nothing runs after the session is destroyed. */
  schedule(run: () => void, ms: number): () => void;
  /** Takes the server's time; `sent` is when it was asked, by `clock`. */
  learnTime(serverTime: number, sent: number): void;
  /** Notes what went wrong while doing something; returns it as the fault of an adapter. */
  fail(during: AdapterFault['during'], cause: unknown): AdapterError;
  /** Forgets the last error where it is of this sort. */
  recover(sort: AdapterFault['during'] | Exclude<SessionError['code'], 'adapter'>): void;
  destroy(): void;
}

type AdapterFault = Extract<SessionError, { code: 'adapter' }>;

/** How `setTimeout` can be replaced; returns how to call it off. */
export type Schedule = (run: () => void, ms: number) => () => void;

/** A countdown need not jump for less. */
const toleranceMs = 1000;

export function createContext(
  adapter: Adapter,
  clock: () => number,
  schedule: Schedule,
  storage: TabStorage | undefined,
): Context {
  const memory = 'couponkit hold ' + adapter.name;
  const remembered = storage?.getItem(memory);
  const $error = atom<SessionError | undefined>();
  const $clockOffset = atom(0);
  const breaker = createBreaker(clock);
  const controller = new AbortController();
  const { signal } = controller;
  const timers = new Set<() => void>();
  return {
    adapter,
    breaker,
    signal,
    $error,
    $clockOffset,
    holds: new Set(remembered ? [remembered] : []),
    remember: (hold) => storage?.setItem(memory, hold),
    clock,
    now: () => clock() + $clockOffset.value,
    schedule(run, ms) {
      const cancel = () => {
        timers.delete(cancel);
        callOff();
      };
      const callOff = schedule(() => {
        timers.delete(cancel);
        run();
      }, ms);
      timers.add(cancel);
      return cancel;
    },
    learnTime(serverTime, sent) {
      const offset = Math.round(serverTime - (sent + clock()) / 2);
      if (Math.abs(offset - $clockOffset.value) > toleranceMs) $clockOffset.set(offset);
    },
    fail(during, cause) {
      const error =
        cause instanceof AdapterError
          ? cause
          : new AdapterError('unavailable', String(cause), { retryable: true, cause });
      if (!signal.aborted) $error.set({ code: 'adapter', during, error });
      return error;
    },
    recover(sort) {
      const error = $error.value;
      if (error && sort === (error.code === 'adapter' ? error.during : error.code)) $error.set(undefined);
    },
    destroy() {
      controller.abort();
      for (const cancel of timers) cancel();
    },
  };
}
