/**
 * A set of places, as bits: which coupons reach a common place is asked for every pair of them. Thirty to a word, so that a word is
 * an integer that needs no memory of its own.
 */
export type PlaceSet = readonly number[];

const bitsPerWord = 30;

/** @param size one more than the largest place that may be in it */
export function createPlaceSet(size: number): number[] {
  return new Array<number>(Math.ceil(size / bitsPerWord)).fill(0);
}

export function addPlace(set: number[], place: number): void {
  set[(place / bitsPerWord) | 0]! |= 1 << (place % bitsPerWord);
}

/** Its places, ascending. */
export function placesIn(set: PlaceSet): number[] {
  const places: number[] = [];
  for (let word = 0; word < set.length; word++)
    for (let bits = set[word]!; bits; bits &= bits - 1)
      places.push(word * bitsPerWord + 31 - Math.clz32(bits & -bits));
  return places;
}

/** Adds the places of another set of the same size. */
export function addPlaces(set: number[], other: PlaceSet): void {
  for (let word = 0; word < other.length; word++) set[word]! |= other[word]!;
}

/** Makes a set what it has in common with another of the same size, or, where not `inside`, what only the other has; returns it. */
export function cutPlaces(set: number[], other: PlaceSet, inside: boolean): number[] {
  for (let word = 0; word < other.length; word++)
    set[word] = other[word]! & (inside ? set[word]! : ~set[word]!);
  return set;
}

/** Whether two sets of the same size have a place in common. */
export function meets(a: PlaceSet, b: PlaceSet): boolean {
  for (let word = 0; word < a.length; word++) if ((a[word]! & b[word]!) !== 0) return true;
  return false;
}
