/**
 * A mall's offers, drawn from a seed: the platform's and thirty shops', a third of them for some of twelve categories; amounts, percentages, tiers, free
 * shipping; some scarce, some that start later, some that cost points. The same on every machine.
 */
const hourMs = 3_600_000;
const kinds = [
  'tea',
  'shirt',
  'lamp',
  'coat',
  'pot',
  'chair',
  'book',
  'phone',
  'soap',
  'rice',
  'toy',
  'shoe',
];
const seasons = ['Autumn', 'Harvest', 'Double Eleven', 'Newcomer', 'Members’', 'Weekend'];

/** @param now milliseconds since the epoch; what starts and ends does so around it */
export function drawOffers(count, now, seed = 1) {
  let state = seed;
  const random = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
  const integer = (from, to) => from + Math.floor(random() * (to - from + 1));
  const pick = (list) => list[integer(0, list.length - 1)];
  const iso = (at) => new Date(at + 8 * hourMs).toISOString().replace('Z', '+08:00');
  return Array.from({ length: count }, (_, index) => {
    const spend = integer(4, 60) * 5_000;
    const benefits = [
      { kind: 'amount', amount: Math.round(spend / integer(5, 12) / 100) * 100 },
      { kind: 'percent', percentOff: integer(1, 10) * 5, maxAmount: integer(10, 80) * 100 },
      {
        kind: 'tiered',
        tiers: [
          { minSpend: spend, amount: 2_000 },
          { minSpend: 2 * spend, amount: 6_000 },
        ],
      },
      { kind: 'shipping', percentOff: 100, maxAmount: 1_200 },
    ];
    const benefit = benefits[index % 4];
    const upcoming = index % 17 === 5;
    return {
      coupon: {
        id: `coupon-${index}`,
        currency: 'CNY',
        title: `${pick(seasons)} ${pick(kinds)} coupon ${index}`,
        ...(index % 3 && { issuer: { shop: `shop-${integer(0, 29)}` } }),
        ...(index % 3 === 1 && { scope: { categories: [pick(kinds), pick(kinds)] } }),
        ...(benefit.kind !== 'tiered' && { conditions: { minSpend: spend } }),
        benefit,
        validUntil: iso(now + integer(10, 90) * 24 * hourMs),
      },
      claim: {
        state: upcoming ? 'upcoming' : index % 23 === 7 ? 'sold-out' : 'available',
        ...(upcoming && { opensAt: iso(now + integer(1, 40) * hourMs) }),
        ...(index % 9 === 2 && { remaining: integer(1, 200), stock: 500 }),
        ...(index % 11 === 3 && { cost: { points: integer(1, 20) * 50 } }),
      },
    };
  });
}
