/** Returns the rows by what stands in a column. */
export function groupBy<R extends object>(rows: readonly R[], column: keyof R): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) push(groups, String(row[column]), row);
  return groups;
}

/** Returns how many values there are of each key. */
export function countBy<Value>(
  values: Iterable<Value>,
  keyOf: (value: Value) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

/** Adds a value to the list of its key. */
export function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}
