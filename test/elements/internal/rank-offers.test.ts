import { assert } from 'chai';
import { rankOffers, worthOf } from '../../../src/elements/internal/rank-offers.js';
import type { Standing } from '../../../src/elements/internal/standing.js';
import type { Coupon } from '../../../src/model/coupon.js';
import type { Best } from '../../../src/model/quote.js';
import type { ClaimState } from '../../../src/protocol/messages.js';

const coupon = (id: string, benefit: object, conditions?: object) =>
  ({ id, benefit, conditions }) as unknown as Coupon;
const standing = (id: string, amount: number, state: ClaimState = 'available'): Standing => ({
  coupon: coupon(id, { kind: 'amount', amount }),
  state,
  claim: { state },
  changesAt: undefined,
});
const order = (standings: readonly Standing[], best?: unknown) =>
  rankOffers(standings, best as Best).map((offer) => offer.coupon.id);

describe('the order of offers', () => {
  it('is by what can be done, then by value, then as they came', () => {
    const states: ClaimState[] = ['ended', 'used', 'sold-out', 'claimed', 'upcoming', 'sign-in', 'available'];
    assert.deepEqual(order(states.map((state) => standing(state, 9, state))), [
      'available',
      'sign-in',
      'upcoming',
      'claimed',
      'sold-out',
      'used',
      'ended',
    ]);
    assert.deepEqual(order([standing('small', 1), standing('first', 5), standing('second', 5)]), [
      'first',
      'second',
      'small',
    ]);
  });

  it('begins with what the present cart gains by, then with what other coupons alone keep from it', () => {
    const best = {
      applied: [
        { coupon: 'little', amount: 100 },
        { coupon: 'held', amount: 300 },
      ],
      refused: [
        { coupon: 'usable', reasons: [{ code: 'outvalued', params: {} }] },
        { coupon: 'far', reasons: [{ code: 'min-spend', params: {} }] },
      ],
    };
    const standings = [
      standing('far', 9000),
      standing('usable', 50),
      standing('little', 100),
      standing('held', 300, 'claimed'),
    ];
    assert.deepEqual(order(standings, best), ['held', 'little', 'usable', 'far']);
    assert.deepEqual(
      rankOffers(standings, best as unknown as Best).map(({ saves }) => saves),
      [300, 100, undefined, undefined],
    );
  });
});

describe('about what a coupon takes off', () => {
  it('is read from its fields, whatever its kind', () => {
    assert.equal(worthOf(coupon('a', { kind: 'amount', amount: 300 })), 300);
    assert.equal(worthOf(coupon('b', { kind: 'percent', percentOff: 20, maxAmount: 500 })), 500);
    assert.equal(worthOf(coupon('c', { kind: 'percent', percentOff: 20 }, { minSpend: 1000 })), 200);
    assert.equal(
      worthOf(
        coupon('d', {
          kind: 'tiered',
          tiers: [
            { minSpend: 1, amount: 1 },
            { minSpend: 9, amount: 7 },
          ],
        }),
      ),
      7,
    );
    assert.equal(worthOf(coupon('e', { kind: 'shipping', percentOff: 100 })), 0);
  });
});
