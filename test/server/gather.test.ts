import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather } from '../../src/server/gather.js';

test('decides what comes together in one batch, in the order of arrival', async () => {
  const batches: number[][] = [];
  const double = gather((batch: readonly number[]) => {
    batches.push([...batch]);
    return batch.map((number) => number * 2);
  }, 3);
  assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(double)), [2, 4, 6, 8, 10]);
  assert.deepEqual(batches, [
    [1, 2, 3],
    [4, 5],
  ]);
});

test('gathers what comes while a batch is under way into the next one', async () => {
  const batches: number[][] = [];
  let release = (): void => {};
  const echo = gather(async (batch: readonly number[]) => {
    batches.push([...batch]);
    if (batches.length === 1) await new Promise<void>((resolve) => (release = resolve));
    return batch;
  });
  const first = echo(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const others = [echo(2), echo(3)];
  release();
  assert.deepEqual(await Promise.all([first, ...others]), [1, 2, 3]);
  assert.deepEqual(batches, [[1], [2, 3]]);
});

test('fails the calls of a batch that throws, and goes on with the next', async () => {
  let calls = 0;
  const failing = gather((batch: readonly number[]) => {
    if (++calls === 1) throw new Error('disk full');
    return batch;
  });
  const results = await Promise.allSettled([failing(1), failing(2)]);
  assert.deepEqual(
    results.map((result) => result.status),
    ['rejected', 'rejected'],
  );
  assert.equal(await failing(3), 3);
});
