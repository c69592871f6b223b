import type { Row } from './database.js';

/** Rows of one table as a transaction sees them: what was read, and what it has added and changed since. */
export interface RowSet<R extends Row> {
  get(key: string): R | undefined;
  /** As it was read. */
  before(key: string): R | undefined;
  values(): Iterable<R>;
  add(row: R): void;
  change(row: R): void;
  added(): readonly R[];
  changed(): readonly R[];
}

/**
 * @param key the column that rows are told by
 * @param read as they are in the table; one may be given several times
 */
export function createRowSet<R extends Row>(key: keyof R & string, read: readonly R[]): RowSet<R> {
  const keyOf = (row: R): string => row[key] as string;
  const before = new Map(read.map((row) => [keyOf(row), row]));
  const rows = new Map(before);
  const added = new Set<string>();
  const changed = new Set<string>();
  const pick = (keys: Iterable<string>): R[] => Array.from(keys, (each) => rows.get(each)!);
  return {
    get: (id) => rows.get(id),
    before: (id) => before.get(id),
    values: () => rows.values(),
    add(row) {
      rows.set(keyOf(row), row);
      added.add(keyOf(row));
    },
    change(row) {
      rows.set(keyOf(row), row);
      if (!added.has(keyOf(row))) changed.add(keyOf(row));
    },
    added: () => pick(added),
    changed: () => pick(changed),
  };
}
