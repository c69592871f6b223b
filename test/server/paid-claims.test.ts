import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Offer, OffersAnswer } from '../../src/protocol/messages.js';
import type { CouponEntry } from '../../src/server/index.js';
import { noon, off, openShop, origin, type Sent, type Shop } from './open-shop.js';
import { cart, newKey } from './place-order.js';

const minute = 60_000;

const coupons: CouponEntry[] = [
  { coupon: off('free'), claim: {} },
  { coupon: off('hundred-points'), claim: { cost: { points: 100 }, stock: 100 } },
  { coupon: off('two-yuan'), claim: { cost: { amount: 200 } } },
  { coupon: off('last'), claim: { cost: { amount: 200 }, stock: 1 } },
  { coupon: off('both'), claim: { cost: { points: 10, amount: 200 } } },
  { coupon: off('by-code', { code: 'PAY' }), claim: { cost: { points: 100 } } },
];

describe('claims that cost something', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());

  const claim = (offer: string, token: string, key = newKey()) =>
    shop.post('/v1/claims', { offer }, { token, key });
  const confirm = (id: string, sent: Sent = {}) =>
    shop.post(`/v1/claims/${id}/confirmations`, {}, { secret: true, key: newKey(), ...sent });
  const give = (shopper: unknown, points: unknown, sent: Sent = {}) =>
    shop.post('/v1/points', { shopper, points }, { secret: true, key: newKey(), ...sent });
  const ask = async (token?: string) => (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body;
  const offerOf = ({ offers }: OffersAnswer, id: string): Offer =>
    offers.find(({ coupon }) => coupon.id === id)!;

  test('say so in the offers, which tell a shopper’s points', async () => {
    const token = await shop.shopperToken({ sub: 'zoe' });
    assert.equal((await give('zoe', 70)).status, 201);
    const answer = await ask(token);
    assert.equal(answer.points, 70);
    assert.deepEqual(offerOf(answer, 'hundred-points').claim, {
      state: 'available',
      cost: { points: 100 },
      stock: 100,
      remaining: 100,
      perShopper: 1,
    });
    assert.deepEqual(offerOf(answer, 'two-yuan').claim.cost, { amount: 200 });
    assert.equal((await ask(await shop.session())).points, 0);
    assert.equal((await ask()).points, undefined, 'of nobody nothing is known');
    const own = await openShop([coupons[0]!]);
    const { body } = await own.post<OffersAnswer>('/v1/offers', {}, { token: await own.session() });
    assert.equal(body.points, undefined, 'nothing costs points');
    await own.close();
  });

  test('take points at once, and exactly as many as there are', async () => {
    const token = await shop.shopperToken({ sub: 'ann' });
    const none = await claim('hundred-points', token);
    assert.equal(none.status, 402);
    assert.equal(none.body.code, 'points-too-few');
    assert.deepEqual(none.body.params, { required: 100, available: 0 });
    await give('ann', 150);
    const key = newKey();
    const first = await claim('hundred-points', token, key);
    assert.equal(first.status, 201);
    assert.equal(first.body.held.state, 'held');
    assert.equal((await ask(token)).points, 50);
    assert.equal((await claim('hundred-points', token, key)).status, 200);
    assert.equal((await ask(token)).points, 50, 'a replay takes nothing');
    assert.equal((await claim('hundred-points', token)).body.code, 'shopper-limit');
    const exchanged = await shop.post('/v1/exchanges', { code: 'pay' }, { token, key: newKey() });
    assert.equal(exchanged.status, 402);
    assert.deepEqual(exchanged.body.params, { required: 100, available: 50 });
  });

  test('are taken once by many requests at once', async () => {
    const token = await shop.shopperToken({ sub: 'bob' });
    await give('bob', 250);
    const wanted = Array.from({ length: 10 }, () => ['hundred-points', 'both']).flat();
    const answers = await Promise.all(wanted.map((offer) => claim(offer, token)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 2);
    assert.equal((await ask(token)).points, 140);
  });

  test('wait for the merchant’s confirmation where they cost money', async () => {
    const token = await shop.session();
    const key = newKey();
    const first = await claim('two-yuan', token, key);
    assert.equal(first.status, 201);
    assert.equal(first.body.held.state, 'pending');
    assert.equal(first.body.held.until, new Date(noon + 15 * minute).toISOString());
    assert.deepEqual((await ask(token)).wallet, [first.body.held]);
    assert.equal(offerOf(await ask(token), 'two-yuan').claim.state, 'claimed');
    const desired = [{ coupon: 'two-yuan' }];
    const before = (await shop.post('/v1/quotes', { cart, desired }, { token })).body;
    assert.deepEqual(before.outcomes[0].reasons, [
      { code: 'pending', params: { until: first.body.held.until } },
    ]);

    const confirmed = await confirm(first.body.held.id, { key });
    assert.equal(confirmed.status, 201);
    assert.deepEqual(confirmed.body, {
      claim: { id: first.body.held.id, coupon: 'two-yuan', state: 'held', claimedAt: noon },
    });
    const again = await confirm(first.body.held.id, { key });
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(again.body, confirmed.body);
    assert.equal((await confirm(first.body.held.id)).status, 200, 'it is confirmed already');
    const after = (await shop.post('/v1/quotes', { cart, desired }, { token })).body;
    assert.equal(after.outcomes[0].state, 'effective');
    assert.ok(after.token);
  });

  test('are given up where nobody pays, and granted all the same where one is left', async () => {
    const [ann, bob] = [await shop.session(), await shop.session()];
    const first = await claim('last', ann);
    assert.equal(first.body.held.state, 'pending');
    assert.equal((await claim('last', bob)).body.code, 'sold-out');
    shop.now += 15 * minute;
    await shop.ledger.sweep();
    assert.deepEqual((await ask(ann)).wallet, []);
    assert.equal((await confirm(first.body.held.id)).status, 201, 'the money came late');
    assert.equal((await ask(ann)).wallet[0]?.state, 'held');
    assert.equal((await claim('last', bob)).body.code, 'sold-out');
    shop.now -= 15 * minute;
  });

  test('are not granted late where somebody else has the last one', async () => {
    const own = await openShop(coupons);
    const [ann, bob] = [await own.session(), await own.session()];
    const body = { offer: 'last' };
    const first = await own.post('/v1/claims', body, { token: ann, key: newKey() });
    own.now += 15 * minute;
    await own.ledger.sweep();
    assert.equal((await own.post('/v1/claims', body, { token: bob, key: newKey() })).status, 201);
    const path = `/v1/claims/${first.body.held.id}/confirmations`;
    const late = await own.post(path, {}, { secret: true, key: newKey() });
    assert.equal(late.status, 409);
    assert.equal(late.body.code, 'sold-out');
    await own.close();
  });

  test('take points and money together', async () => {
    const token = await shop.shopperToken({ sub: 'cy' });
    await give('cy', 10);
    const { body } = await claim('both', token);
    assert.equal(body.held.state, 'pending');
    assert.equal((await ask(token)).points, 0);
    shop.now += 15 * minute;
    await shop.ledger.sweep();
    const later = await shop.shopperToken({ sub: 'cy' });
    assert.equal((await ask(later)).points, 10, 'what was given up is paid back');
    shop.now -= 15 * minute;
  });

  test('are not priced as if they were free', async () => {
    const token = await shop.session();
    const desired = [{ coupon: 'two-yuan' }, { coupon: 'hundred-points' }];
    const { body } = await shop.post('/v1/quotes', { cart, desired }, { token });
    for (const { state, reasons } of body.outcomes) {
      assert.equal(state, 'rejected');
      assert.deepEqual(reasons, [{ code: 'not-held', params: {} }]);
    }
    assert.equal(body.totals.discount, 0);
  });

  test('are confirmed by the merchant’s backend alone', async () => {
    const token = await shop.session();
    const { id } = (await claim('two-yuan', token)).body.held;
    assert.equal((await confirm(id, { secret: false, token })).status, 401);
    assert.equal((await confirm(id, { headers: { origin } })).body.code, 'secret-key-in-page');
    assert.equal((await confirm(id, { key: '' })).body.code, 'idempotency-key-missing');
    const unknown = await confirm('nothing');
    assert.equal(unknown.status, 404);
    assert.equal(unknown.body.code, 'unknown-claim');
    assert.equal((await ask(token)).wallet[0]?.state, 'pending');
  });
});

describe('points', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const give = (body: unknown, sent: Sent = {}) =>
    shop.post('/v1/points', body, { secret: true, key: newKey(), ...sent });

  test('are given and taken, never below 0', async () => {
    assert.deepEqual((await give({ shopper: 'ann', points: 30 })).body, { account: { points: 30 } });
    assert.deepEqual((await give({ shopper: 'ann', points: -20 })).body, { account: { points: 10 } });
    const refused = await give({ shopper: 'ann', points: -11 });
    assert.equal(refused.status, 402);
    assert.equal(refused.body.code, 'points-too-few');
    assert.deepEqual((await give({ shopper: 'ann', points: -10 })).body, { account: { points: 0 } });
  });

  test('are given once for one key', async () => {
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => give({ shopper: 'bob', points: 7 }, { key })),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.ok(answers.every(({ body }) => body.account.points === 7));
    const other = await give({ shopper: 'bob', points: 8 }, { key });
    assert.equal(other.body.code, 'idempotency-key-reused');
  });

  test('are the merchant’s to give', async () => {
    const token = await shop.shopperToken({ sub: 'ann' });
    assert.equal((await give({ shopper: 'ann', points: 1 }, { secret: false, token })).status, 401);
    const headers = { origin };
    assert.equal((await give({ shopper: 'ann', points: 1 }, { headers })).body.code, 'secret-key-in-page');
  });

  for (const [body, path, code] of [
    [{ points: 1 }, 'shopper', 'required'],
    [{ shopper: 'a\u0000', points: 1 }, 'shopper', 'control-character'],
    [{ shopper: 'ann' }, 'points', 'required'],
    [{ shopper: 'ann', points: 0 }, 'points', 'not-in-range'],
    [{ shopper: 'ann', points: 1.5 }, 'points', 'not-in-range'],
    [{ shopper: 'ann', points: '1' }, 'points', 'not-in-range'],
    [{ shopper: 'ann', points: 1e9 + 1 }, 'points', 'not-in-range'],
  ] as const) {
    test(`name what is wrong with ${JSON.stringify(body)}`, async () => {
      const answer = await give(body);
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }
});
