import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { checkInvariants } from './check-invariants.js';
import { afterMs, createCrowd } from './crowd.js';
import { campaigns, given, giveaways } from './giveaways.js';
import { createRandom } from './random.js';
import { size } from './size.js';
import { openStage, type Stage } from './stage.js';
import type { Instance } from './start-instance.js';
import { createPostgresStore } from './store.js';

const durationMs = size(10_000, 60_000);
const killEveryMs = 2_500;
const lockEveryMs = size(4_500, 8_000);
/** Longer than servers wait for a lock. */
const lockHeldMs = 3_000;
/** How wrong the clocks of the instances' machines are. */
const clocks = [10 * 60_000, -10 * 60_000, 0];
const recoveryLimitMs = 5_000;
const shoppers = size(60, 200);
const workers = 24;

const coupons = [
  coupon('hot', { amount: 500 }, { stock: 40 }),
  coupon('plenty', { percentOff: 12.5, maxAmount: 4000 }, { perShopper: 3 }, { funding: { platform: 60 } }),
  coupon('budget', { amount: 777 }, { perShopper: 3, budget: 40_000 }, { funding: { platform: 33 } }),
  coupon('paid', { amount: 650 }, { stock: 500, cost: { amount: 100 } }),
  coupon('north', { amount: 901 }, { perShopper: 2 }, { issuer: { shop: 'north' } }),
  coupon('earned', { amount: 250 }, { perShopper: 5, cost: { points: 3 } }),
  coupon('post', { kind: 'shipping', percentOff: 100 }, { perShopper: 2 }, { funding: { platform: 50 } }),
];

function coupon(
  id: string,
  benefit: { kind?: string; amount?: number; [field: string]: unknown },
  claim: object,
  more = {},
) {
  const kind = benefit.kind ?? (benefit.amount === undefined ? 'percent' : 'amount');
  return { coupon: { id, benefit: { kind, ...benefit }, conditions: { minSpend: 1000 }, ...more }, claim };
}

describe('chaos', { timeout: 300_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  test('breaks nothing that was promised', async (t) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
    const random = createRandom(seed);
    const store = await createPostgresStore(cluster);
    const args = ['--hold-seconds', '4', '--store-connections', '2', '--shopper-rate', '1000000'];
    const stage = await openStage({
      store,
      coupons: { coupons: [...coupons, ...given], campaigns },
      instances: clocks,
      args,
    });
    const crowd = createCrowd(stage, random, {
      shoppers,
      coupons: coupons.map((each) => each.coupon.id),
      ...giveaways,
    });

    const endAt = performance.now() + durationMs;
    const [kills, crashes, locks] = await Promise.all([
      killInTurn(stage, endAt),
      crashTwice(cluster),
      holdLocks(store.url, endAt),
      crowd.run(workers, afterMs(durationMs)),
    ]);
    // Who has come last gets a chance to be of use.
    await crowd.run(workers, afterMs(1_000));
    await Promise.all(stage.instances.splice(0).map((instance) => instance.stop()));

    const lost = await crowd.lost(store);
    const afterKills = kills.map(({ at }) => crowd.successAfter(at) - at);
    const inTheirPlace = kills.map(({ at, address }) => crowd.successAfter(at, address) - at);
    const afterCrashes = crashes.map((at) => crowd.successAfter(at) - at);
    t.diagnostic(
      `${durationMs / 1000} s with ${shoppers} shoppers (SEED=${seed}): ${JSON.stringify(crowd.tally)}`,
    );
    t.diagnostic(`${kills.length} kills; the first success after ${timesOf(afterKills)}`);
    t.diagnostic(`the first success of the one started in its place: after ${timesOf(inTheirPlace)}`);
    t.diagnostic(
      `${crashes.length} crashes of the database; the first success after ${timesOf(afterCrashes)}`,
    );
    t.diagnostic(`${locks} locks held for ${lockHeldMs} ms; clocks wrong by ${clocks.join(', ')} ms`);
    t.diagnostic(`acknowledged: ${JSON.stringify(crowd.acknowledged())}; lost: ${lost.length}`);
    assert.deepEqual([...(await checkInvariants(store)), ...lost], []);
    assert.deepEqual(crowd.faults, [], 'no answer says that the server itself was at fault');
    for (const ms of [...afterKills, ...afterCrashes]) {
      assert.ok(ms < recoveryLimitMs, `recovered after ${Math.round(ms)} ms`);
    }
    await store.close();
  });

  /** Kills one instance after the other, and starts another in its place. */
  async function killInTurn(stage: Stage, endAt: number): Promise<{ at: number; address: string }[]> {
    const replace = async (index: number): Promise<{ at: number; address: string }> => {
      const at = performance.now();
      await stage.instances[index]!.kill();
      const next = await startAtLast(stage, clocks[index]!);
      stage.instances[index] = next;
      return { at, address: next.address };
    };
    const kills = [];
    for (let turn = 0; performance.now() + 1.5 * killEveryMs < endAt; turn++) {
      await wait(killEveryMs);
      kills.push(replace(turn % clocks.length));
    }
    return Promise.all(kills);
  }

  /** As what watches over servers does: one that finds no database ends, and is started again. */
  async function startAtLast(stage: Stage, skewMs: number): Promise<Instance> {
    for (;;) {
      try {
        return await stage.start({ skewMs });
      } catch (error) {
        if (!/--store: /.test((error as Error).message)) throw error;
      }
    }
  }

  /** Ends the database as a power cut would, twice. Resolves to when it was gone. */
  async function crashTwice({ stop, start }: PostgresCluster): Promise<number[]> {
    const crashes = [];
    for (let turn = 0; turn < 2; turn++) {
      await wait(durationMs * 0.3);
      await stop('immediate');
      crashes.push(performance.now());
      await start();
    }
    return crashes;
  }

  /** Now and then somebody holds a lock that claims need for longer than they wait. */
  async function holdLocks(url: string, endAt: number): Promise<number> {
    let locks = 0;
    while (performance.now() + lockEveryMs + lockHeldMs < endAt) {
      await wait(lockEveryMs - lockHeldMs);
      const client = new Client(url);
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('BEGIN');
        await client.query("SELECT * FROM counter WHERE coupon IN ('hot', 'budget') FOR UPDATE");
        await wait(lockHeldMs);
        locks += 1;
      } catch {
        // The database has crashed meanwhile.
      }
      await client.end().catch(() => undefined);
    }
    return locks;
  }
});

function timesOf(times: readonly number[]): string {
  return `${times.map((ms) => Math.round(ms)).join(', ')} ms`;
}
