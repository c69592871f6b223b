import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { check, quote } from '../../src/engine/index.js';
import type { OffersAnswer } from '../../src/protocol/messages.js';
import { noon, openShop, origin, type Sent, type Shop } from './open-shop.js';
import { cart, coupons, newKey, price, reserve } from './place-order.js';

const minute = 60_000;
const all = ['tea-off', 'cup-off', 'delivery'];
const total = 30600 + 600 - 2000 - 500 - 600;

let numbers = 0;
const newOrder = (): string => `order-${++numbers}`;

describe('redemptions', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());

  const redeem = (body: unknown, sent: Sent = {}) =>
    shop.post('/v1/redemptions', body, { secret: true, key: newKey(), ...sent });
  const states = async (token: string) =>
    (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body.wallet
      .map(({ coupon, state }) => `${coupon.id} ${state}`)
      .sort();

  test('use up the coupons of an order that is paid', async () => {
    const token = await shop.session();
    const { hold, cartHash } = await reserve(shop, token, all);
    const answer = await redeem({ hold: hold.id, order: 'A-1', cartHash });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('idempotent-replayed'), null);
    assert.deepEqual(answer.body, {
      redemption: {
        id: hold.id,
        order: 'A-1',
        at: noon,
        currency: 'CNY',
        total,
        coupons: [
          { coupon: 'tea-off', amount: 2000 },
          { coupon: 'cup-off', amount: 500 },
          { coupon: 'delivery', amount: 600 },
        ],
        late: false,
      },
    });
    assert.deepEqual(await states(token), ['cup-off used', 'delivery used', 'tea-off used']);
    const found = await shop.send('GET', `/v1/reservations/${hold.id}`, undefined, { secret: true });
    assert.equal(found.body.hold.state, 'redeemed');
    assert.deepEqual(found.body.redemption, answer.body.redemption);
    const own = await shop.send('GET', `/v1/reservations/${hold.id}`, undefined, { token });
    assert.deepEqual(own.body, { hold: found.body.hold }, 'a shopper sees the hold');
  });

  test('of a coupon that was used leave nothing of it to be used', async () => {
    const token = await shop.session();
    const { hold: first, cartHash } = await reserve(shop, token, ['cup-off']);
    await redeem({ hold: first.id, order: newOrder(), cartHash });
    const { body } = await shop.post('/v1/quotes', { cart, desired: [{ coupon: 'cup-off' }] }, { token });
    assert.deepEqual(body.outcomes, [
      { coupon: 'cup-off', state: 'rejected', reasons: [{ code: 'used', params: {} }] },
    ]);
    const offers = (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body.offers;
    assert.equal(offers.find(({ coupon }) => coupon.id === 'cup-off')!.claim.state, 'used');
    const again = await shop.post('/v1/claims', { offer: 'cup-off' }, { token, key: newKey() });
    assert.equal(again.body.code, 'shopper-limit');
    const release = { secret: true, key: newKey() };
    const ended = await shop.send('DELETE', `/v1/reservations/${first.id}`, undefined, release);
    assert.equal(ended.status, 409);
    assert.equal(ended.body.code, 'hold-ended');
  });

  test('answer the same key the same, and refuse it for another order', async () => {
    const { hold, cartHash } = await reserve(shop, await shop.session(), all);
    const body = { hold: hold.id, order: newOrder(), cartHash };
    const key = newKey();
    const first = await redeem(body, { key });
    const again = await redeem(body, { key });
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(again.body, first.body);
    const other = await redeem({ ...body, order: newOrder() }, { key });
    assert.equal(other.status, 422);
    assert.equal(other.body.code, 'idempotency-key-reused');
    const retried = await redeem(body);
    assert.equal(retried.status, 200, 'the same order with another key has been redeemed');
    assert.deepEqual(retried.body, first.body);
  });

  test('refuse another cart, another order, and a hold that there is not', async () => {
    const { hold, cartHash } = await reserve(shop, await shop.session(), ['tea-off']);
    const other = await reserve(shop, await shop.session(), ['tea-off']);
    const order = newOrder();
    const changed = await redeem({ hold: hold.id, order, cartHash: '0'.repeat(64) });
    assert.equal(changed.status, 409);
    assert.equal(changed.body.code, 'cart-changed');
    assert.equal((await redeem({ hold: hold.id, order, cartHash })).status, 201);
    const second = await redeem({ hold: hold.id, order: newOrder(), cartHash });
    assert.equal(second.status, 409);
    assert.equal(second.body.code, 'other-order');
    const taken = await redeem({ hold: other.hold.id, order, cartHash: other.cartHash });
    assert.equal(taken.body.code, 'other-order', 'an order’s number is one order’s');
    const unknown = await redeem({ hold: 'nothing', order: newOrder(), cartHash });
    assert.equal(unknown.status, 404);
    assert.equal(unknown.body.code, 'unknown-hold');
  });

  test('take a payment that lands late, where the coupons are still free', async () => {
    const token = await shop.session();
    const { hold, cartHash } = await reserve(shop, token, all);
    shop.now += 20 * minute;
    const answer = await redeem({ hold: hold.id, order: newOrder(), cartHash });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.redemption.late, true);
    assert.deepEqual(await states(token), ['cup-off used', 'delivery used', 'tea-off used']);
    shop.now -= 20 * minute;
  });

  test('refuse a payment that lands late, where one of the coupons is in another order', async () => {
    const token = await shop.session();
    const { hold, cartHash } = await reserve(shop, token, all);
    shop.now += 20 * minute;
    const { token: promise } = await price(shop, token, ['cup-off']);
    const next = await shop.post('/v1/reservations', { token: promise, cart }, { token, key: newKey() });
    assert.equal(next.status, 201);
    const answer = await redeem({ hold: hold.id, order: newOrder(), cartHash });
    assert.equal(answer.status, 410);
    assert.equal(answer.body.code, 'hold-ended');
    assert.deepEqual(
      await states(token),
      ['cup-off reserved', 'delivery held', 'tea-off held'],
      'nothing has changed',
    );
    shop.now -= 20 * minute;
  });

  test('are for the merchant’s backend alone', async () => {
    const token = await shop.session();
    const { hold, cartHash } = await reserve(shop, token, ['tea-off']);
    const body = { hold: hold.id, order: newOrder(), cartHash };
    const { publishable, secret } = shop.keys;
    for (const bearer of ['', token, publishable, `${secret}0`, secret.slice(0, -1)]) {
      const answer = await redeem(body, { secret: false, token: bearer });
      assert.equal(answer.status, 401, bearer);
      assert.equal(answer.body.code, 'unauthorized');
    }
    for (const from of [origin, 'null', 'https://evil.example']) {
      const answer = await redeem(body, { headers: { origin: from } });
      assert.equal(answer.status, 403);
      assert.equal(answer.body.code, 'secret-key-in-page');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
    const headers = { origin, 'access-control-request-method': 'POST' };
    const preflight = await shop.send('OPTIONS', '/v1/redemptions', undefined, { headers });
    assert.equal(preflight.status, 403);
    assert.equal(preflight.headers.get('access-control-allow-origin'), null);
    assert.equal((await redeem(body, { key: '' })).body.code, 'idempotency-key-missing');
    assert.equal((await redeem(body)).status, 201, 'and so far nothing has happened');
  });

  for (const [what, body, path, code] of [
    ['nothing', {}, 'hold', 'required'],
    ['an order that is no text', { hold: 'x', order: 7, cartHash: '0' }, 'order', 'not-a-text'],
    ['an order with a line feed', { hold: 'x', order: 'A\n1', cartHash: '0' }, 'order', 'control-character'],
    ['an order with a NUL', { hold: 'x', order: 'A\u0000', cartHash: '0' }, 'order', 'control-character'],
    ['half a character', { hold: 'x', order: 'A\ud83c', cartHash: '0' }, 'order', 'control-character'],
    ['a long order', { hold: 'x', order: 'A'.repeat(201), cartHash: '0' }, 'order', 'too-long'],
    ['a hash that is none', { hold: 'x', order: 'A', cartHash: 'abc' }, 'cartHash', 'not-a-hash'],
  ] as const) {
    test(`name ${what}`, async () => {
      const answer = await redeem(body);
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }
});

describe('reversals', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());

  const order = async (token: string, wanted: readonly string[] = all): Promise<string> => {
    const { hold, cartHash } = await reserve(shop, token, wanted);
    const body = { hold: hold.id, order: newOrder(), cartHash };
    assert.equal((await shop.post('/v1/redemptions', body, { secret: true, key: newKey() })).status, 201);
    return hold.id;
  };
  const reverse = (id: string, body: unknown = {}, sent: Sent = {}) =>
    shop.post(`/v1/redemptions/${id}/reversals`, body, { secret: true, key: newKey(), ...sent });
  const states = async (token: string) =>
    Object.fromEntries(
      (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body.wallet.map(({ coupon, state }) => [
        coupon.id,
        state,
      ]),
    );

  test('of a whole order pay everything back, and give the coupons back', async () => {
    const token = await shop.session();
    const id = await order(token);
    const { status, body } = await reverse(id);
    assert.equal(status, 201);
    const { reversal } = body;
    assert.equal(reversal.redemption, id);
    assert.equal(reversal.at, noon);
    assert.equal(reversal.refund.amount, total);
    assert.equal(reversal.complete, true);
    assert.deepEqual([...reversal.returned].sort(), [...all].sort());
    assert.deepEqual(await states(token), { 'tea-off': 'held', 'cup-off': 'held', delivery: 'held' });
    const found = await shop.send('GET', `/v1/reservations/${id}`, undefined, { secret: true });
    assert.equal(found.body.hold.state, 'reversed');
    assert.deepEqual(found.body.reversals, [reversal]);
    const { token: promise } = await price(shop, token, all);
    const next = await shop.post('/v1/reservations', { token: promise, cart }, { token, key: newKey() });
    assert.equal(next.status, 201, 'what came back can be used again');
  });

  test('of a part pay that back, and give back what nothing is left of', async () => {
    const token = await shop.session();
    const id = await order(token, ['tea-off', 'cup-off']);
    const tea = { line: 'a', quantity: 1 };
    const one = (await reverse(id, { returned: [tea] })).body.reversal;
    assert.equal(one.refund.amount, 12800 - 1000);
    assert.equal(one.complete, false);
    assert.deepEqual(one.returned, []);
    assert.deepEqual(await states(token), { 'tea-off': 'used', 'cup-off': 'used' });
    const two = (await reverse(id, { returned: [tea] })).body.reversal;
    assert.equal(two.refund.amount, 12800 - 1000);
    assert.deepEqual(two.returned, ['tea-off']);
    assert.deepEqual(await states(token), { 'tea-off': 'held', 'cup-off': 'used' });
    const rest = (await reverse(id, { returned: [{ line: 'b', quantity: 1 }], shipping: true })).body
      .reversal;
    assert.equal(rest.refund.amount, 5000 - 500 + 600);
    assert.equal(rest.complete, true);
    const amounts = [one, two, rest].map(({ refund }) => refund.amount);
    assert.equal(
      amounts.reduce((sum, amount) => sum + amount),
      30600 + 600 - 2500,
    );
  });

  test('price anew what is kept, where they are asked to', async () => {
    const id = await order(await shop.session(), ['tea-off']);
    const body = { returned: [{ line: 'a', quantity: 1 }], mode: 'recalculated' };
    const { reversal } = (await reverse(id, body)).body;
    assert.equal(reversal.refund.amount, 12800, 'one tea still reaches the coupon’s minimum');
    const other = await reverse(id, { ...body, mode: 'proportional' });
    assert.equal(other.status, 409);
    assert.equal(other.body.code, 'other-mode');
  });

  test('use a shop’s own engine', async () => {
    const asked: string[] = [];
    const own = await openShop(coupons, {
      engine: { check, quote: (...args) => (asked.push('quote'), quote(...args)) },
    });
    const token = await own.session();
    const { hold, cartHash } = await reserve(own, token, ['tea-off']);
    const sent = () => ({ secret: true, key: newKey() });
    await own.post('/v1/redemptions', { hold: hold.id, order: 'A-1', cartHash }, sent());
    asked.length = 0;
    const body = { returned: [{ line: 'a', quantity: 1 }], mode: 'recalculated' };
    assert.equal((await own.post(`/v1/redemptions/${hold.id}/reversals`, body, sent())).status, 201);
    assert.ok(asked.length > 0, 'what is kept is priced by it');
    await own.close();
  });

  test('answer the same key the same, and refuse it for another return', async () => {
    const id = await order(await shop.session());
    const key = newKey();
    const body = { returned: [{ line: 'a', quantity: 1 }] };
    const first = await reverse(id, body, { key });
    const again = await reverse(id, body, { key });
    assert.equal(first.status, 201);
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(again.body, first.body);
    const other = await reverse(id, {}, { key });
    assert.equal(other.status, 422);
    assert.equal(other.body.code, 'idempotency-key-reused');
    const elsewhere = await reverse(await order(await shop.session()), body, { key });
    assert.equal(elsewhere.body.code, 'idempotency-key-reused', 'another order is another request');
  });

  test('pay nothing back twice', async () => {
    const id = await order(await shop.session());
    const tooMany = await reverse(id, { returned: [{ line: 'a', quantity: 3 }] });
    assert.equal(tooMany.status, 422);
    assert.equal(tooMany.body.code, 'more-than-remains');
    const answers = await Promise.all(Array.from({ length: 5 }, () => reverse(id)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ body }) => body.code === 'more-than-remains').length, 4);
  });

  test('refuse what is not known', async () => {
    const id = await order(await shop.session());
    const line = await reverse(id, { returned: [{ line: 'z', quantity: 1 }] });
    assert.equal(line.status, 422);
    assert.equal(line.body.code, 'unknown-line');
    const nothing = await reverse('nothing');
    assert.equal(nothing.status, 404);
    assert.equal(nothing.body.code, 'unknown-redemption');
    const { hold } = await reserve(shop, await shop.session(), ['tea-off']);
    assert.equal((await reverse(hold.id)).body.code, 'unknown-redemption', 'it is not paid');
  });

  test('are for the merchant’s backend alone', async () => {
    const token = await shop.session();
    const id = await order(token);
    assert.equal((await reverse(id, {}, { secret: false, token })).status, 401);
    assert.equal((await reverse(id, {}, { headers: { origin } })).body.code, 'secret-key-in-page');
    assert.equal((await reverse(id, {}, { key: '' })).body.code, 'idempotency-key-missing');
  });

  for (const [what, body, path, code] of [
    ['a return of nothing', { returned: [] }, 'returned', 'too-short'],
    ['a line without a quantity', { returned: [{ line: 'a' }] }, 'returned[0].quantity', 'required'],
    ['no units', { returned: [{ line: 'a', quantity: 0 }] }, 'returned[0].quantity', 'too-small'],
    ['half a unit', { returned: [{ line: 'a', quantity: 0.5 }] }, 'returned[0].quantity', 'not-an-integer'],
    ['another mode', { mode: 'generous' }, 'mode', 'not-one-of'],
    ['a flag that is none', { shipping: 'yes' }, 'shipping', 'not-a-boolean'],
    [
      'too many lines',
      { returned: Array.from({ length: 501 }, () => ({ line: 'a', quantity: 1 })) },
      'returned',
      'too-many',
    ],
  ] as const) {
    test(`name ${what}`, async () => {
      const answer = await reverse('any', body);
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }
});

test('an order of a server is known to every server of its store', async () => {
  const first = await openShop(coupons);
  const second = await openShop(coupons, { ledger: first.ledger, keys: first.keys });
  const token = await first.session();
  const { hold, cartHash } = await reserve(first, token, ['tea-off']);
  const body = { hold: hold.id, order: 'A-1', cartHash };
  const redeemed = await second.post('/v1/redemptions', body, { secret: true, key: newKey() });
  assert.equal(redeemed.status, 201);
  await Promise.all([first.close(), second.close()]);
});
