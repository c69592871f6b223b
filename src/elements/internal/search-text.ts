/** Is what a shopper types in a text? In any case, with or without accents, in full or half width, words in any order; CJK by its characters. */

/** Returns a text as it is searched in: `Café ¥5,000` → `cafe ¥5000`. */
export function toSearchText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\d)[,’' ](?=\d{3}(?!\d))/g, '$1');
}

/** Returns whether a text, made by `toSearchText`, holds every word of the query. */
export function createMatcher(query: string): (searchText: string) => boolean {
  const words = toSearchText(query).split(/\s+/).filter(Boolean);
  return (searchText) => words.every((word) => searchText.includes(word));
}
