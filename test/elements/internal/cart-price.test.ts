import { expect } from 'chai';
import { shownPrice } from '../../../src/elements/internal/cart-price.js';
import { quote } from '../../../src/engine/index.js';
import type { Verdict } from '../../../src/protocol/messages.js';
import { cart, coupons } from '../open-cart.js';

const preview = quote(cart, [coupons.full, coupons.shop], { now: 0 });
const verdict: Verdict = {
  cartHash: '',
  at: 0,
  outcomes: [
    { coupon: 'shop', state: 'effective', reasons: [], amount: 5999 },
    { coupon: 'full', state: 'rejected', reasons: [{ code: 'expired', params: {} }] },
    { coupon: 'idle', state: 'attached', reasons: [] },
  ],
  automatic: [{ label: 'Members', amount: 100 }],
  totals: { subtotal: 524_500, discount: 6099, shipping: 1200, tax: 300, payable: 519_901, basis: 'net' },
};
const changed = { state: 'changed', verdict, differences: [], accepted: true } as const;

describe('shownPrice', () => {
  it('is the preview until the server says otherwise', () => {
    expect(shownPrice(preview, { state: 'provisional' })).to.deep.equal({ ...preview, automatic: [] });
  });

  it('says the tax that is added to a price of which the server has said the same', () => {
    const shown = shownPrice(preview, { state: 'verified', verdict });
    expect(shown).to.deep.equal({ ...preview, tax: 300, automatic: [] });
  });

  it('is what the server says, as it is, also where that does not add up', () => {
    const { subtotal, discount, shipping, tax, payable, automatic } = shownPrice(preview, changed);
    expect({ subtotal, discount, shipping, tax, payable }).to.deep.equal({
      subtotal: 524_500,
      discount: 6099,
      shipping: 1200,
      tax: 300,
      payable: 519_901,
    });
    expect(automatic).to.deep.equal(verdict.automatic);
  });

  it('names the coupons that took effect, and no lines, where the server does not split', () => {
    const { applied, lines, fees } = shownPrice(preview, changed);
    expect(applied).to.deep.equal([{ coupon: 'shop', layer: 'shop', amount: 5999, platform: 0 }]);
    expect([...lines, ...fees]).to.deep.equal([]);
  });

  it('keeps the split of a server that has one', () => {
    const split = quote(cart, [coupons.shop], { now: 0 });
    const shown = shownPrice(preview, { ...changed, verdict: { ...verdict, quote: split } });
    expect(shown.lines).to.deep.equal(split.lines);
    expect(shown.applied).to.deep.equal(split.applied);
    expect(shown.payable).to.equal(519_901);
  });

  it('shows no tax that is in the prices already', () => {
    const gross = { ...verdict, totals: { ...verdict.totals, basis: 'gross' as const } };
    expect(shownPrice(preview, { ...changed, verdict: gross }).tax).to.equal(undefined);
  });
});
