import { assert } from 'chai';
import { parseDecimal } from '../../../src/elements/internal/parse-decimal.js';

describe('parseDecimal', () => {
  it('gives minor units exactly, where floating point does not', () => {
    assert.equal(parseDecimal('299.00', 2), 29900);
    assert.equal(parseDecimal('1.15', 2), 115);
    assert.equal(parseDecimal('4.35', 2), 435);
    assert.equal(parseDecimal('90071992547409.91', 2), Number.MAX_SAFE_INTEGER);
  });

  it('follows the exponent of the currency', () => {
    assert.equal(parseDecimal('500', 0), 500);
    assert.equal(parseDecimal('500.00', 0), 500);
    assert.equal(parseDecimal('1.5', 3), 1500);
    assert.equal(parseDecimal(' 7. ', 2), 700);
    assert.equal(parseDecimal('0', 2), 0);
  });

  it('gives nothing for what is no price', () => {
    for (const text of [
      '',
      ' ',
      '-1',
      '1,000',
      '¥5',
      '1e3',
      'NaN',
      '.5',
      '1.234',
      '0x10',
      '٣',
      '90071992547409.92',
    ]) {
      assert.isUndefined(parseDecimal(text, 2), text);
    }
  });
});
