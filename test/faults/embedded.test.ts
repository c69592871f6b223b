import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { checkInvariants } from './check-invariants.js';
import { createCrowd } from './crowd.js';
import { campaigns, given, giveaways } from './giveaways.js';
import { createRandom } from './random.js';
import { size } from './size.js';
import { openStage } from './stage.js';
import { createEmbeddedStore } from './store.js';

const kills = size(4, 20);
const killEveryMs = 1_000;
const coupons = ['one', 'two', 'three'].map((id, index) => ({
  coupon: { id, benefit: { kind: 'amount', amount: 500 + index }, conditions: { minSpend: 1000 } },
  claim: { perShopper: 3, ...(index === 0 && { stock: 150 }), ...(index === 1 && { budget: 20_000 }) },
}));

describe('a store in one file', { timeout: 300_000 }, () => {
  test('is whole after kill -9 under load, with two processes on it, time after time', async (t) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
    const random = createRandom(seed);
    const store = createEmbeddedStore();
    const stage = await openStage({
      store,
      coupons: { coupons: [...coupons, ...given], campaigns },
      instances: 2,
      args: ['--hold-seconds', '3', '--shopper-rate', '1000000'],
    });
    const crowd = createCrowd(stage, random, {
      shoppers: 80,
      coupons: coupons.map(({ coupon }) => coupon.id),
      ...giveaways,
    });
    const killedAt: number[] = [];
    let isOver = false;
    const crowded = crowd.run(24, () => isOver);
    for (let turn = 0; turn < kills; turn++) {
      await wait(killEveryMs);
      const at = performance.now();
      // Every other time, both at once: then nobody is left who has the file open.
      const killed = turn % 2 === 0 ? [0] : [0, 1];
      await Promise.all(killed.map((index) => stage.instances[index]!.kill()));
      const next = await Promise.all(killed.map(() => stage.start()));
      killed.forEach((index, position) => (stage.instances[index] = next[position]!));
      killedAt.push(at);
    }
    await wait(killEveryMs);
    isOver = true;
    await crowded;
    await stage.end();
    const [check] = await store.select<{ integrity_check: string }>('PRAGMA integrity_check');
    assert.equal(check!.integrity_check, 'ok');
    const lost = await crowd.lost(store);
    assert.deepEqual([...(await checkInvariants(store)), ...lost], []);
    assert.deepEqual(crowd.faults, []);
    const recoveredMs = killedAt.map((at) => Math.round(crowd.successAfter(at) - at));
    t.diagnostic(`${kills} × kill -9 (SEED=${seed}): ${JSON.stringify(crowd.tally)}`);
    t.diagnostic(`the first success after ${recoveredMs.join(', ')} ms`);
    t.diagnostic(`acknowledged: ${JSON.stringify(crowd.acknowledged())}; lost: ${lost.length}`);
    for (const ms of recoveredMs) assert.ok(ms < 5_000, `recovered after ${ms} ms`);
    await store.close();
  });
});
