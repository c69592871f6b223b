import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { divideProduct, percentOf, roundProduct, subtractProducts } from '../../src/money/divide.js';

const large = fc.oneof(fc.nat(1_000), fc.maxSafeNat());

test('divideProduct is exact over all safe integers', () => {
  fc.assert(
    fc.property(large, large, large, (a, b, divisor) => {
      fc.pre(divisor > 0 && BigInt(a) * BigInt(b) < BigInt(divisor) * 2n ** 53n);
      const [quotient, remainder] = divideProduct(a, b, divisor);
      assert.equal(BigInt(a) * BigInt(b), BigInt(quotient) * BigInt(divisor) + BigInt(remainder));
      assert.ok(remainder >= 0 && remainder < divisor);
    }),
    { numRuns: 5_000 },
  );
});

test('roundProduct is the nearest integer, and of two the larger, over all safe integers', () => {
  fc.assert(
    fc.property(large, large, large, (a, b, divisor) => {
      fc.pre(divisor > 0 && BigInt(a) * BigInt(b) < BigInt(divisor) * 2n ** 53n - BigInt(divisor));
      // |a × b − rounded × divisor| in halves of the divisor.
      const apart = 2n * (BigInt(a) * BigInt(b) - BigInt(roundProduct(a, b, divisor)) * BigInt(divisor));
      assert.ok(apart >= -BigInt(divisor) && apart < BigInt(divisor));
    }),
    { numRuns: 5_000 },
  );
  assert.deepEqual([roundProduct(1, 1, 2), roundProduct(1, 1, 3), roundProduct(3, 5, 15)], [1, 0, 1]);
});

test('subtractProducts is exact where the difference is a safe integer, and always of its sign', () => {
  const near = fc.tuple(large, large, large, fc.integer({ min: -3, max: 3 })).map(([a, b, c, off]) => {
    // The closest `d` to a × b ÷ c, give or take a few.
    const d = Number((BigInt(a) * BigInt(b)) / BigInt(c || 1)) + off;
    return [a, b, c, Number.isSafeInteger(d) && d >= 0 ? d : a] as const;
  });
  fc.assert(
    fc.property(fc.oneof(near, fc.tuple(large, large, large, large)), ([a, b, c, d]) => {
      const exact = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
      const difference = subtractProducts(a, b, c, d);
      if (Number.isSafeInteger(Number(exact))) assert.equal(difference, Number(exact));
      assert.equal(Math.sign(difference), exact > 0n ? 1 : exact < 0n ? -1 : 0);
    }),
    { numRuns: 20_000 },
  );
});

test('percentOf rounds half up', () => {
  assert.deepEqual(
    [percentOf(1, 50), percentOf(1, 49.99), percentOf(150, 33), percentOf(10, 5)],
    [1, 0, 50, 1],
  );
});

test('percentOf takes two decimals for what they say, not for their binary fraction', () => {
  assert.equal(percentOf(10_000, 1.15), 115);
  assert.equal(percentOf(10_000, 8.7), 870);
});
