import fc from 'fast-check';

/** Lists of weights on which a split could go wrong, for totals of any size. */

/** What a list of weights may look like. */
const kinds: readonly fc.Arbitrary<number>[] = [
  fc.nat(20),
  fc.nat(20_000),
  // Prices in round numbers: a percentage of them has few different remainders.
  fc.nat(300).map((units) => units * 100),
  fc.nat(2 ** 44),
];

export interface Weighted {
  readonly total: number;
  readonly weights: readonly number[];
  readonly caps: readonly number[];
  readonly keys: readonly string[];
}

/** @param maxLength as many lines at most */
export const weighted = (maxLength: number): fc.Arbitrary<Weighted> =>
  fc
    .tuple(fc.integer({ min: 1, max: maxLength }), fc.constantFrom(...kinds), fc.constantFrom(...kinds))
    .chain(([length, weight, cap]) => {
      const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
        fc.array(of, { minLength: length, maxLength: length, size: 'max' });
      return fc.tuple(
        fc.oneof(
          list(weight),
          weight.map((each) => new Array<number>(length).fill(each)),
        ),
        list(cap),
        list(fc.string({ maxLength: 2 })),
        fc.oneof(
          fc.nat(100),
          fc.nat(2 ** 50),
          fc.nat(100).map((percent) => percent / 100),
        ),
      );
    })
    .map(([weights, caps, keys, total]) => ({
      // A percentage of the sum is a total whose exact shares are close to whole units.
      total: Number.isInteger(total)
        ? total
        : Math.round(weights.reduce((all, each) => all + each, 0) * total),
      weights,
      caps,
      keys,
    }));
