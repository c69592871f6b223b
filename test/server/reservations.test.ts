import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Hold, OffersAnswer } from '../../src/protocol/messages.js';
import { createFileCatalog, signToken, type CouponEntry } from '../../src/server/index.js';
import { noon, openShop, origin, products, type Sent, type Shop } from './open-shop.js';
import { cart, coupons, hold, newKey, price, reserve } from './place-order.js';

const minute = 60_000;
const all = ['tea-off', 'cup-off', 'delivery'];

describe('reservations', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());

  const post = (token: string, quote: string, sent: Sent = {}, page: unknown = cart) =>
    shop.post('/v1/reservations', { token: quote, cart: page }, { token, key: newKey(), ...sent });
  const wallet = async (token: string) =>
    (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body.wallet;
  const read = (id: string, sent: Sent) => shop.send('GET', `/v1/reservations/${id}`, undefined, sent);
  const release = (id: string, sent: Sent) =>
    shop.send('DELETE', `/v1/reservations/${id}`, undefined, { key: newKey(), ...sent });
  const extend = (id: string, sent: Sent) =>
    shop.post(`/v1/reservations/${id}/extensions`, {}, { key: newKey(), ...sent });

  test('holds all coupons of a promised price for fifteen minutes', async () => {
    const token = await shop.session();
    await hold(shop, token, ...all);
    const verdict = await price(shop, token, all);
    const { status, body, headers } = await post(token, verdict.token);
    assert.equal(status, 201);
    assert.equal(headers.get('idempotent-replayed'), null);
    assert.deepEqual(body, {
      hold: {
        id: body.hold.id,
        state: 'reserved',
        expiresAt: new Date(noon + 15 * minute).toISOString(),
        extendable: true,
      },
    });
    for (const held of await wallet(token)) {
      assert.equal(held.state, 'reserved');
      assert.equal(held.hold, body.hold.id);
      assert.equal(held.until, body.hold.expiresAt);
    }
  });

  test('is what the merchant finds: whose, for which cart, at which price, with which coupons', async () => {
    const token = await shop.shopperToken({ sub: 'ann' });
    const reserved = await reserve(shop, token, all);
    const found = await read(reserved.hold.id, { secret: true });
    assert.equal(found.status, 200);
    assert.deepEqual(found.body, {
      hold: reserved.hold,
      shopper: 'shopper:ann',
      cartHash: reserved.cartHash,
      currency: 'CNY',
      total: 30600 + 600 - 2000 - 500 - 600,
      coupons: [
        { coupon: 'tea-off', amount: 2000 },
        { coupon: 'cup-off', amount: 500 },
        { coupon: 'delivery', amount: 600 },
      ],
      reversals: [],
    });
  });

  test('is told to its shopper, and to no other', async () => {
    const [ann, bob] = [await shop.session(), await shop.session()];
    const { hold } = await reserve(shop, ann, ['tea-off']);
    assert.deepEqual((await read(hold.id, { token: ann })).body, { hold });
    const others = await read(hold.id, { token: bob });
    const nobodys = await read('nothing', { token: bob });
    assert.equal(others.status, 404);
    assert.equal(others.body.code, 'unknown-hold');
    assert.deepEqual(others.body, nobodys.body);
    assert.equal((await read(hold.id, {})).status, 401);
  });

  test('holds an order without coupons, too', async () => {
    const token = await shop.session();
    const verdict = await price(shop, token, []);
    assert.equal((await post(token, verdict.token)).status, 201);
  });

  test('answers the same key the same, also once the price is promised no longer', async () => {
    const token = await shop.session();
    await hold(shop, token, 'tea-off');
    const { token: quote } = await price(shop, token, ['tea-off']);
    const first = await post(token, quote, { key: 'same' });
    shop.now += 6 * minute;
    const again = await post(token, quote, { key: 'same' });
    const other = await post(token, quote);
    shop.now -= 6 * minute;
    assert.equal(first.status, 201);
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(again.body, first.body);
    assert.equal(other.body.code, 'quote-expired');
    const changed = await post(token, quote, { key: 'same' }, { ...cart, region: 'CN-11' });
    assert.equal(changed.status, 422);
    assert.equal(changed.body.code, 'idempotency-key-reused');
  });

  test('has one effect for a hundred copies of one request at once', async () => {
    const token = await shop.session();
    await hold(shop, token, 'tea-off');
    const { token: quote } = await price(shop, token, ['tea-off']);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(token, quote, { key: 'crowd' })),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ status }) => status === 200).length, 99);
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  });

  test('wants a token that was signed here, and is not too old', async () => {
    const token = await shop.session();
    const { token: quote } = await price(shop, token, []);
    for (const bad of ['x', quote.slice(0, -2), `${quote.slice(0, 60)}A${quote.slice(61)}`]) {
      const answer = await post(token, bad);
      assert.equal(answer.status, 422);
      assert.equal(answer.body.code, 'bad-token');
    }
    shop.now += 5 * minute;
    const late = await post(token, quote);
    shop.now -= 5 * minute;
    assert.equal(late.status, 410);
    assert.equal(late.body.code, 'quote-expired');
  });

  test('wants the shopper to whom the price was promised', async () => {
    const [ann, bob] = [await shop.session(), await shop.session()];
    const { token: quote } = await price(shop, ann, []);
    const answer = await post(bob, quote);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'other-shopper');
  });

  test('wants the cart that was priced', async () => {
    const token = await shop.session();
    const { token: quote } = await price(shop, token, []);
    const [tea, cup] = cart.lines;
    for (const page of [
      { ...cart, lines: [{ ...tea, quantity: 1 }, cup] },
      { ...cart, lines: [tea] },
      { ...cart, lines: [{ ...tea, id: 'c' }, cup] },
      { ...cart, region: 'CN-11' },
    ]) {
      const answer = await post(token, quote, {}, page);
      assert.equal(answer.status, 409);
      assert.equal(answer.body.code, 'cart-changed');
    }
    const dearer = { ...cart, lines: [{ ...tea, unitPrice: 99900 }, cup] };
    assert.equal((await post(token, quote, {}, dearer)).status, 201, 'the page’s prices are not believed');
    const unknown = await post(token, quote, {}, { ...cart, lines: [{ ...tea, product: 'coffee' }] });
    assert.deepEqual(unknown.body.problems, [{ path: 'cart.lines[0].product', code: 'unknown-product' }]);
  });

  test('says so where a price has changed since', async () => {
    const parsed = createFileCatalog(products);
    const dearer = createFileCatalog({
      ...products,
      products: products.products.map((product) => ({ ...product, unitPrice: product.unitPrice + 100 })),
    });
    assert.ok(parsed.ok && dearer.ok);
    let catalog = parsed.value;
    const own = await openShop(coupons, {
      catalog: {
        basis: 'gross',
        resolve: (page) => catalog.resolve(page),
        cartOf: (product) => catalog.cartOf(product),
      },
    });
    const token = await own.session();
    // The page has taken over what the server said.
    const resolved = await catalog.resolve(cart);
    assert.ok(resolved.ok);
    const { token: quote } = await price(own, token, [], resolved.value);
    catalog = dearer.value;
    const body = { token: quote, cart: resolved.value };
    const answer = await own.post('/v1/reservations', body, { token, key: newKey() });
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'price-changed');
    await own.close();
  });

  test('says so where a coupon is another one now, or is none any more', async () => {
    const [teaOff, ...others] = coupons as [CouponEntry, ...CouponEntry[]];
    const benefit = { kind: 'amount', amount: 2000, maxTimes: 1, everySpend: 10000 } as { kind: string };
    const changed = { ...teaOff, coupon: { ...teaOff.coupon, benefit } };
    const ended = {
      ...teaOff,
      coupon: { ...teaOff.coupon, validUntil: new Date(noon + 1000).toISOString() },
    };
    for (const entries of [[changed, ...others], others, [ended, ...others]]) {
      const token = await shop.session();
      await hold(shop, token, 'tea-off');
      const { token: quote } = await price(shop, token, ['tea-off']);
      const own = await openShop(entries, { ledger: shop.ledger, keys: shop.keys });
      const body = { token: quote, cart };
      const answer = await own.post('/v1/reservations', body, { token, key: newKey() });
      assert.equal(answer.status, 409);
      assert.equal(answer.body.code, 'price-changed');
      await own.close();
    }
  });

  test('says so where what is known of the shopper has changed', async () => {
    const first: CouponEntry = {
      coupon: {
        id: 'first',
        conditions: { maxOrders: 0 },
        benefit: { kind: 'amount', amount: 500 } as { kind: string },
      },
      claim: {},
    };
    const own = await openShop([first]);
    const newcomer = await own.shopperToken({ sub: 'ann', orders: 0 });
    await hold(own, newcomer, 'first');
    const { token: quote } = await price(own, newcomer, ['first']);
    const regular = await own.shopperToken({ sub: 'ann', orders: 1 });
    const answer = await own.post(
      '/v1/reservations',
      { token: quote, cart },
      { token: regular, key: newKey() },
    );
    assert.equal(answer.body.code, 'price-changed');
    await own.close();
  });

  test('believes no promise of a coupon that the shopper does not hold', async () => {
    const token = await shop.shopperToken({ sub: 'cy' });
    await hold(shop, token, 'tea-off');
    const verdict = await price(shop, token, ['tea-off']);
    const claims = JSON.parse(Buffer.from(verdict.token.split('.')[2]!, 'base64url').toString());
    const forged = { ...claims, coupons: [{ ...claims.coupons[0], held: 'somebody-elses' }] };
    const { token: quote } = await signToken(forged, shop.keys, shop.now);
    const answer = await post(token, quote);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'not-held');
  });

  test('reserves no coupon twice', async () => {
    const token = await shop.session();
    await hold(shop, token, 'tea-off');
    const { token: quote } = await price(shop, token, ['tea-off']);
    assert.equal((await post(token, quote)).status, 201);
    const second = await post(token, quote);
    assert.equal(second.status, 409);
    assert.equal(second.body.code, 'already-reserved');
  });

  test('lets one shopper park five orders at most', async () => {
    const token = await shop.session();
    const { token: quote } = await price(shop, token, []);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(token, quote)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 5);
    const refused = answers.filter(({ status }) => status === 409);
    assert.ok(refused.length === 15 && refused.every(({ body }) => body.code === 'too-many-holds'));
  });

  test('spends no more of a budget than there is, whoever asks', async () => {
    const [teaOff] = coupons as [CouponEntry];
    const own = await openShop([{ ...teaOff, claim: { budget: 5000 } }]);
    const tokens = await Promise.all(Array.from({ length: 6 }, () => own.session()));
    const quotes: string[] = [];
    for (const token of tokens) {
      await hold(own, token, 'tea-off');
      quotes.push((await price(own, token, ['tea-off'])).token);
    }
    const answers = await Promise.all(
      tokens.map((token, index) =>
        own.post('/v1/reservations', { token: quotes[index], cart }, { token, key: newKey() }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 2);
    assert.equal(answers.filter(({ body }) => body.code === 'sold-out').length, 4);
    const winner = answers.findIndex(({ status }) => status === 201);
    const path = `/v1/reservations/${answers[winner]!.body.hold.id}`;
    const sent = { token: tokens[winner], key: newKey() };
    assert.equal((await own.send('DELETE', path, undefined, sent)).status, 200);
    const loser = answers.findIndex(({ status }) => status === 409);
    const again = { token: quotes[loser], cart };
    const retried = await own.post('/v1/reservations', again, { token: tokens[loser], key: newKey() });
    assert.equal(retried.status, 201, 'what was released can be spent again');
    await own.close();
  });

  test('names what is wrong with a request', async () => {
    const token = await shop.session();
    for (const [body, path] of [
      [{}, 'token'],
      [{ token: 1, cart }, 'token'],
      [{ token: 'x' }, 'cart'],
      [{ token: 'x', cart: { ...cart, currency: 1 } }, 'cart.currency'],
    ] as const) {
      const answer = await shop.post('/v1/reservations', body, { token, key: newKey() });
      assert.equal(answer.status, 422);
      assert.equal(answer.body.problems[0].path, path);
    }
    assert.equal((await post(token, 'x', { key: '' })).body.code, 'idempotency-key-missing');
    assert.equal((await post('', 'x')).status, 401);
  });

  describe('extensions', () => {
    test('prolong a hold once, by fifteen minutes', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      const key = newKey();
      const first = await extend(hold.id, { token, key });
      assert.equal(first.status, 201);
      const expiresAt = new Date(Date.parse(hold.expiresAt) + 15 * minute).toISOString();
      assert.deepEqual(first.body.hold, { ...hold, expiresAt, extendable: false });
      const again = await extend(hold.id, { token, key });
      assert.equal(again.status, 200);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
      assert.deepEqual(again.body, first.body);
      const second = await extend(hold.id, { token });
      assert.equal(second.status, 409);
      assert.equal(second.body.code, 'already-extended');
    });

    test('are not for other shoppers, but for the merchant', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      const other = await extend(hold.id, { token: await shop.session() });
      assert.equal(other.status, 404);
      assert.equal(other.body.code, 'unknown-hold');
      assert.equal((await extend(hold.id, { secret: true })).status, 201);
    });

    test('do not bring back what has ended', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      shop.now += 15 * minute;
      const answer = await extend(hold.id, { token });
      shop.now -= 15 * minute;
      assert.equal(answer.status, 409);
      assert.equal(answer.body.code, 'hold-ended');
    });
  });

  describe('releases', () => {
    test('give the coupons back', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, all);
      const key = newKey();
      const first = await release(hold.id, { token, key });
      assert.equal(first.status, 200);
      assert.equal(first.headers.get('idempotent-replayed'), null);
      assert.deepEqual(first.body.hold, { ...hold, state: 'released', extendable: false });
      const again = await release(hold.id, { token, key });
      assert.equal(again.status, 200);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
      assert.deepEqual(again.body, first.body);
      for (const held of await wallet(token)) assert.equal(held.state, 'held');
      const { token: quote } = await price(shop, token, all);
      assert.equal((await post(token, quote)).status, 201);
    });

    test('are not for other shoppers, but for the merchant', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      assert.equal((await release(hold.id, { token: await shop.session() })).body.code, 'unknown-hold');
      assert.equal((await release('nothing', { secret: true })).status, 404);
      assert.equal((await release(hold.id, { secret: true })).status, 200);
    });

    test('of what has ended without a payment are answered with how it ended', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      await release(hold.id, { token });
      const answer = await release(hold.id, { token });
      assert.equal(answer.status, 200);
      assert.equal(answer.body.hold.state, 'released');
    });

    test('of what is paid are answered with that to its shopper, and refused to the merchant', async () => {
      const token = await shop.session();
      const { hold, cartHash } = await reserve(shop, token, ['tea-off']);
      const order = { hold: hold.id, order: 'paid-before-release', cartHash };
      await shop.post('/v1/redemptions', order, { secret: true, key: newKey() });
      const answer = await release(hold.id, { token });
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body.hold, { ...hold, state: 'redeemed', extendable: false });
      assert.equal((await wallet(token))[0]!.state, 'used');
      const refused = await release(hold.id, { secret: true });
      assert.equal(refused.status, 409);
      assert.equal(refused.body.code, 'hold-ended');
    });

    test('need a key, but no body', async () => {
      const token = await shop.session();
      const { hold } = await reserve(shop, token, ['tea-off']);
      assert.equal((await release(hold.id, { token, key: '' })).body.code, 'idempotency-key-missing');
      assert.equal((await release(hold.id, { token })).status, 200);
    });
  });

  test('end by themselves, and the coupons are free again', async () => {
    const token = await shop.session();
    const { hold } = await reserve(shop, token, all);
    shop.now += 15 * minute;
    assert.deepEqual((await read(hold.id, { token })).body.hold, {
      ...hold,
      state: 'expired',
      extendable: false,
    } satisfies Hold);
    for (const held of await wallet(token)) {
      assert.equal(held.state, 'held');
      assert.equal(held.hold, undefined);
      assert.equal(held.until, undefined);
    }
    const { token: quote } = await price(shop, token, all);
    assert.equal((await post(token, quote)).status, 201);
    shop.now -= 15 * minute;
  });

  test('may be asked for by pages, and never with the secret key', async () => {
    const token = await shop.session();
    const { hold } = await reserve(shop, token, ['tea-off']);
    const path = `/v1/reservations/${hold.id}`;
    const preflight = await shop.send('OPTIONS', path, undefined, { headers: { origin } });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-methods'), 'GET, DELETE');
    const allowed = await shop.send('GET', path, undefined, { token, headers: { origin } });
    assert.equal(allowed.headers.get('access-control-allow-origin'), origin);
    const refused = await shop.send('GET', path, undefined, { secret: true, headers: { origin } });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.code, 'secret-key-in-page');
    assert.equal((await read(hold.id, { token, headers: { 'couponkit-key': '' } })).body.code, 'unknown-key');
    const evil = { token, headers: { origin: 'https://evil.example' } };
    assert.equal((await read(hold.id, evil)).body.code, 'origin-not-allowed');
  });
});
