/** Draws from a seed: the same numbers on every machine, so that an instance is known by its family and its seed. */
export interface Random {
  /** At least `from`, below `to`. */
  uniform(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  chance(of: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `count` different ones, in the order of the list; all where there are not so many. */
  sample<T>(list: readonly T[], count: number): T[];
}

/**
 * Source: mulberry32 by Tommy Ettinger (public domain): one 32-bit word of state that goes up by a constant, mixed by two multiplications. Its period
 * is 2³², far more than any instance draws.
 */
export function createRandom(seed: number): Random {
  // Neighbouring seeds begin far apart.
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    uniform: (from, to) => from + next() * (to - from),
    integer,
    chance: (of) => next() < of,
    pick: (list) => list[integer(0, list.length - 1)]!,
    sample(list, count) {
      // Each is taken with the chance that leaves as many as are still wanted.
      let wanted = Math.min(count, list.length);
      return list.filter((_, index) => next() * (list.length - index) < wanted && wanted-- > 0);
    },
  };
}
