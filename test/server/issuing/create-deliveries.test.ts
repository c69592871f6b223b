import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeliveries } from '../../../src/server/issuing/create-deliveries.js';

test('what was delivered is remembered for good, or for a while, by campaign and shopper', () => {
  let elapsed = 0;
  const deliveries = createDeliveries(() => elapsed);
  deliveries.add('a', 'ann');
  deliveries.add('b', 'ann', 60_000);
  const known = () => [deliveries.has('a', 'ann'), deliveries.has('b', 'ann'), deliveries.has('a', 'bob')];
  assert.deepEqual(known(), [true, true, false]);
  elapsed = 60_000;
  assert.deepEqual(known(), [true, false, false]);
});

test('the first are forgotten where there are too many, which the store makes good', () => {
  const deliveries = createDeliveries();
  for (let index = 0; index <= 100_000; index++) deliveries.add('a', `${index}`);
  assert.deepEqual([deliveries.has('a', '0'), deliveries.has('a', '1')], [false, true]);
});
