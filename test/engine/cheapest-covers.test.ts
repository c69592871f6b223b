import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  cheapestCovers,
  combineCovers,
  type Cover,
  type Pickable,
  type Target,
} from '../../src/engine/cheapest-covers.js';

const products = fc
  .array(
    fc.record({ unitPrice: fc.integer({ min: 1, max: 40 }), maxQuantity: fc.integer({ min: 1, max: 9 }) }),
    {
      maxLength: 6,
    },
  )
  .map((list) => list.map((each, index): Pickable => ({ ...each, index })));
const targets = fc
  .record({ spend: fc.integer({ min: 0, max: 90 }), units: fc.integer({ min: 0, max: 4 }) })
  .filter(({ spend, units }) => spend + units > 0);

const pricesOf = (covers: readonly Cover[]): number[] => covers.map(({ price }) => price);
const priceOf = (picks: ReadonlyMap<number, number>, list: readonly Pickable[]): number =>
  [...picks].reduce((sum, [index, quantity]) => sum + list[index]!.unitPrice * quantity, 0);

/** Every choice of some products, so many units of each, up to `most` units. */
function choices(list: readonly Pickable[], most: number): ReadonlyMap<number, number>[] {
  return list.reduce<ReadonlyMap<number, number>[]>(
    (all, { index, maxQuantity }) =>
      all.flatMap((picks) => {
        const taken = [...picks.values()].reduce((sum, quantity) => sum + quantity, 0);
        return Array.from({ length: Math.min(maxQuantity, most - taken) + 1 }, (_, quantity) =>
          quantity ? new Map([...picks, [index, quantity]]) : picks,
        );
      }),
    [new Map()],
  );
}

function reaches(
  picks: ReadonlyMap<number, number>,
  list: readonly Pickable[],
  { spend, units }: Target,
): boolean {
  const count = [...picks.values()].reduce((sum, quantity) => sum + quantity, 0);
  return priceOf(picks, list) >= spend && count >= units;
}

/** Whether it reaches the target, and with any unit left out would not. */
function isTight(picks: ReadonlyMap<number, number>, list: readonly Pickable[], target: Target): boolean {
  return (
    reaches(picks, list, target) &&
    [...picks].every(
      ([index, quantity]) => !reaches(new Map([...picks, [index, quantity - 1]]), list, target),
    )
  );
}

describe('cheapestCovers', () => {
  it('gives the cheapest of all choices of one product, and of up to three units of several where no so few of one are cheaper', () => {
    fc.assert(
      fc.property(
        products,
        targets,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (list, target, count, several) => {
          const covers = cheapestCovers(list, target, count, several);
          for (const { picks, price } of covers) {
            assert.equal(price, priceOf(picks, list));
            assert.ok(isTight(picks, list, target));
            for (const [index, quantity] of picks) assert.ok(quantity <= list[index]!.maxQuantity);
          }
          const singles = list
            .flatMap((each) => choices([each], each.maxQuantity))
            .filter((picks) => picks.size && isTight(picks, list, target))
            .map((picks) => priceOf(picks, list))
            .sort((a, b) => a - b);
          const few = Math.min(
            ...list
              .flatMap((each) => choices([each], Math.min(3, each.maxQuantity)))
              .filter((picks) => picks.size && isTight(picks, list, target))
              .map((picks) => priceOf(picks, list)),
          );
          const mixed = choices(list, 3)
            .filter((picks) => picks.size > 1 && isTight(picks, list, target))
            .map((picks) => priceOf(picks, list))
            .filter((price) => price < few)
            .sort((a, b) => a - b);
          assert.deepEqual(pricesOf(covers.filter(({ picks }) => picks.size > 1)), mixed.slice(0, several));
          assert.deepEqual(pricesOf(covers.filter(({ picks }) => picks.size === 1)), singles.slice(0, count));
          assert.deepEqual(
            pricesOf(covers),
            [...pricesOf(covers)].sort((a, b) => a - b),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('finds the pair that comes to just what is missing', () => {
    const list = [1_990, 3_010, 4_900, 6_000].map((unitPrice, index) => ({
      index,
      unitPrice,
      maxQuantity: Infinity,
    }));
    const covers = cheapestCovers(list, { spend: 5_000, units: 0 }, 2, 2);
    assert.deepEqual(
      [...covers[0]!.picks],
      [
        [0, 1],
        [1, 1],
      ],
    );
    assert.deepEqual(pricesOf(covers), [5_000, 5_970, 6_000]);
  });

  it('takes as many of one thing as it takes', () => {
    const [cover] = cheapestCovers(
      [{ index: 0, unitPrice: 3, maxQuantity: Infinity }],
      { spend: 1e12, units: 0 },
      1,
      1,
    );
    assert.deepEqual([...cover!.picks], [[0, 333_333_333_334]]);
  });

  it('looks through a thousand products quickly', () => {
    const list = Array.from({ length: 1_000 }, (_, index) => ({
      index,
      unitPrice: 100 + ((index * index * 7_919) % 30_011),
      maxQuantity: 2,
    }));
    const start = performance.now();
    assert.equal(cheapestCovers(list, { spend: 29_999, units: 0 }, 24, 3)[0]!.price, 29_999);
    assert.ok(performance.now() - start < 1_000);
  });
});

describe('combineCovers', () => {
  it('gives the cheapest that take one of each list, with no more of a product than there is', () => {
    const cover = (index: number, price: number): Cover => ({ picks: new Map([[index, 1]]), price });
    const lists = [
      [cover(0, 10), cover(1, 12)],
      [cover(0, 10), cover(2, 11)],
    ];
    const all = combineCovers(lists, () => 2, 3);
    assert.deepEqual(pricesOf(all), [20, 21, 22]);
    assert.deepEqual([...all[0]!.picks], [[0, 2]]);
    assert.deepEqual(pricesOf(combineCovers(lists, () => 1, 3)), [21, 22, 23]);
    assert.deepEqual(
      combineCovers([lists[0]!, []], () => 2, 3),
      [],
    );
  });
});
