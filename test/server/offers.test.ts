import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { OffersAnswer } from '../../src/protocol/messages.js';
import type { CouponEntry } from '../../src/server/index.js';
import { noon, off, openShop, type Shop } from './open-shop.js';

const coupons: CouponEntry[] = [
  { coupon: off('everything'), claim: {} },
  { coupon: off('two-left', { scope: { products: ['tea'] } }), claim: { stock: 2 } },
  { coupon: off('members', { scope: { brands: ['hill'] } }), claim: { audience: 'signed-in' } },
  { coupon: off('tomorrow'), claim: { opensAt: '2026-11-22T00:00:00Z', closesAt: '2026-11-23T00:00:00Z' } },
  { coupon: off('yesterday'), claim: { closesAt: '2026-11-21T12:00:00Z' } },
  { coupon: off('over', { validUntil: '2026-11-21T12:00:00Z' }), claim: {} },
  { coupon: off('three-each', { issuer: { shop: 'south' } }), claim: { perShopper: 3 } },
  { coupon: off('by-code', { code: 'Secret-1' }), claim: {} },
  { coupon: off('shown-code', { code: 'Shown-1' }), claim: { hidden: false } },
  { coupon: off('dollars', { currency: 'USD' }), claim: {} },
  { coupon: off('for-ann'), claim: { shoppers: ['ann', 'cy'] } },
  { coupon: off('taken-back'), claim: { disabled: true } },
];

describe('offers', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());

  const ask = async (body: unknown, token?: string): Promise<OffersAnswer> => {
    const { status, body: answer } = await shop.post<OffersAnswer>('/v1/offers', body, { token });
    assert.equal(status, 200);
    return answer;
  };
  const stateOf = (answer: OffersAnswer, coupon: string) =>
    answer.offers.find((offer) => offer.coupon.id === coupon)?.claim.state;

  test('lists everything that is not hidden, with the server’s time, to anybody', async () => {
    const answer = await ask({});
    assert.deepEqual(
      answer.offers.map((offer) => [offer.coupon.id, offer.claim.state]),
      [
        ['everything', 'available'],
        ['two-left', 'available'],
        ['members', 'sign-in'],
        ['tomorrow', 'upcoming'],
        ['yesterday', 'ended'],
        ['over', 'ended'],
        ['three-each', 'available'],
        ['shown-code', 'available'],
        ['dollars', 'available'],
      ],
    );
    assert.deepEqual(answer.wallet, []);
    assert.equal(answer.serverTime, noon);
  });

  test('says what is left, when it opens and closes, and how many one may have', async () => {
    const { offers } = await ask({});
    const claimOf = (id: string) => offers.find((offer) => offer.coupon.id === id)!.claim;
    assert.deepEqual(claimOf('two-left'), { state: 'available', stock: 2, remaining: 2, perShopper: 1 });
    assert.deepEqual(claimOf('tomorrow'), {
      state: 'upcoming',
      opensAt: '2026-11-22T00:00:00Z',
      closesAt: '2026-11-23T00:00:00Z',
      perShopper: 1,
    });
  });

  test('keeps to what reaches the product', async () => {
    const ids = (answer: OffersAnswer) => answer.offers.map((offer) => offer.coupon.id);
    const tea = ids(await ask({ product: 'tea' }));
    assert.ok(tea.includes('two-left') && tea.includes('members') && tea.includes('everything'));
    assert.ok(!tea.includes('three-each') && !tea.includes('dollars'));
    const cup = ids(await ask({ product: 'cup' }));
    assert.ok(cup.includes('three-each') && !cup.includes('two-left'));
    assert.deepEqual(ids(await ask({ product: 'card' })), [], 'a gift card is in no coupon’s scope');
  });

  test('keeps to what reaches the cart or the product, whether its conditions hold or not', async () => {
    const cart = { currency: 'CNY', lines: [{ id: '1', product: 'cup', unitPrice: 1, quantity: 1 }] };
    const ids = (await ask({ cart, product: 'tea' })).offers.map((offer) => offer.coupon.id);
    assert.ok(ids.includes('three-each') && ids.includes('two-left'));
  });

  test('judges scope by the server’s knowledge of the product, not by the page’s', async () => {
    const line = { id: '1', product: 'cup', unitPrice: 1, quantity: 1, brand: 'hill', shop: 'north' };
    const ids = (await ask({ cart: { currency: 'CNY', lines: [line] } })).offers.map(
      (offer) => offer.coupon.id,
    );
    assert.ok(!ids.includes('members') && ids.includes('three-each'));
  });

  test('names what it does not know', async () => {
    const unknown = await shop.post('/v1/offers', { product: 'coffee' });
    assert.equal(unknown.status, 422);
    assert.deepEqual(unknown.body.problems, [{ path: 'product', code: 'unknown-product' }]);
  });

  test('is exact for each shopper', async () => {
    const [ann, bob, cy] = [await shop.session(), await shop.session(), await shop.session()];
    const claim = (offer: string, token: string, key: string) => {
      shop.now += 1;
      return shop.post('/v1/claims', { offer }, { token, key });
    };
    assert.equal((await claim('two-left', ann, '1')).status, 201);
    assert.equal(stateOf(await ask({}, ann), 'two-left'), 'claimed');
    assert.equal(stateOf(await ask({}, bob), 'two-left'), 'available');
    assert.equal((await claim('two-left', bob, '1')).status, 201);
    assert.equal(stateOf(await ask({}, bob), 'two-left'), 'claimed');
    assert.equal(stateOf(await ask({}, cy), 'two-left'), 'sold-out');
    assert.equal(stateOf(await ask({}), 'two-left'), 'sold-out');

    assert.equal((await claim('three-each', ann, '2')).status, 201);
    assert.equal(stateOf(await ask({}, ann), 'three-each'), 'available');
    await claim('three-each', ann, '3');
    await claim('three-each', ann, '4');
    const answer = await ask({}, ann);
    assert.equal(stateOf(answer, 'three-each'), 'claimed');
    assert.deepEqual(
      answer.wallet.map((held) => [held.coupon.id, held.state]),
      [
        ['two-left', 'held'],
        ['three-each', 'held'],
        ['three-each', 'held'],
        ['three-each', 'held'],
      ],
    );
    const member = await shop.shopperToken({ sub: '42' });
    assert.equal(stateOf(await ask({}, member), 'members'), 'available');
  });

  test('shows what is for some shoppers to them alone', async () => {
    assert.equal(stateOf(await ask({}), 'for-ann'), undefined);
    assert.equal(stateOf(await ask({}, await shop.session()), 'for-ann'), undefined);
    assert.equal(stateOf(await ask({}, await shop.shopperToken({ sub: 'bob' })), 'for-ann'), undefined);
    const ann = await shop.shopperToken({ sub: 'ann' });
    assert.equal(stateOf(await ask({}, ann), 'for-ann'), 'available');
    assert.equal((await shop.post('/v1/claims', { offer: 'for-ann' }, { token: ann, key: '1' })).status, 201);
  });

  test('leaves what was disabled to those who hold it', async () => {
    const before = await openShop([{ coupon: off('plain'), claim: {} }]);
    const token = await before.session();
    await before.post('/v1/claims', { offer: 'plain' }, { token, key: '1' });
    const after = await openShop([{ coupon: off('plain'), claim: { disabled: true } }], {
      ledger: before.ledger,
      keys: before.keys,
    });
    const { body } = await after.post<OffersAnswer>('/v1/offers', {}, { token });
    assert.deepEqual(body.offers, []);
    assert.deepEqual(
      body.wallet.map((held) => held.state),
      ['held'],
    );
    const cart = { currency: 'CNY', lines: [{ id: '1', product: 'tea', unitPrice: 12800, quantity: 1 }] };
    const wish = { cart, desired: [{ coupon: 'plain' }] };
    const verdict = await after.post('/v1/quotes', wish, { token });
    assert.equal(verdict.body.outcomes[0].state, 'effective');
    const others = await after.session();
    const refused = await after.post('/v1/quotes', wish, { token: others });
    assert.equal(refused.body.outcomes[0].reasons[0].code, 'not-held');
    await Promise.all([before.close(), after.close()]);
  });

  test('answers 304 until something but the clock changes', async () => {
    const token = await shop.session();
    const first = await shop.post('/v1/offers', {}, { token });
    const etag = first.headers.get('etag')!;
    shop.now += 1000;
    const same = await shop.post('/v1/offers', {}, { token, headers: { 'if-none-match': etag } });
    assert.equal(same.status, 304);
    assert.equal(same.body, undefined);
    assert.equal(same.headers.get('etag'), etag);
    await shop.post('/v1/claims', { offer: 'everything' }, { token, key: '1' });
    const changed = await shop.post('/v1/offers', {}, { token, headers: { 'if-none-match': etag } });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.get('etag'), etag);
    shop.now -= 1000;
  });

  test('marks what a shopper holds as expired once it is', async () => {
    const later = await openShop([
      { coupon: off('soon', { validUntil: '2026-11-21T12:00:01Z' }), claim: {} },
    ]);
    const token = await later.session();
    const claimed = await later.post('/v1/claims', { offer: 'soon' }, { token, key: '1' });
    assert.equal(claimed.body.held.state, 'held');
    later.now += 1000;
    const { body } = await later.post<OffersAnswer>('/v1/offers', {}, { token });
    assert.equal(body.wallet[0]?.state, 'expired');
    assert.equal(body.offers[0]?.claim.state, 'ended');
    await later.close();
  });
});
