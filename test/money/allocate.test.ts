import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate, split } from '../../src/money/allocate.js';
import { CouponError } from '../../src/money/coupon-error.js';
import { allocateByDefinition } from '../../bench/rivals/allocate-by-definition.js';
import { weighted } from './weights.js';

for (const [lines, numRuns] of [
  [12, 5_000],
  [300, 1_000],
] as const) {
  test(`allocate gives what the definition gives, without caps and with them, for up to ${lines} lines`, () => {
    fc.assert(
      fc.property(weighted(lines), ({ total, weights, caps, keys }) => {
        if (weights.some((weight) => weight > 0)) {
          assert.deepEqual(allocate(total, weights), allocateByDefinition(total, weights));
          assert.deepEqual(
            allocate(total, weights, { keys }),
            allocateByDefinition(total, weights, { keys }),
          );
        }
        const capped = allocateByDefinition(total, weights, { caps });
        assert.deepEqual(allocate(total, weights, { caps }), capped);
        assert.deepEqual(split(total, weights, caps), capped);
        assert.deepEqual(
          allocate(total, weights, { caps, keys }),
          allocateByDefinition(total, weights, { caps, keys }),
        );
      }),
      { numRuns },
    );
  });
}

test('allocate gives each key the same share, whatever the order', () => {
  fc.assert(
    fc.property(weighted(40), fc.infiniteStream(fc.nat()), ({ total, weights, caps }, random) => {
      const keys = weights.map((_, index) => `k${(index * 7) % 41}`);
      const shares = new Map(
        allocate(total, weights, { caps, keys }).map((share, index) => [keys[index], share]),
      );
      const order = weights
        .map((_, index) => ({ index, rank: random.next().value as number }))
        .sort((a, b) => a.rank - b.rank);
      const pick = <T>(list: readonly T[]): T[] => order.map(({ index }) => list[index]!);
      const shuffled = allocate(total, pick(weights), { caps: pick(caps), keys: pick(keys) });
      assert.deepEqual(
        shuffled,
        pick(keys).map((key) => shares.get(key)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('allocate gives the odd cent to the smaller key, by UTF-16 code unit', () => {
  assert.deepEqual(allocate(1, [1, 1], { keys: ['b', 'a'] }), [0, 1]);
  assert.deepEqual(allocate(1, [1, 1], { keys: ['é', 'z'] }), [0, 1]);
  assert.deepEqual(allocate(3, [1, 1, 1, 1], { keys: ['b', 'd', 'a', 'c'] }), [1, 0, 1, 1]);
});

test('allocate cuts a total to its caps', () => {
  assert.deepEqual(allocate(100, [1, 1], { caps: [10, 20] }), [10, 20]);
  assert.deepEqual(allocate(100, [0, 0], { caps: [10, 20] }), [0, 0]);
  assert.deepEqual(allocate(0, []), []);
});

test('allocate sets one cap after the other where each is reached only because of the one before', () => {
  // Each line weighs as much as all after it, and would stay one unit below its cap without what the line before it leaves over.
  const weights = Array.from({ length: 40 }, (_, index) => 2 ** (40 - index));
  const caps = weights.map((weight, index) => weight * 8 - 1 + (index && 1));
  const shuffled = [...weights.keys()].sort((a, b) => ((a * 17) % 41) - ((b * 17) % 41));
  const pick = (list: readonly number[]): number[] => shuffled.map((index) => list[index]!);
  const total = weights.reduce((all, each) => all + each, 0) * 8;
  assert.deepEqual(
    allocate(total, pick(weights), { caps: pick(caps) }),
    allocateByDefinition(total, pick(weights), { caps: pick(caps) }),
  );
});

test('allocate changes none of its arguments', () => {
  const [weights, caps, keys] = [
    [3, 1, 2],
    [1, 9, 9],
    ['c', 'a', 'b'],
  ].map((list) => Object.freeze(list)) as [number[], number[], string[]];
  assert.deepEqual(allocate(5, weights, { caps, keys }), [1, 1, 3]);
});

for (const [argument, call] of [
  ['total', () => allocate(-1, [1])],
  ['total', () => allocate(0.5, [1])],
  ['weights', () => allocate(1, [Number.NaN])],
  ['weights', () => allocate(1, [0])],
  ['weights', () => allocate(1, [2 ** 53 - 1, 1])],
  ['caps', () => allocate(1, [1], { caps: [] })],
  ['caps', () => allocate(1, [1], { caps: [-1] })],
  ['keys', () => allocate(1, [1], { keys: [] })],
] as const) {
  test(`allocate names its argument: ${String(call).replace(/^.*?=>\s*/, '')}`, () => {
    assert.throws(call, (error) => error instanceof CouponError && error.argument === argument);
  });
}
