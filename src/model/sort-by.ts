/** Returns a copy, sorted by a key that differs from item to item, in UTF-16 code units: the same order in every language and program. */
export function sortBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
