import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sum } from '../../src/money/allocate.js';
import { roundShares } from '../../src/money/round-shares.js';
import { allocateByDefinition } from '../../bench/rivals/allocate-by-definition.js';
import { weighted, type Weighted } from './weights.js';

function assertByDefinition({ total, weights }: Pick<Weighted, 'total' | 'weights'>): void {
  const weight = sum(weights);
  assert.deepEqual(
    roundShares(total, weights, weight),
    weight ? allocateByDefinition(total, weights) : weights,
  );
}

for (const [lines, numRuns] of [
  [12, 5_000],
  [400, 1_000],
] as const) {
  test(`roundShares gives what the definition gives, for up to ${lines} lines`, () => {
    fc.assert(fc.property(weighted(lines), assertByDefinition), { numRuns });
  });
}

test('roundShares is exact up to the last safe integer', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const parts = fc.array(fc.oneof(fc.nat(3), fc.maxSafeNat()), { minLength: 1, maxLength: 40, size: 'max' });
  const nearMost = fc.oneof(
    fc.nat(9).map((less) => most - less),
    fc.maxSafeNat(),
  );
  fc.assert(
    fc.property(parts, nearMost, (cuts, total) => {
      // The distances between sorted cuts add up to the last safe integer.
      const sorted = [...cuts, most].sort((a, b) => a - b);
      const weights = sorted.map((cut, index) => cut - (sorted[index - 1] ?? 0));
      assertByDefinition({ total, weights });
    }),
    { numRuns: 3_000 },
  );
});

// A hundred thousand lines, of which almost all have the same remainder: below a half, of a half, above it.
for (const odd of [30_000, 50_000, 70_000]) {
  test(`roundShares gives ${odd} odd units among equals to the smaller indices`, () => {
    const weights = new Array<number>(100_000).fill(999);
    const shares = roundShares(700_000 + odd, weights, sum(weights));
    assert.deepEqual(
      shares,
      weights.map((_, index) => (index < odd ? 8 : 7)),
    );
  });
}

test('roundShares tells remainders apart that differ by one, where hundreds are equal', () => {
  for (let larger = 2; larger < 60; larger++) {
    const weights = Array.from({ length: 400 }, (_, index) => (index % 3 ? larger : 1));
    const weight = sum(weights);
    // One of these totals gives the two weights remainders that differ by one.
    for (let total = 1; total < weight; total++)
      if ((total * (larger - 1)) % weight === 1) assertByDefinition({ total, weights });
  }
});

test('roundShares gives what the definition gives for a hundred thousand lines', () => {
  for (const scale of [1, 3_000_000]) {
    const weights = Array.from({ length: 100_000 }, (_, index) => ((index * 7_919) % 20_011) * scale);
    assertByDefinition({ total: 123_456_789, weights });
  }
});
