import { expect } from 'chai';
import { listChoices } from '../../../src/elements/internal/cart-choices.js';
import { best } from '../../../src/engine/index.js';
import type { Held, Offer } from '../../../src/protocol/messages.js';
import { cart, coupons } from '../open-cart.js';

const { full, percent, thousand, welcome } = coupons;
const held = (coupon: Held['coupon'], state: Held['state'] = 'held'): Held => ({
  id: coupon.id,
  coupon,
  state,
});
const found = best(cart, [full, percent, thousand], { now: 0 });
const wallet = [held(percent), held(full), held(thousand)];

describe('listChoices', () => {
  it('tells what only others stand in the way of from what the cart cannot use', () => {
    const { available, unavailable } = listChoices({ wallet, offers: [], best: found, quote: found });
    expect(available.map(({ coupon, applied, saves }) => [coupon.id, applied, saves])).to.deep.equal([
      ['full', true, 30_000],
      ['percent', false, 20_000],
    ]);
    expect(unavailable.map(({ coupon, reasons }) => [coupon.id, reasons[0]!.code])).to.deep.equal([
      ['thousand', 'min-spend'],
    ]);
  });

  it('keeps its order whatever is chosen', () => {
    const chosen = { ...found, applied: [{ ...found.applied[0]!, coupon: 'percent' }] };
    const { available } = listChoices({ wallet, offers: [], best: found, quote: chosen });
    expect(available.map(({ coupon, applied }) => [coupon.id, applied])).to.deep.equal([
      ['full', false],
      ['percent', true],
    ]);
  });

  it('says why an offer cannot be had', () => {
    const offer = (id: string, claim: Offer['claim']): Offer => ({ coupon: { ...welcome, id }, claim });
    const offers = [
      offer('gone', { state: 'sold-out' }),
      offer('soon', { state: 'upcoming', opensAt: '2099-01-01T00:00:00Z' }),
      offer('later', { state: 'upcoming' }),
      offer('paid', { state: 'available', cost: { points: 100 } }),
      offer('members', { state: 'sign-in' }),
    ];
    const { unavailable } = listChoices({ wallet: [], offers, best: found, quote: found });
    expect(unavailable.map(({ reasons }) => reasons)).to.deep.equal([
      [{ code: 'sold-out', params: {} }],
      [{ code: 'not-started', params: { validFrom: '2099-01-01T00:00:00Z' } }],
      [{ code: 'upcoming', params: {} }],
      [{ code: 'cost', params: { points: 100 } }],
      [{ code: 'sign-in', params: {} }],
    ]);
  });

  it('lists what is held once, and what is used up not at all', () => {
    const { available, unavailable } = listChoices({
      wallet: [held(full), held(percent, 'used'), held(welcome, 'expired'), held(thousand, 'reserved')],
      offers: [{ coupon: full, claim: { state: 'available' } }],
      best: best(cart, [full], { now: 0 }),
      quote: undefined,
    });
    expect(available.map(({ coupon, claim }) => [coupon.id, claim])).to.deep.equal([['full', undefined]]);
    expect(unavailable.map(({ coupon, reasons }) => [coupon.id, reasons])).to.deep.equal([
      ['thousand', [{ code: 'reserved', params: {} }]],
    ]);
  });

  it('is empty before there is anything', () => {
    const none = { available: [], unavailable: [] };
    expect(
      listChoices({ wallet: undefined, offers: undefined, best: undefined, quote: undefined }),
    ).to.deep.equal(none);
  });
});
