import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createHandler, type CouponEntry, type Handler } from '../../src/server/index.js';
import { openShop, origin, type Shop } from './open-shop.js';

const amount = (id: string, more: object = {}) => ({
  id,
  benefit: { kind: 'amount', amount: 500 } as { kind: string },
  conditions: { minSpend: 1000 },
  ...more,
});
const entries: CouponEntry[] = [
  { coupon: amount('filed'), claim: { stock: 5 } },
  { coupon: amount('coded', { code: 'TEA' }), claim: {} },
];

describe('coupons in the store', () => {
  let shop: Shop;
  /** Another server of the same store. */
  let other: Handler;
  const faults: unknown[] = [];
  before(async () => {
    shop = await openShop(entries, { onFault: (fault) => void faults.push(fault) });
    const { catalog, ledger, keys } = shop;
    other = await createHandler({
      coupons: entries,
      catalog,
      ledger,
      keys,
      origins: [origin],
      now: () => shop.now,
    });
  });
  after(() => shop.close());

  const put = (id: string, body: unknown) => shop.send('PUT', `/v1/coupons/${id}`, body, { secret: true });
  const listed = async (): Promise<string[]> => {
    const { body } = await shop.post('/v1/offers', {});
    return body.offers.map((offer: { coupon: { id: string } }) => offer.coupon.id);
  };

  test('are store credit for good, or never: what shoppers hold is the one or the other', async () => {
    const own = await openShop(entries);
    const define = async (id: string, claim: object) => {
      const coupon = amount(id, { layer: 'payment' });
      const sent = await own.send('PUT', `/v1/coupons/${id}`, { coupon, claim }, { secret: true });
      return [sent.status, sent.body.problems?.[0].path, sent.body.problems?.[0].code];
    };
    const [done, refused] = [
      [200, undefined, undefined],
      [422, 'claim.credit', 'not-changeable'],
    ];
    assert.deepEqual(await define('credit', { credit: true }), done);
    assert.deepEqual(await define('credit', {}), refused);
    assert.deepEqual(await define('filed', { credit: true }), refused);
    assert.deepEqual(await define('credit', { credit: true, disabled: true }), done);
    await own.close();
  });

  test('are of the file until one is put there, and keep its place', async () => {
    const before = await shop.send('GET', '/v1/coupons', undefined, { secret: true });
    assert.equal(before.status, 200);
    assert.deepEqual(
      before.body.coupons.map((each: CouponEntry) => [each.coupon.id, each.claim]),
      [
        ['filed', { stock: 5 }],
        ['coded', {}],
      ],
    );
    const coupon = amount('filed', { benefit: { kind: 'amount', amount: 700 } });
    const answer = await put('filed', { coupon, claim: { stock: 9 } });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, {
      coupon,
      claim: { stock: 9 },
      version: answer.body.version,
      warnings: [],
    });
    assert.notEqual(answer.body.version, before.body.coupons[0].version);
    const added = await put('added', { coupon: amount('added') });
    assert.equal(added.status, 200);
    const after = await shop.send('GET', '/v1/coupons', undefined, { secret: true });
    assert.deepEqual(
      after.body.coupons.map((each: CouponEntry) => each.coupon.id),
      ['filed', 'coded', 'added'],
    );
    assert.equal(after.body.coupons[0].version, answer.body.version);
    assert.deepEqual(await listed(), ['filed', 'added']);
  });

  test('are followed by every server of the store within a second', async () => {
    const ask = async (): Promise<string[]> => {
      const answer = await other(
        new Request('https://coupons.example/v1/offers', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'couponkit-key': shop.keys.publishable },
          body: '{}',
        }),
      );
      const { offers } = (await answer.json()) as { offers: { coupon: { id: string } }[] };
      return offers.map((offer) => offer.coupon.id);
    };
    assert.equal((await put('followed', { coupon: amount('followed') })).status, 200);
    await wait(1_050);
    assert.ok((await ask()).includes('followed'));
    const isOver = { coupon: amount('followed'), claim: { disabled: true } };
    assert.equal((await put('followed', isOver)).status, 200);
    await wait(1_050);
    assert.ok(!(await ask()).includes('followed'));
  });

  test('can be claimed as they are now; a stock that is lowered takes nothing back', async () => {
    const claim = async () => {
      const token = await shop.session();
      return shop.post('/v1/claims', { offer: 'few' }, { token, key: crypto.randomUUID() });
    };
    assert.equal((await put('few', { coupon: amount('few'), claim: { stock: 3 } })).status, 200);
    for (let index = 0; index < 3; index++) assert.equal((await claim()).status, 201);
    assert.equal((await claim()).body.code, 'sold-out');
    await put('few', { coupon: amount('few'), claim: { stock: 1 } });
    assert.equal((await claim()).body.code, 'sold-out');
    await put('few', { coupon: amount('few'), claim: { stock: 4 } });
    assert.equal((await claim()).status, 201);
    assert.equal((await claim()).body.code, 'sold-out');
  });

  test('bring their warnings', async () => {
    const coupon = { id: 'risky', benefit: { kind: 'percent', percentOff: 20 } };
    const answer = await put('risky', { coupon, claim: { disabled: true } });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.warnings, [{ path: 'coupon.benefit.maxAmount', code: 'no-cap' }]);
  });

  for (const [what, id, body, problems] of [
    ['no coupon', 'x', {}, [{ path: 'coupon', code: 'required' }]],
    ['a bare coupon', 'x', amount('x'), [{ path: 'coupon', code: 'required' }]],
    ['another id', 'x', { coupon: amount('y') }, [{ path: 'coupon.id', code: 'not-one-of' }]],
    [
      'a wrong benefit',
      'x',
      { coupon: amount('x', { benefit: { kind: 'amount', amount: -1 } }) },
      [{ path: 'coupon.benefit.amount', code: 'too-small' }],
    ],
    [
      'wrong terms',
      'x',
      { coupon: amount('x'), claim: { stock: -1 } },
      [{ path: 'claim.stock', code: 'too-small' }],
    ],
    [
      'a code that another one has',
      'x',
      { coupon: amount('x', { code: ' tea ' }) },
      [{ path: 'coupon.code', code: 'duplicate' }],
    ],
  ] as const) {
    test(`are refused with the problems of check: ${what}`, async () => {
      const answer = await put(id, body);
      assert.equal(answer.status, 422);
      assert.equal(answer.body.code, 'invalid-request');
      assert.deepEqual(answer.body.problems, problems);
      assert.ok(!(await shop.ledger.documents.read()).has('coupon:x'));
    });
  }

  test('are for the merchant’s backend only', async () => {
    for (const [method, path] of [
      ['GET', '/v1/coupons'],
      ['PUT', '/v1/coupons/filed'],
      ['GET', '/v1/reports'],
      ['GET', '/v1/audit'],
    ] as const) {
      const body = method === 'PUT' ? {} : undefined;
      assert.equal((await shop.send(method, path, body)).status, 401, path);
      const fromPage = await shop.send(method, path, body, { secret: true, headers: { origin } });
      assert.equal(fromPage.body.code, 'secret-key-in-page', path);
    }
  });

  test('that have become wrong are left out, and said to be', async () => {
    faults.length = 0;
    // As an older server might have left it.
    await shop.ledger.documents.write('coupon:old', { coupon: amount('old', { code: 'Tea' }), claim: {} });
    await shop.ledger.documents.write('coupon:odd', 'no coupon at all');
    await wait(1_050);
    assert.deepEqual((await listed()).slice(0, 1), ['filed']);
    const { body } = await shop.send('GET', '/v1/coupons', undefined, { secret: true });
    const ids = body.coupons.map((each: CouponEntry) => each.coupon.id);
    assert.ok(ids.includes('coded') && !ids.includes('old'));
    assert.match(
      faults.map(String).join(),
      /a coupon in the store is wrong: coupons\[\d+\]\.coupon\.code: duplicate/,
    );
  });
});
