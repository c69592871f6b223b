import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check } from '../../../src/engine/index.js';
import { parseCouponFile } from '../../../src/server/index.js';

const coupons = [
  { id: 'ten', benefit: { kind: 'amount', amount: 1000 }, conditions: { minSpend: 5000 } },
  {
    coupon: { id: 'short', benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 5000 } },
    claim: { validHours: 48 },
  },
  { coupon: { id: 'fifth', benefit: { kind: 'shipping', percentOff: 100 } }, claim: { disabled: true } },
  {
    coupon: {
      id: 'credit',
      layer: 'payment',
      benefit: { kind: 'amount', amount: 1 },
      conditions: { minSpend: 1 },
    },
    claim: { credit: true },
  },
  {
    coupon: {
      id: 'autumn',
      benefit: { kind: 'amount', amount: 500 },
      conditions: { minSpend: 5000 },
      validUntil: '2026-12-01T00:00:00Z',
    },
    claim: { stock: 1 },
  },
];
const problemsOf = (...campaigns: unknown[]) =>
  parseCouponFile({ coupons, campaigns }, check)
    .problems.filter(({ path }) => path.startsWith('campaigns'))
    .map(({ path, code, severity }) => [path, code, severity]);

const pack = { id: 'pack', kind: 'pack', rewards: ['ten'] };
const draw = {
  id: 'wheel',
  kind: 'draw',
  budget: 100_000,
  prizes: [{ id: 'ten', oddsBps: 100, stock: 5, reward: 'ten' }],
};
const prizes = (...more: object[]) => ({ ...draw, prizes: [...draw.prizes, ...more] });
const invite = {
  id: 'friends',
  kind: 'invite',
  invitee: ['ten'],
  inviter: ['ten'],
  limits: { perShopper: 5 },
};
const order = { id: 'next', kind: 'trigger', on: 'order', rewards: ['ten'] };

describe('campaigns of a file', () => {
  test('are taken as they are, but for rewards that are an id alone', () => {
    const credit = { ...invite, id: 'share', inviter: [{ coupon: 'credit', credit: 500 }] };
    const push = {
      id: 'sorry',
      kind: 'push',
      shoppers: ['ann'],
      rewards: [{ coupon: 'ten', validHours: 24 }],
    };
    const { file, problems } = parseCouponFile(
      { coupons, campaigns: [pack, draw, invite, credit, push, order] },
      check,
    );
    assert.deepEqual(
      problems.filter(({ path }) => path.startsWith('campaigns')),
      [],
    );
    assert.equal(file.campaigns.length, 6);
    assert.deepEqual(file.campaigns[0], { ...pack, rewards: [{ coupon: 'ten' }] });
    assert.deepEqual(file.campaigns[4], push);
  });

  for (const [what, campaigns, path, code] of [
    ['text', ['pack'], 'campaigns[0]', 'not-an-object'],
    ['no kind', [{ id: 'x' }], 'campaigns[0].kind', 'required'],
    ['an unknown kind', [{ id: 'x', kind: 'raffle' }], 'campaigns[0].kind', 'not-one-of'],
    ['no id', [{ ...pack, id: undefined }], 'campaigns[0].id', 'required'],
    ['two of one id', [pack, { ...draw, id: 'pack' }], 'campaigns[1].id', 'duplicate'],
    ['an unknown field', [{ ...pack, perShopper: 1 }], 'campaigns[0].perShopper', 'unknown-field'],
    ['another kind’s field', [{ ...pack, prizes: [] }], 'campaigns[0].prizes', 'unknown-field'],
    ['an unknown limit', [{ ...pack, limits: { perDay: 1 } }], 'campaigns[0].limits.perDay', 'unknown-field'],
    [
      'a date without offset',
      [{ ...pack, opensAt: '2026-01-01' }],
      'campaigns[0].opensAt',
      'not-a-date-with-offset',
    ],
    [
      'an end before the start',
      [{ ...pack, opensAt: '2026-01-02T00:00Z', closesAt: '2026-01-01T00:00Z' }],
      'campaigns[0].closesAt',
      'not-after-start',
    ],
    ['nobody', [{ ...pack, shoppers: [] }], 'campaigns[0].shoppers', 'too-short'],
    ['a line feed in an id', [{ ...pack, id: 'a\nb' }], 'campaigns[0].id', 'control-character'],
    ['no rewards', [{ ...pack, rewards: [] }], 'campaigns[0].rewards', 'too-short'],
    [
      'an unknown coupon',
      [{ ...pack, rewards: ['ten', 'none'] }],
      'campaigns[0].rewards[1].coupon',
      'unknown-coupon',
    ],
    [
      'credit of a coupon that is none',
      [{ ...pack, rewards: [{ coupon: 'ten', credit: 5 }] }],
      'campaigns[0].rewards[0].credit',
      'not-credit',
    ],
    [
      'a code of a pack, which nobody would be told',
      [{ ...pack, rewards: [{ coupon: 'ten', byCode: true }] }],
      'campaigns[0].rewards[0].byCode',
      'only-of-triggers',
    ],
    [
      'credit without an amount',
      [{ ...pack, rewards: ['credit'] }],
      'campaigns[0].rewards[0].credit',
      'required',
    ],
    [
      'credit with an end',
      [{ ...pack, rewards: [{ coupon: 'credit', credit: 5, validHours: 1 }] }],
      'campaigns[0].rewards[0].validHours',
      'not-for-credit',
    ],
    [
      'a piece that would outlive the calendar',
      [{ ...pack, rewards: [{ coupon: 'ten', validHours: 2_500_000_000 }] }],
      'campaigns[0].rewards[0].validHours',
      'too-large',
    ],
    [
      'a budget and a coupon of unknown worth',
      [{ ...pack, budget: 500, rewards: ['fifth'] }],
      'campaigns[0].rewards[0].worth',
      'required',
    ],
    [
      'a pack that no budget allows',
      [{ ...pack, budget: 1_499, rewards: ['ten', 'short'] }],
      'campaigns[0].budget',
      'above-budget',
    ],
    [
      'a coupon that ends before',
      [{ ...pack, opensAt: '2026-12-01T00:00:00Z', rewards: ['autumn'] }],
      'campaigns[0].rewards[0].coupon',
      'ends-before-opening',
    ],
    [
      'again without an end',
      [{ ...pack, again: { times: 1 } }],
      'campaigns[0].rewards[0].validHours',
      'required',
    ],
    [
      'again and a limit',
      [{ ...pack, rewards: ['short'], again: { times: 1 }, limits: { perShopper: 2 } }],
      'campaigns[0].limits.perShopper',
      'not-with-again',
    ],
    [
      'odds over all',
      [pack, draw, prizes({ id: 'b', oddsBps: 9_901, points: 1 })].map((each, index) => ({
        ...each,
        id: `${index}`,
      })),
      'campaigns[2].prizes[1].oddsBps',
      'too-large',
    ],
    [
      'odds of nothing',
      [prizes({ id: 'b', oddsBps: 0, points: 1 })],
      'campaigns[0].prizes[1].oddsBps',
      'too-small',
    ],
    ['a prize of nothing', [prizes({ id: 'b', oddsBps: 1 })], 'campaigns[0].prizes[1]', 'required'],
    [
      'two prizes of one id',
      [prizes({ id: 'ten', oddsBps: 1, points: 1 })],
      'campaigns[0].prizes[1].id',
      'duplicate',
    ],
    ['a cost of nothing', [{ ...draw, cost: { points: 0 } }], 'campaigns[0].cost.points', 'too-small'],
    [
      'two pushes a shopper',
      [{ id: 'p', kind: 'push', rewards: ['ten'], limits: { perShopper: 2 } }],
      'campaigns[0].limits.perShopper',
      'too-large',
    ],
    ['an unknown event', [{ ...order, on: 'visit' }], 'campaigns[0].on', 'not-one-of'],
    [
      'a spend without an order',
      [{ ...order, on: 'registration', minSpend: 5 }],
      'campaigns[0].minSpend',
      'only-of-orders',
    ],
    ['an inviter without reward', [{ ...invite, inviter: [] }], 'campaigns[0].inviter', 'too-short'],
  ] as const) {
    test(`name ${what}`, () => assert.deepEqual(problemsOf(...campaigns)[0], [path, code, 'error']));
  }

  for (const [what, campaign, path, code] of [
    [
      'a draw that has no bound',
      { ...draw, budget: undefined, prizes: [{ id: 'a', oddsBps: 1, reward: 'ten' }] },
      'prizes[0].stock',
      'no-limit',
    ],
    ['friends without end', { ...invite, limits: {} }, 'limits.perShopper', 'no-limit'],
    ['a disabled coupon', { ...pack, rewards: ['fifth'] }, 'rewards[0].coupon', 'disabled'],
    [
      'a coupon that ends meanwhile',
      { ...pack, closesAt: '2026-12-02T00:00:00Z', rewards: ['autumn'] },
      'rewards[0].coupon',
      'ends-before-close',
    ],
    ['too few of a coupon', { ...pack, rewards: ['autumn', 'autumn'] }, 'rewards[0].coupon', 'above-stock'],
    ['a prize above the budget', { ...draw, budget: 999 }, 'prizes[0]', 'above-budget'],
    ['a spend in whatever money', { ...order, minSpend: 5 }, 'currency', 'required'],
  ] as const) {
    test(`warn of ${what}`, () => {
      assert.deepEqual(problemsOf(campaign)[0], [`campaigns[0].${path}`, code, 'warning']);
    });
  }

  test('collect every problem, also beside coupons that are wrong', () => {
    const { problems } = parseCouponFile(
      {
        coupons: [
          null,
          { id: 'bad' },
          'text',
          { id: 'tiers', benefit: { kind: 'tiered' } },
          { coupon: 7, claim: { credit: true } },
        ],
        campaigns: [
          { ...pack, rewards: ['bad', 'tiers', 'none'], budget: 1, limits: { stock: -1 }, opensAt: 'now' },
          { ...draw, prizes: [{ id: 'a', oddsBps: 'all' }] },
          { ...pack, id: 'other', budget: 1, rewards: ['tiers'] },
        ],
      },
      check,
    );
    const paths = problems.map(({ path }) => path);
    for (const path of [
      'campaigns[0].limits.stock',
      'campaigns[0].opensAt',
      'campaigns[1].prizes[0].oddsBps',
      'campaigns[2].rewards[0].worth',
    ])
      assert.ok(paths.includes(path), `${path} of ${paths.join()}`);
  });
});
