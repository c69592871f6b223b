import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Statement, Transfer } from '../../src/server/ledgers/ledger.js';
import { noon, openShop, origin, type Shop } from './open-shop.js';
import { coupons, newKey, reserve } from './place-order.js';

const [yesterday, today] = ['2026-11-20', '2026-11-21'];
const day = 24 * 60 * 60_000;
const all = ['tea-off', 'cup-off', 'delivery'];

describe('settlements', () => {
  let shop: Shop;
  let redemption = '';
  before(async () => {
    shop = await openShop(coupons);
    shop.now = noon - day;
    const { hold, cartHash } = await reserve(shop, await shop.session(), all);
    const body = { hold: hold.id, order: '=A-1', cartHash };
    const { status } = await shop.post('/v1/redemptions', body, { secret: true, key: newKey() });
    assert.equal(status, 201);
    redemption = hold.id;
    shop.now = noon;
  });
  after(() => shop.close());

  const get = (path: string) => shop.send('GET', path, undefined, { secret: true });
  const ask = (path: string, accept?: string, body?: string) =>
    shop.fetch(
      new Request(`https://coupons.example${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${shop.keys.secret}`,
          ...(accept && { accept }),
          ...(body !== undefined && { 'content-type': 'text/csv' }),
        },
        ...(body !== undefined && { body }),
      }),
    );
  const problemsOf = ({ status, body }: Awaited<ReturnType<typeof get>>): unknown => [
    status,
    body.code,
    ...(body.problems as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`),
  ];

  test('say what the platform owes each shop, by day, as it will stay', async () => {
    const { body } = await get(`/v1/settlements?from=${yesterday}&to=${today}`);
    const statements = body.statements as Statement[];
    assert.deepEqual(
      statements.map((each) => [
        each.day,
        each.shop,
        each.redemptions,
        each.closing,
        each.borneByShop,
        each.closed,
      ]),
      [
        [yesterday, 'north', 2000, 2000, 0, true],
        [yesterday, 'south', 600, 600, 500, true],
      ],
    );
    const one = await get(`/v1/settlements?from=${yesterday}&shop=south`);
    assert.deepEqual(one.body.statements, [statements[1]]);
    const own = await get(`/v1/settlements?from=${yesterday}&shop=`);
    assert.deepEqual(own.body.statements, [], 'the platform has sold nothing');
  });

  test('come as a table where that is asked for', async () => {
    const path = `/v1/settlements?from=${yesterday}`;
    const tables = await Promise.all([ask(`${path}&format=csv`), ask(path, 'text/csv')]);
    for (const table of tables) {
      assert.equal(table.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
      const name = `settlements-${yesterday}-${yesterday}.csv`;
      assert.equal(table.headers.get('content-disposition'), `attachment; filename="${name}"`);
      const [names, , south] = (await table.text()).split('\r\n');
      assert.equal(
        names,
        'day,shop,currency,closed,opening,redemptions,reversals,adjustments,payouts,closing,paid,borneByShop,' +
          'openingDecimal,redemptionsDecimal,reversalsDecimal,adjustmentsDecimal,payoutsDecimal,closingDecimal,paidDecimal,borneByShopDecimal',
      );
      assert.equal(
        south,
        `${yesterday},south,CNY,true,0,600,0,0,0,600,4500,500,0.00,6.00,0.00,0.00,0.00,6.00,45.00,5.00`,
      );
    }
    const json = await ask(path, 'application/json, text/csv;q=0.5');
    assert.equal(json.headers.get('content-type'), 'application/json');
  });

  test('stand on transfers, each with its order and coupon', async () => {
    const { body } = await get(`/v1/settlements/transfers?from=${yesterday}&shop=south`);
    const transfers = body.transfers as Transfer[];
    assert.deepEqual(
      transfers.map(({ debit, credit, amount, coupon, order }) => [debit, credit, amount, coupon, order]),
      [
        ['shopper', 'shop:south', 4500, undefined, '=A-1'],
        ['discount:south', 'shop:south', 500, 'cup-off', '=A-1'],
        ['platform', 'shop:south', 600, 'delivery', '=A-1'],
      ],
    );
    const table = await (
      await ask(`/v1/settlements/transfers?from=${yesterday}&shop=south&format=csv`)
    ).text();
    const [names, first, ...rest] = table.split('\r\n');
    assert.equal(names, 'id,day,at,kind,order,coupon,debit,credit,currency,amount,amountDecimal,note');
    assert.equal(
      first,
      `${redemption}/0002,${yesterday},2026-11-20T12:00:00.000Z,redemption,"'=A-1",,shopper,shop:south,CNY,4500,45.00,`,
    );
    assert.equal(rest.length, 3);
    const none = await get(`/v1/settlements/transfers?from=${today}`);
    assert.deepEqual(none.body, { transfers: [] });
  });

  test('stream any number of transfers', async () => {
    const many = await openShop(coupons);
    const post = (index: number) =>
      many.ledger.post({
        ...{ subject: 'm', key: String(index), request: '' },
        ...{ kind: 'payout', shop: 'north', currency: 'CNY', amount: index + 1 },
      });
    await Promise.all(Array.from({ length: 4500 }, (_, index) => post(index)));
    const path = `/v1/settlements/transfers?from=${today}`;
    const { body } = await many.send('GET', path, undefined, { secret: true });
    const ids = (body.transfers as Transfer[]).map(({ id }) => id);
    assert.equal(new Set(ids).size, 4500);
    const request = new Request(`https://coupons.example${path}&format=csv`, {
      headers: { authorization: `Bearer ${many.keys.secret}` },
    });
    assert.equal((await (await many.fetch(request)).text()).split('\r\n').length, 4500 + 2);
    await many.close();
  });

  for (const [query, problem] of [
    ['', 'from required'],
    ['from=today', 'from not-a-day'],
    ['from=2026-02-30', 'from not-a-day'],
    ['from=2026-11-20&to=2026-11', 'to not-a-day'],
    ['from=2026-11-20&to=2026-11-19', 'to before-from'],
    ['from=2025-11-20&to=2026-11-21', 'to too-long'],
    ['from=2026-11-20&shop=nobody', 'shop unknown-shop'],
    ['from=2026-11-20&format=xlsx', 'format not-one-of'],
  ]) {
    test(`of "${query}" are refused with ${problem}`, async () => {
      for (const path of ['/v1/settlements', '/v1/settlements/transfers']) {
        assert.deepEqual(problemsOf(await get(`${path}?${query}`)), [422, 'invalid-request', problem]);
      }
    });
  }

  test('and all that changes them are for the merchant’s backend alone', async () => {
    for (const [method, path] of [
      ['GET', `/v1/settlements?from=${yesterday}`],
      ['GET', `/v1/settlements/transfers?from=${yesterday}`],
      ['POST', `/v1/reconciliations?from=${yesterday}`],
      ['POST', '/v1/payouts'],
      ['POST', '/v1/adjustments'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined;
      assert.equal((await shop.send(method, path, body, { key: 'k' })).status, 401, path);
      const page = { secret: true, key: 'k', headers: { origin } };
      assert.equal((await shop.send(method, path, body, page)).body.code, 'secret-key-in-page', path);
    }
  });
});

describe('payouts and adjustments', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons)));
  after(() => shop.close());
  const post = (path: string, body: unknown, key = newKey()) => shop.post(path, body, { secret: true, key });

  test('change what a shop is owed, once a key', async () => {
    const payout = { shop: 'south', currency: 'CNY', amount: 600, note: 'bank 4711' };
    const first = await post('/v1/payouts', payout, 'pay');
    assert.deepEqual([first.status, first.body.payout.day], [201, today]);
    const again = await post('/v1/payouts', payout, 'pay');
    assert.deepEqual([again.status, again.body], [200, first.body]);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const other = await post('/v1/payouts', { ...payout, amount: 601 }, 'pay');
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency-key-reused']);

    const adjustment = { shop: 'south', currency: 'CNY', amount: -150, order: 'A-1', note: 'paid twice' };
    assert.equal((await post('/v1/adjustments', adjustment)).status, 201);
    const { body } = await shop.send('GET', `/v1/settlements?from=${today}`, undefined, { secret: true });
    assert.deepEqual(
      (body.statements as Statement[]).map((each) => [
        each.payouts,
        each.adjustments,
        each.closing,
        each.closed,
      ]),
      [[600, -150, -750, false]],
    );
    const { body: list } = await shop.send('GET', `/v1/settlements/transfers?from=${today}`, undefined, {
      secret: true,
    });
    assert.deepEqual(
      (list.transfers as Transfer[])
        .map(({ kind, debit, credit, amount, order, note }) =>
          [kind, debit, credit, amount, order, note].join(),
        )
        .sort(),
      ['adjustment,shop:south,platform,150,A-1,paid twice', 'payout,shop:south,bank,600,,bank 4711'],
    );
  });

  for (const [path, body, problem] of [
    ['/v1/payouts', { currency: 'CNY', amount: 1 }, 'shop required'],
    ['/v1/payouts', { shop: 'nobody', currency: 'CNY', amount: 1 }, 'shop unknown-shop'],
    ['/v1/payouts', { shop: 'south', currency: 'yuan', amount: 1 }, 'currency not-a-currency'],
    ['/v1/payouts', { shop: 'south', currency: 'CNY', amount: 0 }, 'amount not-in-range'],
    ['/v1/payouts', { shop: 'south', currency: 'CNY', amount: 1.5 }, 'amount not-in-range'],
    ['/v1/adjustments', { shop: 'south', currency: 'CNY', amount: 1 }, 'note required'],
  ] as const) {
    test(`${path} with ${JSON.stringify(body)} is refused with ${problem}`, async () => {
      const answer = await post(path, body);
      const found = (answer.body.problems as { path: string; code: string }[])[0]!;
      assert.deepEqual([answer.status, `${found.path} ${found.code}`], [422, problem]);
    });
  }
});

describe('reconciliations', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop(coupons);
    for (const order of ['A-1', 'A-2', 'A-3']) {
      const { hold, cartHash } = await reserve(shop, await shop.session(), ['cup-off']);
      await shop.post('/v1/redemptions', { hold: hold.id, order, cartHash }, { secret: true, key: newKey() });
    }
  });
  after(() => shop.close());
  const paid = 30600 + 600 - 500;
  const post = (path: string, type: string, body: string) =>
    shop.fetch(
      new Request(`https://coupons.example${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.keys.secret}`, 'content-type': type },
        body,
      }),
    );
  const list = [
    { order: 'A-1', paid, discount: 500 },
    { order: 'A-2', paid: paid - 1, discount: 501 },
    { order: '山-9', paid: 7 },
    { order: 'plain', paid: 8, discount: 0 },
  ];
  const table = ['order,paid,discount', ...list.map((row) => [row.order, row.paid, row.discount].join())];

  test('say where the books and the merchant’s list differ, of JSON and of a table alike', async () => {
    const path = `/v1/reconciliations?from=${today}`;
    const json = await post(path, 'application/json', JSON.stringify({ orders: list }));
    const { matched, withoutCoupons, onlyOurs, onlyTheirs, different, sums } = await json.json();
    assert.deepEqual([matched, withoutCoupons], [1, 1]);
    assert.deepEqual(
      onlyOurs.map(({ order }: { order: string }) => order),
      ['A-3'],
    );
    assert.deepEqual(onlyTheirs, [{ order: '山-9', paid: 7 }]);
    assert.deepEqual(different[0].difference, { paid: 1, discount: -1 });
    assert.deepEqual(
      sums.map(({ currency, difference }: { currency: string; difference: number }) => [
        currency,
        difference,
      ]),
      [
        ['', -7],
        ['CNY', paid + 1],
      ],
    );
    const csv = await post(path, 'text/csv; charset=utf-8', `\ufeff${table.join('\r\n')}\r\n`);
    assert.deepEqual(await csv.json(), { matched, withoutCoupons, onlyOurs, onlyTheirs, different, sums });
  });

  test('come as a table of what differs', async () => {
    const path = `/v1/reconciliations?from=${today}&format=csv`;
    const answer = await (await post(path, 'text/csv', table.join('\n'))).text();
    assert.deepEqual(answer.split('\r\n'), [
      'result,order,day,currency,oursPaid,theirsPaid,differencePaid,oursDiscount,theirsDiscount,' +
        'oursPaidDecimal,theirsPaidDecimal,differencePaidDecimal,oursDiscountDecimal,theirsDiscountDecimal',
      `only-ours,A-3,${today},CNY,30700,,30700,500,,307.00,,307.00,5.00,`,
      'only-theirs,山-9,,,,7,-7,,,,,,,',
      `different,A-2,${today},CNY,30700,30699,1,500,501,307.00,306.99,0.01,5.00,5.01`,
      '',
    ]);
  });

  test('of days without orders are empty', async () => {
    const answer = await post(`/v1/reconciliations?from=2026-11-25`, 'application/json', '{"orders":[]}');
    assert.deepEqual(await answer.json(), {
      ...{ matched: 0, withoutCoupons: 0, onlyOurs: [], onlyTheirs: [], different: [], sums: [] },
    });
  });

  for (const [type, body, status, problem] of [
    ['application/json', '{"orders":[{"order":"1"}]}', 422, 'orders[0].paid required'],
    ['text/csv', 'order,paid\n1,x\n', 422, 'orders[0].paid not-an-integer'],
    ['text/csv', 'number,paid\n1,5\n', 422, 'order missing-column'],
    ['application/json', '{', 400, undefined],
    ['application/xml', '<orders/>', 415, undefined],
    ['text/csv', 'x'.repeat(17 * 1024 * 1024), 413, undefined],
  ] as const) {
    test(`of ${type} "${body.slice(0, 30)}" are refused with ${problem ?? status}`, async () => {
      const answer = await post(`/v1/reconciliations?from=${today}`, type, body);
      const { problems } = (await answer.json()) as { problems?: { path: string; code: string }[] };
      assert.equal(answer.status, status);
      assert.equal(problems && `${problems[0]!.path} ${problems[0]!.code}`, problem);
    });
  }
});
