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
  set[Math.floor(place / bitsPerWord)]! |= 1 << (place % bitsPerWord);
}

export function hasPlace(set: PlaceSet, place: number): boolean {
  return (set[Math.floor(place / bitsPerWord)]! & (1 << (place % bitsPerWord))) !== 0;
}

/** Adds the places of another set of the same size. */
export function addPlaces(set: number[], other: PlaceSet): void {
  for (let word = 0; word < other.length; word++) set[word]! |= other[word]!;
}

/** Whether two sets of the same size have a place in common. */
export function meets(a: PlaceSet, b: PlaceSet): boolean {
  for (let word = 0; word < a.length; word++) if ((a[word]! & b[word]!) !== 0) return true;
  return false;
}
