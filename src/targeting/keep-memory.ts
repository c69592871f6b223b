/** Where the memory of targeting is kept: one entry of one storage, which every tab reads anew before it changes it, and which can be forgotten as a whole. */
import { emptyMemory, readMemory, type Moment, type TargetingMemory } from './memory.js';

/** What is needed of `localStorage`. */
export interface TargetingStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface MemoryKeeper {
  /** Returns what is remembered then; an empty memory, and nothing is written, where another tab has forgotten it meanwhile. */
  change(next: (memory: TargetingMemory, moment: Moment) => TargetingMemory): TargetingMemory;
  forget(): void;
  /** Runs where another tab has forgotten it, until `signal` is aborted. */
  whenForgotten(run: () => void, signal: AbortSignal): void;
}

const key = 'couponkit:targeting';

export function keepMemory(storage: TargetingStorage, momentNow: () => Moment): MemoryKeeper {
  let watching: { readonly run: () => void; readonly signal: AbortSignal } | undefined;
  return {
    change(next) {
      const written = storage.getItem(key);
      // A page that slept in the browser's history has not heard of it.
      if (written === null && watching && !watching.signal.aborted) {
        watching.run();
        return emptyMemory;
      }
      const memory = next(readMemory(written), momentNow());
      storage.setItem(key, JSON.stringify(memory));
      return memory;
    },
    forget: () => forgetTargeting(storage),
    whenForgotten(run, signal) {
      watching = { run, signal };
      const look = (event: StorageEvent) => {
        const isOwn = event.key === key || event.key === null;
        if (isOwn && storage.getItem(key) === null) run();
      };
      addEventListener('storage', look, { signal });
    },
  };
}

/** Forgets what an earlier page has stored, where the shopper agrees no longer. */
export function forgetTargeting(storage: TargetingStorage = createPageStorage()): void {
  storage.removeItem(key);
}

/** `localStorage`; what that forbids or has no room for is kept for this page only. */
export function createPageStorage(): TargetingStorage {
  const own = new Map<string, string>();
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };
  return {
    getItem: (name) => own.get(name) ?? attempt(() => localStorage.getItem(name)) ?? null,
    setItem(name, value) {
      const isKept = attempt(() => (localStorage.setItem(name, value), true));
      if (isKept) own.delete(name);
      else own.set(name, value);
    },
    removeItem(name) {
      own.delete(name);
      attempt(() => localStorage.removeItem(name));
    },
  };
}
