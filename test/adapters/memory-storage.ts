import type { TextStorage } from '../../src/adapters/internal/open-storage.js';

/** A browser's storage without a browser. */
export function createMemoryStorage(): TextStorage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
  };
}
