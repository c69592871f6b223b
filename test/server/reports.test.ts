import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { AuditEntry } from '../../src/server/ledgers/ledger.js';
import { verifyAudit } from '../../src/server/verify-audit.js';
import { openShop, type Shop } from './open-shop.js';
import { coupons, hold, newKey, reserve } from './place-order.js';

describe('what the merchant’s backend reads', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const read = (path: string) => shop.send('GET', path, undefined, { secret: true });

  test('says what became of each coupon, and who bears it', async () => {
    assert.deepEqual((await read('/v1/reports')).body, { coupons: [], campaigns: [] });
    // Three have it: one has used it, one holds it for an order, one keeps it.
    const [anna, bert, carl] = [await shop.session(), await shop.session(), await shop.session()];
    const { hold: paid, cartHash } = await reserve(shop, anna, ['tea-off', 'cup-off']);
    await reserve(shop, bert, ['tea-off']);
    await hold(shop, carl, 'tea-off');
    const redemption = { hold: paid.id, order: 'order-1', cartHash };
    const redeemed = await shop.post('/v1/redemptions', redemption, { secret: true, key: newKey() });
    assert.equal(redeemed.status, 201, JSON.stringify(redeemed.body));

    const { status, body } = await read('/v1/reports');
    assert.equal(status, 200);
    assert.deepEqual(body, {
      coupons: [
        {
          coupon: 'cup-off',
          claimed: 1,
          reserved: 0,
          redeemed: 1,
          redemptionRateBps: 10_000,
          discount: [{ currency: 'CNY', amount: 500, platform: 0 }],
        },
        {
          coupon: 'tea-off',
          claimed: 3,
          reserved: 1,
          redeemed: 1,
          redemptionRateBps: 3_333,
          discount: [{ currency: 'CNY', amount: 2_000, platform: 2_000 }],
        },
      ],
      campaigns: [],
    });
  });

  test('reads the audit log page by page, as it is hashed', async () => {
    const entries: AuditEntry[] = [];
    for (;;) {
      const { status, body } = await read(`/v1/audit?after=${entries.length}&limit=2`);
      assert.equal(status, 200);
      assert.ok(body.entries.length <= 2);
      entries.push(...body.entries);
      if (body.entries.length < 2) break;
    }
    const head = await shop.ledger.auditHead();
    assert.equal(entries.length, head.sequence);
    const verdict = await verifyAudit({
      audit: async (after = 0) => entries.slice(after),
      auditHead: async () => head,
    });
    assert.deepEqual(verdict, { holds: true, head });
    const events = entries.flatMap((entry) => JSON.parse(entry.events) as { event: string }[]);
    assert.deepEqual(
      events.filter(({ event }) => event === 'redeemed').map((event) => Object.keys(event)),
      [['event', 'hold', 'order', 'late']],
    );
  });

  for (const [query, paths] of [
    ['after=-1', ['after']],
    ['limit=0', ['limit']],
    ['limit=1001', ['limit']],
    ['after=1.5&limit=x', ['after', 'limit']],
  ] as const) {
    test(`reads no audit log with ${query}`, async () => {
      const { status, body } = await read(`/v1/audit?${query}`);
      assert.equal(status, 422);
      assert.deepEqual(
        body.problems.map(({ path }: { path: string }) => path),
        paths,
      );
    });
  }
});
