import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseShopper } from '../../src/model/parse-shopper.js';

test('a shopper comes out as it went in, without what is not known of shoppers', () => {
  assert.deepEqual(parseShopper({ tags: ['vip'], orders: 0, points: 5, email: 'x' }), {
    ok: true,
    value: { tags: ['vip'], orders: 0, points: 5 },
  });
});

test('a bad field is named', () => {
  const parsed = parseShopper({ tags: 'vip', orders: -1 });
  assert.ok(!parsed.ok);
  assert.deepEqual(
    parsed.problems.map(({ path }) => path),
    ['tags', 'orders'],
  );
});
