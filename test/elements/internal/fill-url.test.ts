import { assert } from 'chai';
import { fillUrl } from '../../../src/elements/internal/fill-url.js';
import type { Coupon } from '../../../src/model/coupon.js';

const coupon = {
  id: 'a/b',
  benefit: { kind: 'amount' },
  scope: { products: ['长 裙', 'hat'], categories: ['tea & cups'] },
} as Coupon;

describe('the address where a coupon is used', () => {
  it('is filled with what the coupon names first', () => {
    assert.equal(
      fillUrl('/s?c={category}&p={product}&by={coupon}', coupon),
      '/s?c=tea%20%26%20cups&p=%E9%95%BF%20%E8%A3%99&by=a%2Fb',
    );
  });

  it('is left empty where it names nothing', () => {
    assert.equal(fillUrl('/s?c={category}', { ...coupon, scope: {} }), '/s?c=');
  });

  it('cannot be made an address of its own', () => {
    assert.equal(fillUrl('{coupon}', { ...coupon, id: 'javascript:alert(1)' }), 'javascript%3Aalert(1)');
    assert.equal(fillUrl('{other}', coupon), '{other}');
  });
});
