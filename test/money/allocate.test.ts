import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate } from '../../src/money/allocate.js';
import { CouponError } from '../../src/money/coupon-error.js';

const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);

/** The same split by its definition, in exact integers and without any shortcut. */
function byDefinition(
  total: number,
  weights: readonly number[],
  caps: readonly number[] = weights.map(() => Infinity),
): number[] {
  const shares = weights.map(() => 0);
  let open = weights.map((_, index) => index).filter((index) => weights[index]! > 0);
  let rest = BigInt(Math.min(total, sum(caps.filter((_, index) => weights[index]! > 0))));
  for (;;) {
    const weight = open.reduce((all, index) => all + BigInt(weights[index]!), 0n);
    const full = open.filter(
      (index) => caps[index] !== Infinity && rest * BigInt(weights[index]!) >= BigInt(caps[index]!) * weight,
    );
    if (!full.length) {
      if (!open.length) return shares;
      const parts = open.map((index) => rest * BigInt(weights[index]!));
      open.forEach((index, position) => (shares[index] = Number(parts[position]! / weight)));
      const odd = rest - open.reduce((all, index) => all + BigInt(shares[index]!), 0n);
      open
        .map((index, position) => ({ index, remainder: parts[position]! % weight }))
        .sort((a, b) =>
          a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
        )
        .slice(0, Number(odd))
        .forEach(({ index }) => shares[index]!++);
      return shares;
    }
    for (const index of full) {
      shares[index] = caps[index]!;
      rest -= BigInt(caps[index]!);
    }
    open = open.filter((index) => !full.includes(index));
  }
}

const weighted = fc
  .array(fc.tuple(fc.oneof(fc.nat(20), fc.nat(2 ** 45)), fc.oneof(fc.nat(30), fc.nat(2 ** 44))), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pairs) => ({ weights: pairs.map(([weight]) => weight), caps: pairs.map(([, cap]) => cap) }));
const totals = fc.oneof(fc.nat(100), fc.nat(2 ** 50));

test('allocate gives what the definition gives, without caps and with them', () => {
  fc.assert(
    fc.property(totals, weighted, (total, { weights, caps }) => {
      if (sum(weights)) assert.deepEqual(allocate(total, weights), byDefinition(total, weights));
      assert.deepEqual(allocate(total, weights, { caps }), byDefinition(total, weights, caps));
    }),
    { numRuns: 5_000 },
  );
});

test('allocate gives each key the same share, whatever the order', () => {
  fc.assert(
    fc.property(totals, weighted, fc.infiniteStream(fc.nat()), (total, { weights, caps }, random) => {
      const keys = weights.map((_, index) => `k${(index * 7) % 13}`);
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
});

test('allocate cuts a total to its caps', () => {
  assert.deepEqual(allocate(100, [1, 1], { caps: [10, 20] }), [10, 20]);
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
  test(`allocate names its argument: ${String(call).slice(6)}`, () => {
    assert.throws(call, (error) => error instanceof CouponError && error.argument === argument);
  });
}
