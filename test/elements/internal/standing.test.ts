import { assert } from 'chai';
import { atom } from 'nanostores';
import { listStandings } from '../../../src/elements/internal/standing.js';
import type { Coupon } from '../../../src/model/coupon.js';
import type { Claim, Held } from '../../../src/protocol/messages.js';
import type { Session } from '../../../src/stores/session.js';

const coupon = { id: 'a', benefit: { kind: 'amount' }, validUntil: '2027-01-01T00:00:00Z' } as Coupon;
const stand = (claim?: Claim, ...held: Partial<Held>[]) => {
  const $offers = atom(claim ? [{ coupon, claim }] : []);
  const $wallet = atom(held.map((each, index) => ({ id: `${index}`, coupon, state: 'held', ...each })));
  return listStandings({ $offers, $wallet } as unknown as Session)[0];
};

describe('where a shopper stands with a coupon', () => {
  it('is what the offer says, until it is held', () => {
    assert.equal(stand({ state: 'available' })?.state, 'available');
    assert.equal(stand({ state: 'available' }, {})?.state, 'claimed');
    assert.equal(stand({ state: 'sold-out' }, {})?.state, 'claimed');
    assert.equal(stand({ state: 'available' }, { state: 'reserved' })?.state, 'claimed');
  });

  it('is what the wallet says where nothing is offered any more', () => {
    assert.equal(stand(undefined, {})?.state, 'claimed');
    assert.equal(stand(undefined, { state: 'used' })?.state, 'used');
    assert.equal(stand(undefined, { state: 'expired' })?.state, 'ended');
  });

  it('is open again where one was used and another may be claimed', () => {
    assert.equal(stand({ state: 'available' }, { state: 'used' })?.state, 'available');
    assert.equal(stand({ state: 'claimed' }, { state: 'used' })?.state, 'used');
    assert.equal(stand({ state: 'claimed' }, { state: 'used' }, {})?.state, 'claimed');
  });

  it('changes when it opens, when it closes, or when what is held expires', () => {
    const opensAt = '2026-12-01T00:00:00Z';
    const closesAt = '2026-12-02T00:00:00Z';
    assert.equal(stand({ state: 'upcoming', opensAt, closesAt })?.changesAt, opensAt);
    assert.equal(stand({ state: 'available', opensAt, closesAt })?.changesAt, closesAt);
    assert.equal(stand({ state: 'available' })?.changesAt, coupon.validUntil);
    assert.equal(stand({ state: 'available', closesAt }, { validUntil: opensAt })?.changesAt, opensAt);
  });
});
