import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { assertAllEnded, race } from './race-with-expiry.js';
import { size } from './size.js';
import { openStage } from './stage.js';
import { startSweepers } from './start-sweepers.js';
import { createEmbeddedStore, createPostgresStore, type Store } from './store.js';

const holds = size(200, 1_000);
const holdSeconds = size(2, 8);

// They mostly wait: at the same time.
describe(
  'holds that are paid in the moment in which they end',
  { timeout: 300_000, concurrency: true },
  () => {
    let cluster: PostgresCluster;
    before(async () => {
      cluster = await startPostgres();
    });
    after(() => cluster.remove());

    for (const kind of ['postgres', 'embedded'] as const) {
      test(`are the payment’s or the next hold’s, never both, on ${kind}`, async (t) => {
        const store: Store = kind === 'postgres' ? await createPostgresStore(cluster) : createEmbeddedStore();
        const coupons = [
          {
            coupon: { id: 'edge', benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } },
            claim: { budget: 500 * holds },
          },
        ];
        const args = ['--hold-seconds', String(holdSeconds)];
        const stage = await openStage({ store, coupons, instances: 2, args });
        const stopSweepers = await startSweepers(store, 2);
        const outcomes = await race(stage, 'edge', holds);
        await wait(holdSeconds * 1000);
        await assertAllEnded(store, outcomes);
        const swept = await stopSweepers();
        t.diagnostic(
          `${kind}: ${holds} holds, two sweepers: ${JSON.stringify({ ...outcomes.counts, swept })}`,
        );
        await stage.end();
        await store.close();
      });
    }
  },
);
