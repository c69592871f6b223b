/** Campaigns of every kind that shoppers and orders meet, and what only they give. */

const conditions = { minSpend: 1000 };

export const given = [
  {
    coupon: { id: 'rare', benefit: { kind: 'amount', amount: 900 }, conditions },
    claim: { hidden: true, stock: 15 },
  },
  {
    coupon: {
      id: 'welcome',
      benefit: { kind: 'amount', amount: 300 },
      conditions,
      funding: { platform: 70 },
    },
    claim: { hidden: true, validHours: 2 },
  },
  {
    coupon: {
      id: 'credit',
      layer: 'payment',
      benefit: { kind: 'amount', amount: 1 },
      funding: { platform: 45 },
    },
    claim: { credit: true },
  },
];

export const campaigns = [
  {
    id: 'wheel',
    kind: 'draw',
    limits: { perShopperPerDay: 6 },
    cost: { points: 1 },
    budget: 400_000,
    prizes: [
      { id: 'rare', oddsBps: 1_500, stock: 10, reward: 'rare' },
      { id: 'credit', oddsBps: 4_000, reward: { coupon: 'credit', credit: 1_700 } },
      { id: 'points', oddsBps: 3_000, points: 3 },
    ],
  },
  { id: 'pack', kind: 'pack', limits: { stock: 30 }, rewards: ['welcome', { coupon: 'credit', credit: 99 }] },
  {
    id: 'friends',
    kind: 'invite',
    limits: { perShopper: 3 },
    budget: 90_000,
    invitee: ['welcome'],
    inviter: [{ coupon: 'credit', credit: 800 }],
    rewardedOn: 'acceptance',
  },
  {
    id: 'thanks',
    kind: 'trigger',
    on: 'order',
    budget: 150_000,
    rewards: [{ coupon: 'credit', credit: 333 }],
  },
  {
    id: 'receipt',
    kind: 'trigger',
    on: 'order',
    minSpend: 20_000,
    currency: 'CNY',
    limits: { stock: 60 },
    rewards: [{ coupon: 'welcome', byCode: true }],
  },
];

/** What a crowd does with them. */
export const giveaways = {
  given: given.map((each) => each.coupon.id),
  campaigns: ['wheel', 'pack'],
  invite: 'friends',
};
