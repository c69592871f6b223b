import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortBy } from '../../src/model/sort-by.js';

test('sortBy goes by UTF-16 code unit, and leaves what it was given as it is', () => {
  const given = ['é', 'z', 'Z', '10', '9', '\u{1f600}', '\uffee'];
  const before = [...given];
  assert.deepEqual(
    sortBy(given, (text) => text),
    ['10', '9', 'Z', 'z', 'é', '\u{1f600}', '\uffee'],
  );
  assert.deepEqual(given, before);
});
