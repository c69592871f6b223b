import { after, before, describe, test } from 'node:test';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { assertSoldExactly, sell } from './assert-sold-exactly.js';
import { size } from './size.js';
import { openStage } from './stage.js';
import { createEmbeddedStore, createPostgresStore, type Store } from './store.js';

const stocks = [1, 5, 500];
/** For each; in the short form 2,000 together. */
const triesFor = (stock: number): number => size(stock === 500 ? 1_200 : 400, 10_000);

const coupons = (named: readonly number[]) =>
  named.map((stock) => ({
    coupon: {
      id: `stock-${stock}`,
      benefit: { kind: 'amount', amount: 500 },
      conditions: { minSpend: 1000 },
    },
    claim: { stock },
  }));

describe('a coupon that everybody wants at once', { timeout: 600_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  for (const [kind, instanceCounts] of [
    ['postgres', [1, 2, 4]],
    ['embedded', [1, 2]],
  ] as const) {
    for (const instances of instanceCounts) {
      test(`is sold as often as it is there, by ${instances} on ${kind}`, async (t) => {
        const store: Store = kind === 'postgres' ? await createPostgresStore(cluster) : createEmbeddedStore();
        const stage = await openStage({ store, coupons: coupons(stocks), instances });
        for (const stock of stocks) {
          const tries = triesFor(stock);
          const sale = await sell(stage, `stock-${stock}`, stock, tries);
          await assertSoldExactly(store, sale);
          const rate = Math.round(tries / (sale.tookMs / 1000));
          t.diagnostic(
            `${kind}, ${instances} × server: ${stock} of ${stock} in ${tries} tries, ${rate} tries/s`,
          );
        }
        await stage.end();
        await store.close();
      });
    }
  }
});
