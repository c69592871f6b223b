import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromDecimal, toDecimal } from '../../../src/server/settlement/decimal.js';

test('writes as many decimals as the currency has', () => {
  assert.deepEqual(
    [
      toDecimal(5, 'CNY'),
      toDecimal(-1230, 'CNY'),
      toDecimal(0, 'CNY'),
      toDecimal(-7, 'JPY'),
      toDecimal(12, 'KWD'),
    ],
    ['0.05', '-12.30', '0.00', '-7', '0.012'],
  );
});

test('reads every amount as it was written, the largest too', () => {
  const currencies = fc.constantFrom('CNY', 'JPY', 'KWD', 'CLF');
  fc.assert(
    fc.property(fc.maxSafeInteger(), currencies, (amount, currency) => {
      assert.equal(fromDecimal(toDecimal(amount, currency), currency), amount);
    }),
  );
});

test('reads fewer decimals, never more than there are, and nothing that is no amount', () => {
  assert.deepEqual(
    [fromDecimal('12.3', 'CNY'), fromDecimal('-12', 'CNY'), fromDecimal('-0', 'CNY')],
    [1230, -1200, 0],
  );
  for (const text of ['12.345', '1,200.00', '.5', '5.', '', ' 5', '1e3', '９', '90071992547409.92']) {
    assert.equal(fromDecimal(text, 'CNY'), undefined, text);
  }
});
