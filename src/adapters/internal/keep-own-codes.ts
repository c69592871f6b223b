import { normalizeCode } from '../../model/normalize-code.js';
import type { TextStorage } from './open-storage.js';

/**
 * Which codes on the cart have we put there ourselves? Only those may leave it when they are not wanted any more: what the shopper typed, here or into the shop’s own
 * form, or the shop has put there, stays as the platform takes it, also where the best set by couponkit’s rules is without it.
 */
export interface OwnCodes {
  has(code: string): boolean;
  /**
   * Says which codes are wanted from now on, and which are on the cart. What was wanted before and is not now, with nothing else in its place, was taken out
   * by the shopper: that is ours to take off, whoever has put it there; where nothing is wanted any more, all that is known.
   */
  want(wanted: readonly string[], there: readonly string[], known: readonly string[]): void;
}

/** @param name what they are kept under, from page to page */
export function keepOwnCodes(storage: TextStorage, name: string): OwnCodes {
  /** The wish before this one, on this page. */
  let last: readonly string[] = [];
  const read = (): readonly string[] => {
    try {
      const list: unknown = JSON.parse(storage.getItem(name) ?? '[]');
      return Array.isArray(list) ? list : [];
    } catch {
      return [];
    }
  };
  return {
    has: (code) => read().includes(normalizeCode(code)),
    want(wanted, there, known) {
      const next = wanted.map(normalizeCode);
      const found = there.map(normalizeCode);
      const isLess = next.every((code) => last.includes(code));
      const before = next.length || !last.length ? last : known.map(normalizeCode);
      const takenOut = isLess ? before.filter((code) => !next.includes(code)) : [];
      const own = [
        ...[...read(), ...takenOut].filter((code) => found.includes(code)),
        ...next.filter((code) => !found.includes(code)),
      ];
      last = next;
      storage.setItem(name, JSON.stringify([...new Set(own)]));
    },
  };
}
