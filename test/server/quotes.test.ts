import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { quote } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { createVerifier, publicKeys, type CouponEntry } from '../../src/server/index.js';
import { off, openShop, type Sent, type Shop } from './open-shop.js';

const coupons: CouponEntry[] = [
  { coupon: off('plain'), claim: {} },
  { coupon: off('first', { conditions: { maxOrders: 0 } }), claim: {} },
  { coupon: off('vip', { conditions: { shopperTags: ['vip'] } }), claim: {} },
  { coupon: off('none-left'), claim: { stock: 0 } },
  { coupon: off('members'), claim: { audience: 'signed-in' } },
  { coupon: off('tomorrow'), claim: { opensAt: '2026-11-22T00:00:00Z' } },
  { coupon: off('closed'), claim: { closesAt: '2026-11-21T00:00:00Z' } },
  { coupon: off('hidden', { code: 'SECRET' }), claim: {} },
  { coupon: off('too-much', { conditions: { minSpend: 900000 } }), claim: {} },
  {
    coupon: off('shop-off', {
      issuer: { shop: 'north' },
      benefit: { kind: 'percent', percentOff: 10, maxAmount: 5000 } as Coupon['benefit'],
    }),
    claim: {},
  },
  {
    coupon: {
      id: 'delivery',
      benefit: { kind: 'shipping', percentOff: 100 } as Coupon['benefit'],
    },
    claim: {},
  },
];

const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'a', product: 'tea', unitPrice: 12800, quantity: 1 },
    { id: 'b', product: 'cup', sku: 'cup-blue', unitPrice: 5000, quantity: 2 },
  ],
};

describe('quotes', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const ask = (desired: readonly string[], sent: Sent = {}, page: unknown = cart, rest: object = {}) =>
    shop.post<Verdict>(
      '/v1/quotes',
      { cart: page, desired: desired.map((coupon) => ({ coupon })), ...rest },
      sent,
    );
  const hold = async (token: string, ...ids: string[]) => {
    for (const offer of ids) {
      const claimed = await shop.post('/v1/claims', { offer }, { token, key: `hold-${offer}` });
      assert.equal(claimed.status, 201);
    }
    return token;
  };

  test('prices the cart with the server’s prices and fees', async () => {
    const { status, body } = await ask([]);
    assert.equal(status, 200);
    assert.deepEqual(body.totals, {
      subtotal: 22800,
      discount: 0,
      shipping: 1400,
      payable: 24200,
      basis: 'gross',
    });
    assert.equal(body.cartHash, await hashCart(cart));
    assert.equal(body.at, shop.now);
    assert.deepEqual(body.automatic, []);
    assert.equal(body.prices, undefined);
  });

  test('believes no price, shop, tag, floor or fee of the page', async () => {
    const page: Cart = {
      currency: 'CNY',
      lines: [
        { id: 'a', product: 'tea', unitPrice: 1, quantity: 1, shop: 'south', tags: ['vip'], minUnitPrice: 1 },
        { id: 'b', product: 'cup', sku: 'cup-blue', unitPrice: 4999, quantity: 2, discountable: false },
      ],
      shipping: [{ fee: 0 }],
    };
    const { body } = await ask(['plain'], {}, page);
    const honest = (await ask(['plain'])).body;
    assert.deepEqual(body.quote, honest.quote);
    assert.deepEqual(body.totals, honest.totals);
    assert.deepEqual(body.prices, [
      { line: 'a', before: 1, after: 12800 },
      { line: 'b', before: 4999, after: 5000 },
    ]);
    assert.equal(body.cartHash, await hashCart(page));
  });

  test('is what the engine gives on the server’s cart', async () => {
    const token = await hold(await shop.session(), 'plain', 'shop-off', 'delivery');
    const { body } = await ask(['plain', 'shop-off', 'delivery'], { token });
    const resolved = await shop.catalog.resolve(cart);
    assert.ok(resolved.ok);
    const known = coupons.map((entry) => entry.coupon);
    const chosen = ['plain', 'shop-off', 'delivery'].map((id) => known.find((coupon) => coupon.id === id)!);
    assert.deepEqual(body.quote, quote(resolved.value, chosen, { now: shop.now }));
    assert.equal(body.totals.payable, 24200 - 500 - 1280 - 1400);
    assert.deepEqual(
      body.outcomes.map((outcome) => [outcome.coupon, outcome.state, outcome.amount]),
      [
        ['plain', 'effective', 500],
        ['shop-off', 'effective', 1280],
        ['delivery', 'effective', 1400],
      ],
    );
  });

  test('gives a token that the checkout can verify', async () => {
    const token = await hold(await shop.shopperToken({ sub: 'ann' }), 'plain');
    const { body } = await ask(['plain'], { token });
    assert.equal(body.expiresAt, new Date(shop.now + 300_000).toISOString());
    const verifier = createVerifier({
      keys: publicKeys(shop.keys),
      catalog: shop.catalog,
      now: () => shop.now,
    });
    const decision = await verifier.verify(body.token!, { cart, shopper: 'ann' });
    assert.ok(decision.ok);
    assert.equal(decision.claims.total, body.totals.payable);
    assert.equal(decision.claims.currency, 'CNY');
    assert.equal(decision.claims.coupons.length, 1);
    assert.equal(decision.claims.coupons[0]!.coupon, 'plain');
    assert.equal(decision.claims.coupons[0]!.amount, 500);
    const wallet = (await shop.post('/v1/offers', {}, { token })).body.wallet;
    assert.equal(decision.claims.coupons[0]!.held, wallet[0].id);
    assert.match(decision.claims.coupons[0]!.version, /^[0-9a-f]{16}$/);
  });

  test('prices what could be claimed at once, but promises nothing before it is', async () => {
    const token = await shop.session();
    const before = (await ask(['plain'], { token })).body;
    assert.equal(before.outcomes[0]!.state, 'effective');
    assert.equal(before.token, undefined);
    await hold(token, 'plain');
    const after = (await ask(['plain'], { token })).body;
    assert.deepEqual(after.totals, before.totals);
    assert.ok(after.token);
  });

  test('promises a price without coupons to a session, and nothing to nobody', async () => {
    assert.ok((await ask([], { token: await shop.session() })).body.token);
    assert.equal((await ask([])).body.token, undefined);
  });

  test('says why a coupon cannot be had', async () => {
    const wanted = ['none-left', 'members', 'tomorrow', 'closed', 'hidden', 'nothing'];
    const { body } = await ask(wanted, { token: await shop.session() });
    assert.deepEqual(
      body.outcomes.map(({ state, reasons }) => [state, ...reasons]),
      [
        ['rejected', { code: 'sold-out', params: {} }],
        ['rejected', { code: 'sign-in', params: {} }],
        ['rejected', { code: 'upcoming', params: { opensAt: '2026-11-22T00:00:00Z' } }],
        ['rejected', { code: 'ended', params: { closesAt: '2026-11-21T00:00:00Z' } }],
        ['rejected', { code: 'not-held', params: {} }],
        ['rejected', { code: 'not-held', params: {} }],
      ],
    );
    assert.equal(body.totals.discount, 0);
  });

  test('says of what another order has, and of what is used, that it is so', async () => {
    const token = await hold(await shop.session(), 'plain');
    const { body: verdict } = await ask(['plain'], { token });
    const request = { token: verdict.token, cart };
    const reserved = await shop.post('/v1/reservations', request, { token, key: 'reserve' });
    assert.equal(reserved.status, 201);
    const meanwhile = (await ask(['plain'], { token })).body;
    assert.deepEqual(meanwhile.outcomes, [
      {
        coupon: 'plain',
        state: 'rejected',
        reasons: [{ code: 'reserved', params: { until: reserved.body.hold.expiresAt } }],
      },
    ]);
    shop.now += 15 * 60_000;
    const after = (await ask(['plain'], { token })).body;
    shop.now -= 15 * 60_000;
    assert.equal(after.outcomes[0]!.state, 'effective');
    assert.ok(after.token);
  });

  test('takes another piece of a coupon where the first is in another order', async () => {
    const own = await openShop([{ coupon: off('twice'), claim: { perShopper: 2 } }]);
    const token = await own.session();
    const claim = (key: string) => own.post('/v1/claims', { offer: 'twice' }, { token, key });
    const wish = { cart, desired: [{ coupon: 'twice' }] };
    const first = (await claim('1')).body.held.id;
    const { body: verdict } = await own.post<Verdict>('/v1/quotes', wish, { token });
    await own.post('/v1/reservations', { token: verdict.token, cart }, { token, key: '2' });
    const between = (await own.post<Verdict>('/v1/quotes', wish, { token })).body;
    assert.equal(between.outcomes[0]!.state, 'effective', 'a second one can be claimed');
    assert.equal(between.token, undefined);
    const second = (await claim('3')).body.held.id;
    const { token: promise } = (await own.post<Verdict>('/v1/quotes', wish, { token })).body;
    const claims = JSON.parse(Buffer.from(promise!.split('.')[2]!, 'base64url').toString());
    assert.equal(claims.coupons[0].held, second);
    assert.notEqual(first, second);
    await own.close();
  });

  test('promises nothing that is over its budget, and prices the rest', async () => {
    const own = await openShop([
      { coupon: off('tight', { layer: 'platform' }), claim: { budget: 700 } },
      { coupon: off('other', { layer: 'item' }), claim: {} },
    ]);
    const order = async () => {
      const token = await own.session();
      for (const offer of ['tight', 'other']) await own.post('/v1/claims', { offer }, { token, key: offer });
      const desired = [{ coupon: 'tight' }, { coupon: 'other' }];
      return { token, verdict: (await own.post<Verdict>('/v1/quotes', { cart, desired }, { token })).body };
    };
    const ann = await order();
    assert.equal(ann.verdict.totals.discount, 1000);
    const bob = await order();
    assert.equal(bob.verdict.totals.discount, 1000, 'what is only looked at spends nothing');
    const reserve = ({ token, verdict }: typeof ann) =>
      own.post('/v1/reservations', { token: verdict.token, cart }, { token, key: 'reserve' });
    assert.equal((await reserve(ann)).status, 201);
    const late = await reserve(bob);
    assert.equal(late.status, 409);
    assert.equal(late.body.code, 'sold-out');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const cy = await order();
    assert.deepEqual(cy.verdict.outcomes, [
      { coupon: 'tight', state: 'rejected', reasons: [{ code: 'sold-out', params: {} }] },
      { coupon: 'other', state: 'effective', reasons: [], amount: 500 },
    ]);
    assert.equal(cy.verdict.totals.discount, 500);
    assert.ok(cy.verdict.token);
    await own.close();
  });

  test('says why a coupon does not apply, with the engine’s reasons', async () => {
    const { body } = await ask(['too-much']);
    assert.deepEqual(body.outcomes[0]!.reasons, [
      {
        code: 'min-spend',
        params: { required: 900000, measured: 22800, missing: 877200, on: 'list' },
      },
    ]);
  });

  test('takes a code for nothing but what the shopper holds', async () => {
    const token = await shop.session();
    const desired = [{ coupon: 'hidden', code: 'SECRET' }];
    const before = await shop.post<Verdict>('/v1/quotes', { cart, desired }, { token });
    assert.equal(before.body.outcomes[0]!.reasons[0]!.code, 'not-held');
    await shop.post('/v1/exchanges', { code: 'secret' }, { token, key: 'x' });
    const after = await shop.post<Verdict>('/v1/quotes', { cart, desired }, { token });
    assert.equal(after.body.outcomes[0]!.state, 'effective');
    assert.ok(after.body.token);
  });

  test('believes nothing that the page says of the shopper', async () => {
    const shopper = { tags: ['vip'], orders: 0 };
    const { body } = await ask(['first', 'vip'], { token: await shop.session() }, cart, { shopper });
    assert.deepEqual(
      body.outcomes.map((outcome) => outcome.state),
      ['rejected', 'rejected'],
    );
  });

  test('believes what the merchant’s backend says of the shopper', async () => {
    const token = await shop.shopperToken({ sub: 'vip', tags: ['vip'], orders: 0 });
    assert.equal((await ask(['first'], { token })).body.outcomes[0]!.state, 'effective');
    assert.equal((await ask(['vip'], { token })).body.outcomes[0]!.state, 'effective');
    const regular = await shop.shopperToken({ sub: 'regular', orders: 3 });
    assert.equal((await ask(['first'], { token: regular })).body.outcomes[0]!.state, 'rejected');
  });

  test('goes by its own clock: what expired between preview and verdict is refused', async () => {
    const own = await openShop([{ coupon: off('soon', { validUntil: '2026-11-21T12:00:01Z' }), claim: {} }]);
    const token = await own.session();
    await own.post('/v1/claims', { offer: 'soon' }, { token, key: '1' });
    own.now += 1000;
    const desired = [{ coupon: 'soon' }];
    const { body } = await own.post<Verdict>('/v1/quotes', { cart, desired }, { token });
    assert.deepEqual(body.outcomes[0]!.reasons, [
      { code: 'expired', params: { validUntil: '2026-11-21T12:00:01Z' } },
    ]);
    assert.equal(body.totals.payable, 24200);
    await own.close();
  });

  test('frees the fee from the amount that the catalogue says', async () => {
    const two = { currency: 'CNY', lines: [{ id: 'a', product: 'tea', unitPrice: 12800, quantity: 2 }] };
    const { body } = await ask([], {}, two);
    assert.equal(body.totals.shipping, 0);
    assert.equal(body.totals.payable, 25600);
  });

  test('parses what a catalogue of the merchant’s own gives', async () => {
    for (const [wrong, path] of [
      [{ unitPrice: -1 }, 'cart.lines[0].unitPrice'],
      [{ unitPrice: 2 ** 52, quantity: 3 }, 'cart.lines'],
      [{ id: 'b' }, 'cart.lines[1].id'],
    ] as const) {
      const [first, ...others] = cart.lines as [Cart['lines'][number], ...Cart['lines']];
      const value = { ...cart, lines: [{ ...first, ...wrong }, ...others] };
      // Also where it is ours but for this one function.
      const catalog = { ...shop.catalog, resolve: async () => ({ ok: true as const, value }) };
      const own = await openShop(coupons, { catalog });
      const answer = await own.post<{ problems: { path: string }[] }>('/v1/quotes', { cart, desired: [] });
      assert.equal(answer.status, 422);
      assert.deepEqual(
        answer.body.problems.map((problem) => problem.path),
        [path],
      );
      await own.close();
    }
  });

  const line = cart.lines[0]!;
  for (const [what, page, path, code] of [
    ['no cart', undefined, 'cart', 'required'],
    ['NaN', { ...cart, lines: [{ ...line, unitPrice: NaN }] }, 'cart.lines[0].unitPrice', 'not-an-integer'],
    [
      'a negative price',
      { ...cart, lines: [{ ...line, unitPrice: -1 }] },
      'cart.lines[0].unitPrice',
      'too-small',
    ],
    ['a fractional amount', { ...cart, shipping: [{ fee: 1.5 }] }, 'cart.shipping[0].fee', 'not-an-integer'],
    ['a duplicate line id', { ...cart, lines: [line, line] }, 'cart.lines[1].id', 'duplicate'],
    [
      'an unknown product',
      { ...cart, lines: [line, { ...line, id: 'z', product: 'coffee' }] },
      'cart.lines[1].product',
      'unknown-product',
    ],
    [
      'an unknown variant',
      { ...cart, lines: [{ ...line, product: 'cup', sku: 'cup-red' }] },
      'cart.lines[0].sku',
      'unknown-sku',
    ],
    ['another currency', { ...cart, currency: 'USD' }, 'cart.currency', 'other-currency'],
    [
      'a sum too large',
      { ...cart, lines: [{ ...line, unitPrice: 0, quantity: 9e15 }] },
      'cart.lines',
      'too-large',
    ],
    [
      'too many lines',
      { ...cart, lines: Array.from({ length: 501 }, (_, index) => ({ ...line, id: String(index) })) },
      'cart.lines',
      'too-many',
    ],
  ] as const) {
    test(`names ${what}`, async () => {
      const answer = await shop.post('/v1/quotes', { cart: page, desired: [] });
      assert.equal(answer.status, 422);
      assert.equal(answer.body.code, 'invalid-request');
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }

  for (const [what, desired, path, code] of [
    ['no wishes', undefined, 'desired', 'required'],
    ['a wish without a coupon', [{}], 'desired[0].coupon', 'required'],
    ['a wish stated twice', [{ coupon: 'plain' }, { coupon: 'plain' }], 'desired[1].coupon', 'duplicate'],
    [
      'too many wishes',
      Array.from({ length: 101 }, (_, index) => ({ coupon: String(index) })),
      'desired',
      'too-many',
    ],
  ] as const) {
    test(`names ${what}`, async () => {
      const answer = await shop.post('/v1/quotes', { cart, desired });
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }

  test('names what is wrong with the page’s shopper', async () => {
    const answer = await shop.post('/v1/quotes', { cart, desired: [], shopper: { orders: -1 } });
    assert.deepEqual(answer.body.problems, [{ path: 'shopper.orders', code: 'too-small' }]);
  });

  test('takes __proto__ for a name like any other', async () => {
    const body = `{"__proto__":{"cart":1},"cart":${JSON.stringify(cart)},"desired":[{"coupon":"__proto__"}]}`;
    const { status, body: verdict } = await shop.post<Verdict>('/v1/quotes', body);
    assert.equal(status, 200);
    assert.equal(verdict.outcomes[0]!.reasons[0]!.code, 'not-held');
    const attributes = body.replace('"lines"', '"attributes":{"__proto__":{"a":1}},"lines"');
    const answer = await shop.post('/v1/quotes', attributes);
    assert.deepEqual(answer.body.problems, [{ path: 'cart.attributes.__proto__', code: 'not-a-scalar' }]);
    assert.equal(({} as { a?: number }).a, undefined);
  });

  test('answers any JSON at all with a verdict or with problems', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (some, other) => {
        for (const body of [
          some,
          { cart: some, desired: other },
          { cart: { ...cart, lines: [some] }, desired: [other] },
        ]) {
          const { status } = await shop.post('/v1/quotes', JSON.stringify(body));
          assert.ok(status === 200 || status === 422, String(status));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('takes a million units as fast as one', async () => {
    const timeOf = async (quantity: number): Promise<number> => {
      const page = { ...cart, lines: [{ ...line, quantity }] };
      const start = performance.now();
      for (let index = 0; index < 20; index++) await ask(['plain', 'shop-off'], {}, page);
      return performance.now() - start;
    };
    await timeOf(1);
    const [one, million] = [await timeOf(1), await timeOf(1_000_000)];
    assert.ok(million < one * 5 + 20, `${million} ms against ${one} ms`);
  });
});
