/** What the store counts, as it was a moment ago: to be shown, never to be decided by. */
export interface RecentMap<Value> {
  read(): Promise<ReadonlyMap<string, Value>>;
  /** Something of it was changed here, so that whoever did it is not told otherwise. */
  update(key: string, change: (value: Value | undefined) => Value): void;
}

/** So old may it be, milliseconds. */
const maxAgeMs = 250;

/**
 * @param load reads it from the store
 * @param elapsed milliseconds since some moment; it never goes back
 */
export function createRecentMap<Value>(
  load: () => Promise<ReadonlyMap<string, Value>>,
  elapsed: () => number = () => performance.now(),
): RecentMap<Value> {
  let values = new Map<string, Value>();
  let readAt = -Infinity;
  let reading: Promise<ReadonlyMap<string, Value>> | undefined;

  async function readAnew(): Promise<ReadonlyMap<string, Value>> {
    const startedAt = elapsed();
    try {
      values = new Map(await load());
      readAt = startedAt;
      return values;
    } finally {
      reading = undefined;
    }
  }

  return {
    async read() {
      return elapsed() - readAt < maxAgeMs ? values : (reading ??= readAnew());
    },
    update: (key, change) => void values.set(key, change(values.get(key))),
  };
}
