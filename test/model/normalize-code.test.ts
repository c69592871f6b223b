import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeCode } from '../../src/model/normalize-code.js';

test('codes are the same after NFKC, without spaces and zero-width characters around them, without regard to case', () => {
  for (const typed of ['SAVE10', ' save10 ', 'ＳＡＶＥ１０', '\u200bSave10\ufeff', 'save10\n'])
    assert.equal(normalizeCode(typed), 'save10');
  assert.equal(normalizeCode('STRASSE'), normalizeCode('Straße'));
  assert.notEqual(normalizeCode('save 10'), normalizeCode('save10'));
});
