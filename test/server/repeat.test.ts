import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { repeat } from '../../src/server/repeat.js';

test('acts at once and again, never twice at a time, until it is stopped', async () => {
  let active = 0;
  let acts = 0;
  const stop = repeat(
    async () => {
      assert.equal(++active, 1);
      acts++;
      await wait(10);
      active--;
    },
    2,
    (fault) => assert.fail(String(fault)),
  );
  assert.equal(acts, 1);
  await wait(150);
  await stop();
  assert.equal(active, 0, 'what was under way has ended');
  assert.ok(acts > 3, `${acts} times`);
  const before = acts;
  await wait(30);
  assert.equal(acts, before);
});

test('goes on after faults, and says the first of several in a row', async () => {
  const faults: unknown[] = [];
  let acts = 0;
  const stop = repeat(
    async () => {
      acts++;
      // Fails at 1, 2, 3, works at 4, fails from 5 on.
      if (acts !== 4) throw new Error(`act ${acts}`);
    },
    1,
    (fault) => faults.push((fault as Error).message),
  );
  while (acts < 8) await wait(1);
  await stop();
  assert.deepEqual(faults, ['act 1', 'act 5']);
});
