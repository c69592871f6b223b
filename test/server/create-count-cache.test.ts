import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCountCache } from '../../src/server/create-count-cache.js';
import type { Count } from '../../src/server/index.js';

/** A store whose count grows by one with every look at it, and a clock. */
function open(delay: () => Promise<void> = async () => {}) {
  const state = { elapsed: 0, looks: 0 };
  const counts = async (): Promise<ReadonlyMap<string, Count>> => {
    const granted = ++state.looks;
    await delay();
    return new Map([['a', { granted, spent: 0 }]]);
  };
  return Object.assign(state, { cache: createCountCache({ counts }, () => state.elapsed) });
}

describe('counts', () => {
  test('are read once for a quarter of a second', async () => {
    const store = open();
    for (const [elapsed, looks] of [
      [0, 1],
      [249, 1],
      [250, 2],
      [499, 2],
      [500, 3],
    ] as const) {
      store.elapsed = elapsed;
      const counts = await store.cache.read();
      assert.equal(store.looks, looks);
      assert.equal(counts.get('a')!.granted, looks);
    }
  });

  test('are read once for all who ask at once', async () => {
    const store = open(() => new Promise((resolve) => setTimeout(resolve, 5)));
    await Promise.all(Array.from({ length: 100 }, () => store.cache.read()));
    assert.equal(store.looks, 1);
  });

  test('know at once what was granted here', async () => {
    const { cache } = open();
    await cache.read();
    cache.add('a');
    cache.add('b');
    const counts = await cache.read();
    assert.deepEqual(counts.get('a'), { granted: 2, spent: 0 });
    assert.deepEqual(counts.get('b'), { granted: 1, spent: 0 });
  });

  test('are asked for again after the store was away', async () => {
    let away = true;
    const store = open(async () => {
      if (away) throw new Error('away');
    });
    await assert.rejects(store.cache.read());
    away = false;
    assert.equal((await store.cache.read()).get('a')!.granted, 2);
  });
});
