/**
 * Returns plain JSON data as one canonical text (RFC 8785): the same data gives the same text in every program.
 * Keys are sorted by UTF-16 code unit, no spaces, numbers as ECMAScript prints them; members that are `undefined` are left out.
 * Expects data that has been parsed: `NaN` and infinities, which JSON lacks, would come out as `null`.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join()}]`;
  if (!value || typeof value !== 'object') return JSON.stringify(value);
  // Not a sorted copy for `JSON.stringify`: objects list integer-like keys first, whatever their order was.
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => JSON.stringify(key) + ':' + canonicalJson(member))
    .join()}}`;
}
