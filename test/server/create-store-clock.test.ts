import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStoreClock } from '../../src/server/create-store-clock.js';

function open() {
  const state = { elapsed: 0, ahead: 1_000_000, looks: 0, away: false };
  const now = async (): Promise<number> => {
    state.looks += 1;
    if (state.away) throw new Error('away');
    return state.ahead + state.elapsed;
  };
  return Object.assign(state, { clock: createStoreClock({ now }, () => state.elapsed) });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the store’s clock', () => {
  test('goes on without asking the store each time', async () => {
    const store = open();
    assert.equal(await store.clock(), 1_000_000);
    store.elapsed = 999;
    assert.equal(await store.clock(), 1_000_999);
    assert.equal(store.looks, 1);
  });

  test('follows a store that was set, within a second', async () => {
    const store = open();
    await store.clock();
    store.ahead += 600_000;
    store.elapsed = 1000;
    await store.clock();
    await turn();
    assert.equal(await store.clock(), 1_601_000);
    assert.equal(store.looks, 2);
  });

  test('goes on while the store is away', async () => {
    const store = open();
    await store.clock();
    store.away = true;
    store.elapsed = 5000;
    assert.equal(await store.clock(), 1_005_000);
    await turn();
    store.elapsed = 6000;
    assert.equal(await store.clock(), 1_006_000);
  });

  test('tells no time before the store has said it', async () => {
    const store = open();
    store.away = true;
    await assert.rejects(store.clock(), /away/);
    store.away = false;
    assert.equal(await store.clock(), 1_000_000);
  });

  test('asks once for all who ask at once', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 50 }, () => store.clock()));
    assert.equal(store.looks, 1);
  });
});
