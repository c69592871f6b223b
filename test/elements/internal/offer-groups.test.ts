import { assert } from 'chai';
import { isInGroup, listGroups } from '../../../src/elements/internal/offer-groups.js';
import type { Coupon } from '../../../src/model/coupon.js';

const coupon = (more: Partial<Coupon>) => ({ id: 'a', benefit: { kind: 'amount' }, ...more }) as Coupon;
const ofShop = (shop: string) => ({ coupon: coupon({ issuer: { shop } }) });

describe('the groups of offers', () => {
  it('are all, the platform, shops and categories, the largest of each first', () => {
    const offers = [
      ofShop('small'),
      ofShop('large'),
      ofShop('large'),
      { coupon: coupon({ scope: { categories: ['tea', 'cup'] } }) },
      { coupon: coupon({ scope: { categories: ['cup'] } }) },
    ];
    assert.deepEqual(listGroups(offers), [
      'all',
      'platform',
      'shop:large',
      'shop:small',
      'category:cup',
      'category:tea',
    ]);
  });

  it('are only one where nothing tells the coupons apart', () => {
    assert.deepEqual(listGroups([ofShop('a'), ofShop('a')]), ['all']);
    assert.deepEqual(listGroups([]), ['all']);
  });

  it('count a coupon of the platform for a shop as that shop’s', () => {
    const forShop = coupon({ scope: { shops: ['tea: house'] } });
    assert.isTrue(isInGroup(forShop, 'shop:tea: house'));
    assert.isFalse(isInGroup(forShop, 'platform'));
    assert.isTrue(isInGroup(forShop, 'all'));
    assert.isFalse(isInGroup(forShop, 'category:tea: house'));
  });
});
