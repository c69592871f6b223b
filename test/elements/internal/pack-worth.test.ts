import { assert } from 'chai';
import { worthOf } from '../../../src/elements/internal/pack-worth.js';
import type { Coupon } from '../../../src/model/coupon.js';

const coupon = (benefit: object, more: object = {}) =>
  ({ id: 'x', currency: 'CNY', benefit, ...more }) as unknown as Coupon;
const ten = coupon({ kind: 'amount', amount: 1000 });

describe('what a pack is worth', () => {
  it('is what its coupons take off at the most', () => {
    const coupons = [
      ten,
      coupon({ kind: 'percent', percentOff: 20, maxAmount: 1500 }),
      coupon({ kind: 'amount', amount: 300, everySpend: 2000, maxTimes: 4 }),
      coupon({
        kind: 'tiered',
        tiers: [
          { minSpend: 1, amount: 100 },
          { minSpend: 2, amount: 250 },
        ],
      }),
    ];
    assert.deepEqual(worthOf(coupons), { amount: 1000 + 1500 + 1200 + 250, currency: 'CNY' });
  });

  it('is not told where one of them has no limit', () => {
    for (const benefit of [
      { kind: 'percent', percentOff: 20 },
      { kind: 'amount', amount: 300, everySpend: 2000 },
      { kind: 'each', amount: 100 },
      { kind: 'shipping', percentOff: 100 },
      {
        kind: 'tiered',
        tiers: [
          { minSpend: 1, amount: 100 },
          { minSpend: 2, percentOff: 20 },
        ],
      },
    ]) {
      assert.isUndefined(worthOf([ten, coupon(benefit)]), JSON.stringify(benefit));
    }
  });

  it('is not told over several currencies, nor of nothing', () => {
    assert.isUndefined(worthOf([ten, { ...ten, currency: 'USD' }]));
    assert.isUndefined(worthOf([]));
  });
});
