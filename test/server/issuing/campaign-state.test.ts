import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createZoneClock } from '../../../src/server/create-zone-clock.js';
import { createCouponBook } from '../../../src/server/coupon-book.js';
import type { Campaign } from '../../../src/server/index.js';
import { createCampaignBook } from '../../../src/server/issuing/campaign-book.js';
import { campaignStanding, leftOf, type Standing } from '../../../src/server/issuing/campaign-state.js';
import type { IssueRecord } from '../../../src/server/ledgers/issuing.js';
import type { Holding } from '../../../src/server/ledgers/ledger.js';

const noon = Date.parse('2026-11-21T12:00:00Z');
const rewards = [{ coupon: 'ten' }];
const pack = { id: 'c', kind: 'pack', rewards } as const;

async function stand(campaign: Campaign, more: Partial<Standing> = {}, claim = {}) {
  const benefit: { kind: string; amount: number } = { kind: 'amount', amount: 1_000 };
  const coupons = await createCouponBook([{ coupon: { id: 'ten', benefit }, claim }]);
  const [entry] = (await createCampaignBook([campaign], coupons)).all;
  return campaignStanding(entry!, {
    side: 'own',
    identity: undefined,
    records: [],
    holdings: [],
    issued: undefined,
    counts: new Map(),
    now: noon,
    isoInZone: createZoneClock('UTC'),
    ...more,
  });
}

const record = (day: string, more: Partial<IssueRecord> = {}): IssueRecord => ({
  id: day,
  campaign: 'c',
  shopper: 'shopper:a',
  at: noon,
  day,
  claims: [],
  ...more,
});
const past = '2026-11-21T12:00:00Z';
const future = '2026-11-21T12:00:00.001Z';
const full = { issued: { issued: 5, spent: 0, prizes: new Map() } };
const had = { records: [record('2026-11-20')] };

describe('a campaign is', () => {
  for (const [state, campaign, standing] of [
    ['ended', { ...pack, closesAt: past, limits: { stock: 5 } }, { ...full, ...had }],
    ['available', { ...pack, closesAt: future }, {}],
    ['upcoming', { ...pack, opensAt: future, limits: { stock: 5 } }, full],
    ['available', { ...pack, opensAt: past }, {}],
    ['taken', { ...pack, limits: { stock: 5 } }, { ...full, ...had }],
    ['sold-out', { ...pack, limits: { stock: 5 }, audience: 'signed-in' }, full],
    ['sign-in', { ...pack, audience: 'signed-in' }, {}],
    ['sign-in', { ...pack, maxOrders: 0 }, {}],
    ['sign-in', { ...pack, shopperTags: ['member'] }, {}],
    ['available', pack, { records: [record('2026-11-20', { campaign: 'other' })] }],
  ] as const satisfies readonly (readonly [string, Campaign, Partial<Standing>])[]) {
    test(`${state} with ${JSON.stringify(campaign)} and ${JSON.stringify(standing)}`, async () => {
      assert.equal((await stand(campaign, standing)).state, state);
    });
  }

  test('sold out where its coupon is disabled, or nothing is left of the coupon’s stock or budget', async () => {
    const counts = new Map([['ten', { granted: 3, spent: 900 }]]);
    const stateOf = async (claim: object) => (await stand(pack, { counts }, claim)).state;
    assert.equal(await stateOf({ disabled: true }), 'sold-out');
    assert.equal(await stateOf({ stock: 3 }), 'sold-out');
    assert.equal(await stateOf({ stock: 4 }), 'available');
    assert.equal(await stateOf({ budget: 900 }), 'sold-out');
    assert.equal(await stateOf({ budget: 901 }), 'available');
  });
});

describe('how often all may still take part', () => {
  test('is never more than the budget pays for', async () => {
    const prizes = [
      { id: 'p', oddsBps: 1, stock: 10, reward: { coupon: 'ten', worth: 300 } },
      { id: 'free', oddsBps: 1, stock: 10, reward: { coupon: 'ten', worth: 0 } },
      { id: 'unlimited', oddsBps: 1, reward: { coupon: 'ten', worth: 300 } },
    ];
    const campaign: Campaign = { id: 'c', kind: 'draw', budget: 1_000, prizes };
    const benefit: { kind: string; amount: number } = { kind: 'amount', amount: 1_000 };
    const coupons = await createCouponBook([{ coupon: { id: 'ten', benefit }, claim: {} }]);
    const [entry] = (await createCampaignBook([campaign], coupons)).all;
    const lefts = (spent: number) =>
      entry!.prizes.map((prize) =>
        leftOf(prize, entry!, {
          issued: { issued: 1, spent, prizes: new Map() },
          counts: new Map(),
          now: noon,
        }),
      );
    assert.deepEqual(lefts(0), [3, 10, undefined]);
    assert.deepEqual(lefts(400), [2, 10, undefined]);
    assert.deepEqual(lefts(701), [0, 10, 0]);
  });
});

describe('the next time is', () => {
  const daily: Campaign = {
    id: 'c',
    kind: 'draw',
    limits: { perShopperPerDay: 1 },
    prizes: [{ id: 'p', oddsBps: 1, points: 1 }],
  };

  test('not while a piece of a pack is reserved, though its own time is over', async () => {
    const again: Campaign = { ...pack, rewards: [{ coupon: 'ten', validHours: 1 }], again: { times: 1 } };
    const piece = { id: 'piece', coupon: 'ten', claimedAt: noon, validUntil: noon - 1 } as const;
    const records = [record('2026-11-20', { claims: ['piece'] })];
    const stateWith = (holding: Holding) => stand(again, { records, holdings: [holding] });
    assert.equal((await stateWith({ ...piece, state: 'held' })).state, 'available');
    const reserved = await stateWith({ ...piece, state: 'reserved', until: noon + 60_000, hold: 'h' });
    assert.deepEqual(reserved, { state: 'taken', left: 0, againAt: noon + 60_000 });
  });

  for (const [zone, at, today, again] of [
    ['UTC', '2026-11-21T12:00:00Z', '2026-11-21', '2026-11-22T00:00:00+00:00'],
    ['Asia/Shanghai', '2026-11-21T16:00:00Z', '2026-11-22', '2026-11-23T00:00:00+08:00'],
    // The clocks go forward, and back.
    ['Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29', '2026-03-30T00:00:00+02:00'],
    ['Europe/Berlin', '2026-10-24T23:00:00Z', '2026-10-25', '2026-10-26T00:00:00+01:00'],
    // A midnight that there is not.
    ['America/Sao_Paulo', '2018-11-03T12:00:00Z', '2018-11-03', '2018-11-04T01:00:00-02:00'],
  ] as const) {
    test(`${again} where it is ${at} in ${zone}`, async () => {
      const isoInZone = createZoneClock(zone);
      const standing = await stand(daily, { now: Date.parse(at), isoInZone, records: [record(today)] });
      assert.deepEqual(
        { ...standing, againAt: isoInZone(standing.againAt!) },
        { state: 'taken', left: 0, againAt: again },
      );
    });
  }
});
