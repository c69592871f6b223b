import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimiter } from '../../src/server/rate-limiter.js';

test('lets a burst through, then says how long to wait', () => {
  const limiter = createRateLimiter({ burst: 2, perMinute: 60 });
  assert.deepEqual(
    [0, 0, 0].map((now) => limiter.take('a', now)),
    [0, 0, 1000],
  );
  assert.equal(limiter.take('a', 400), 600);
  assert.equal(limiter.take('a', 1000), 0);
  assert.equal(limiter.take('a', 1000), 1000);
});

test('never holds more than the burst, and keeps subjects apart', () => {
  const limiter = createRateLimiter({ burst: 2, perMinute: 60 });
  limiter.take('a', 0);
  assert.deepEqual(
    [1e9, 1e9, 1e9].map((now) => limiter.take('a', now)),
    [0, 0, 1000],
  );
  assert.equal(limiter.take('b', 1e9), 0);
});

test('takes several at once, all or none', () => {
  const limiter = createRateLimiter({ burst: 5, perMinute: 60 });
  assert.equal(limiter.take('a', 0, 4), 0);
  assert.equal(limiter.take('a', 0, 4), 3000);
  assert.equal(limiter.take('a', 0, 1), 0);
});

test('is not confused by a clock that goes back', () => {
  const limiter = createRateLimiter({ burst: 1, perMinute: 60 });
  limiter.take('a', 10_000);
  assert.equal(limiter.take('a', 5_000), 1000);
});

test('remembers a bounded number of subjects', () => {
  const limiter = createRateLimiter({ burst: 1, perMinute: 1 });
  for (let index = 0; index < 250_000; index++) limiter.take(`s${index}`, index);
  assert.ok(limiter.take('s249999', 249_999) > 0, 'one that is in use is still known');
});
