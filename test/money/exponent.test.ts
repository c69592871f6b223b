import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CouponError } from '../../src/money/coupon-error.js';
import { exponentOf } from '../../src/money/exponent.js';

for (const [currency, exponent] of [
  ['CNY', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
  ['HUF', 2],
  ['COP', 2],
  ['IDR', 2],
  ['ISK', 0],
] as const) {
  test(`${currency} has ${exponent} decimals`, () => assert.equal(exponentOf(currency), exponent));
}

test('exponentOf throws for what is no currency', () => {
  for (const bad of ['', 'cny', 'YEN!', 'F C', 'CNYX']) assert.throws(() => exponentOf(bad), CouponError);
});
