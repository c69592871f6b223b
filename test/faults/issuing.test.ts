import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { quote, refund } from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { IssueAttempt, Prize } from '../../src/server/ledgers/issuing.js';
import type { Ledger } from '../../src/server/ledgers/ledger.js';
import type { OrderSnapshot } from '../../src/server/order-snapshot.js';
import { checkInvariants } from './check-invariants.js';
import { mapInParallel } from './map-in-parallel.js';
import { createRandom, type Random } from './random.js';
import { size } from './size.js';
import { createEmbeddedStore, createPostgresStore, type Store } from './store.js';

const draws = size(1_500, 10_000);
const shoppers = size(300, 2_000);
const inFlight = 200;
const budget = 90_000;
const prizes: readonly Prize[] = [
  { id: 'rare', oddsBps: 500, stock: 3, grants: [{ coupon: 'rare', stock: 3 }], worth: 5_000 },
  { id: 'credit', oddsBps: 3_000, grants: [{ coupon: 'credit', credit: 300 }], worth: 300 },
  { id: 'points', oddsBps: 3_000, grants: [], points: 7, worth: 0 },
];

describe('a draw that everybody takes part in at once', { timeout: 300_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  for (const [kind, instances] of [
    ['postgres', 4],
    ['embedded', 1],
  ] as const) {
    test(`gives no more than there is, and loses none of it, by ${instances} on ${kind}`, async (t) => {
      const store: Store = kind === 'postgres' ? await createPostgresStore(cluster) : createEmbeddedStore();
      const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
      const random = createRandom(seed);
      const ledgers = await Promise.all(Array.from({ length: instances }, () => store.openLedger()));
      const states = new Map<string, number>();
      const attempts = Array.from({ length: draws }, (_, index) =>
        attemptOf(index, random.below(10_000) / 10_000),
      );
      await mapInParallel(attempts, inFlight, async (attempt, index) => {
        const ledger = ledgers[index % instances]!;
        const { state } = await ledger.issue(attempt);
        states.set(state, (states.get(state) ?? 0) + 1);
        if (state === 'done' && random.chance(0.3)) await spendSome(ledger, attempt.shopper, random);
      });
      t.diagnostic(`${draws} draws (SEED=${seed}): ${JSON.stringify([...states])}`);
      const counts = (await ledgers[0]!.issueCounts()).get('wheel')!;
      await Promise.all(ledgers.map((ledger) => ledger.close()));
      assert.ok((counts.prizes.get('rare') ?? 0) <= 3);
      assert.ok(counts.spent <= budget);
      assert.ok((states.get('taken') ?? 0) > 0 && (states.get('done') ?? 0) > shoppers);
      assert.deepEqual(await checkInvariants(store), []);
      await store.close();
    });
  }
});

function attemptOf(index: number, chance: number): IssueAttempt {
  const shopper = `shopper:${index % shoppers}`;
  return {
    campaign: 'wheel',
    shopper,
    subject: shopper,
    // Each fourth is a repeat of the one before it of the same shopper.
    key: `draw ${Math.floor(index / shoppers / 4) * 4 + Math.min(2, Math.floor(index / shoppers) % 4)}`,
    request: 'draw',
    limits: { perShopperPerDay: 3, budget },
    prizes,
    chance,
  };
}

/** Buys for a part of the credit, and sometimes sends half of it back. */
async function spendSome(ledger: Ledger, shopper: string, random: Random): Promise<void> {
  const piece = (await ledger.holdings(shopper)).find(({ balance, state }) => balance && state === 'held');
  if (!piece) return;
  const amount = 1 + random.below(piece.balance!);
  const keyed = (key: string) => ({
    subject: shopper,
    key: `${key} ${piece.id} ${random.below(1e9)}`,
    request: key,
  });
  const hold = await ledger.reserve({
    ...keyed('reserve'),
    shopper,
    cartHash: 'h',
    order: orderOf(amount),
    parts: [{ claim: piece.id, coupon: 'credit', amount }],
  });
  if (hold.state !== 'done') return;
  const order = `order ${hold.value.id}`;
  const paid = await ledger.redeem({ ...keyed('redeem'), hold: hold.value.id, order, cartHash: 'h' });
  if (paid.state !== 'done' || random.chance(0.5)) return;
  const returned = [{ line: 'l', quantity: 1 }];
  await ledger.reverse({ ...keyed('reverse'), redemption: paid.value.id, returned, refund });
}

function orderOf(amount: number): OrderSnapshot {
  const cart = { currency: 'CNY', lines: [{ id: 'l', product: 'p', unitPrice: 5_000, quantity: 2 }] };
  const benefit: { readonly kind: string; readonly amount: number } = { kind: 'amount', amount };
  const coupon: Coupon = { id: 'credit', layer: 'payment', benefit };
  const pricedAt = Date.parse('2026-11-22T12:00:00Z');
  return { cart, quote: quote(cart, [coupon], { now: pricedAt }), coupons: [coupon], policy: {}, pricedAt };
}
