/** What is needed of `localStorage`. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Returns the storage given, else `localStorage`; what it forbids or has no room for is kept in memory. */
export function openStorage(given?: TextStorage): TextStorage {
  const memory = new Map<string, string>();
  // Even naming `localStorage` throws where a page may not have it.
  const storage = () => given ?? localStorage;
  return {
    getItem(key) {
      try {
        return memory.get(key) ?? storage().getItem(key);
      } catch {
        return null;
      }
    },
    setItem(key, value) {
      try {
        storage().setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
  };
}
