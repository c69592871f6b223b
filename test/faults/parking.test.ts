import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { tally } from './assert-sold-exactly.js';
import { checkInvariants } from './check-invariants.js';
import { cartOf } from './shop.js';
import { openStage } from './stage.js';
import { createEmbeddedStore, createPostgresStore, type Store } from './store.js';

const sessions = 500;
const cap = 5;
const holdSeconds = 3;
/** Servers sweep every five seconds. */
const sweptWithinMs = 10_000;
const kinds = 10;
const amount = 500;

/** Each has a budget for one order: what is parked, nobody else can use. */
const coupons = Array.from({ length: kinds }, (_, index) => ({
  coupon: { id: `coupon-${index}`, benefit: { kind: 'amount', amount }, conditions: { minSpend: 1000 } },
  claim: { budget: amount },
}));

// They mostly wait: at the same time.
describe('a shopper who holds and never pays', { timeout: 120_000, concurrency: true }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  for (const kind of ['postgres', 'embedded'] as const) {
    test(`parks ${cap} at the most, and all is free after the expiry, on ${kind}`, async (t) => {
      const store: Store = kind === 'postgres' ? await createPostgresStore(cluster) : createEmbeddedStore();
      // All of them reach the ledger: it is not the rate that holds the cap.
      const args = ['--hold-seconds', String(holdSeconds), '--shopper-rate', '1000000'];
      const stage = await openStage({ store, coupons, instances: 2, args });
      const cart = cartOf();
      const customer = stage.customer('parker');
      const tokens: string[] = [];
      for (const { coupon } of coupons) {
        await customer.claim(stage.any(), coupon.id);
        const { body } = await customer.quote(stage.any(), cart, [coupon.id]);
        tokens.push(body.token);
      }
      const answers = await Promise.all(
        Array.from({ length: sessions }, (_, index) =>
          customer.reserve(stage.any(), tokens[index % tokens.length]!, cart),
        ),
      );
      assert.equal(
        answers.filter(({ status }) => status === 201).length,
        cap,
        JSON.stringify(tally(answers)),
      );
      const live = async (): Promise<number> => {
        const rows = await store.select("SELECT id FROM hold WHERE state = 'reserved'");
        return rows.length;
      };
      assert.equal(await live(), cap);
      assert.deepEqual(await checkInvariants(store), []);

      const endsAt = Math.max(...answers.map(({ body }) => Date.parse(body.hold?.expiresAt ?? 0)));
      await wait(endsAt - Date.now() + 1);
      const again = await customer.reserve(stage.any(), tokens[0]!, cart);
      assert.equal(again.status, 201, `free at once, swept or not: ${again.text}`);
      await customer.release(stage.any(), again.body.hold.id);
      // The servers themselves sweep.
      while ((await live()) > 0 && Date.now() < endsAt + sweptWithinMs) await wait(50);
      assert.equal(await live(), 0);
      const freeAfterMs = Date.now() - endsAt;
      assert.deepEqual(await store.select("SELECT id FROM claim WHERE state <> 'held'"), []);
      assert.deepEqual(await checkInvariants(store), []);
      t.diagnostic(
        `${kind}: ${sessions} sessions: ${JSON.stringify(tally(answers))}; all free ${freeAfterMs} ms after the last one has ended`,
      );
      await stage.end();
      await store.close();
    });
  }
});
