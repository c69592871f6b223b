import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { CouponError, best, quote, settle, type Settlement } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote } from '../../src/model/index.js';
import { instances } from './instances.js';

const page = readFileSync(new URL('../../docs/settlement.md', import.meta.url), 'utf8');
const sum = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);

/** The rows of the table with these columns, as objects; empty cells are left out, numbers are numbers. */
function tableOf(columns: readonly string[]): Record<string, unknown>[] {
  const table = page
    .split('\n\n')
    .map((block) =>
      block.split('\n').map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    )
    .find(([heading]) => heading?.join() === columns.join());
  assert.ok(table, columns.join());
  return table
    .slice(2)
    .map((cells) =>
      Object.fromEntries(
        cells.flatMap((cell, index) =>
          cell ? [[columns[index]!, /^-?\d+$/.test(cell) ? Number(cell) : cell]] : [],
        ),
      ),
    );
}

test('the example of the page comes to the numbers of the page', () => {
  const { cart, coupons } = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as {
    cart: Cart;
    coupons: Coupon[];
  };
  const settlement = settle(cart, quote(cart, coupons, { now: 0 }));
  assert.deepEqual(
    settlement.rows,
    tableOf(['coupon', 'line', 'shop', 'amount', 'borneByPlatform', 'borneByShop']),
  );
  assert.deepEqual(
    settlement.shops,
    tableOf(['shop', 'goods', 'shipping', 'borneByShop', 'borneByPlatform', 'paid', 'subsidy', 'due']),
  );
  assert.deepEqual(settlement.platform, JSON.parse(/`settlement.platform` is `(.*?)`/.exec(page)![1]!));
  assert.equal(settlement.paid, 227_000);
});

function addsUp(cart: Cart, answer: Quote, settlement: Settlement): void {
  const { rows, shops, platform } = settlement;
  assert.equal(
    rows.length,
    sum([...answer.lines, ...answer.fees], ({ allocations }) => allocations.length),
  );
  for (const { coupon, amount, platform } of answer.applied) {
    const its = rows.filter((row) => row.coupon === coupon);
    assert.deepEqual(
      [sum(its, (row) => row.amount), sum(its, (row) => row.borneByPlatform)],
      [amount, platform],
    );
  }
  for (const { id, discount } of answer.lines)
    assert.equal(
      sum(
        rows.filter(({ line }) => line === id),
        ({ amount }) => amount,
      ),
      discount,
    );
  for (const { shop, discount } of answer.fees)
    assert.equal(
      sum(
        rows.filter((row) => row.line === undefined && row.shop === shop),
        ({ amount }) => amount,
      ),
      discount,
    );
  for (const row of rows) assert.equal(row.amount, row.borneByPlatform + row.borneByShop);

  for (const { shop, ...of } of shops) {
    const lines = cart.lines.filter((line) => line.shop === shop);
    const ids = lines.map(({ id }) => id);
    assert.equal(
      of.goods,
      sum(lines, ({ unitPrice, quantity }) => unitPrice * quantity),
    );
    assert.equal(of.shipping, cart.shipping?.find((fee) => fee.shop === shop)?.fee ?? 0);
    assert.equal(
      of.paid,
      sum(
        answer.lines.filter(({ id }) => ids.includes(id)),
        ({ payable }) => payable,
      ) + (answer.fees.find((fee) => fee.shop === shop)?.payable ?? 0),
    );
    assert.equal(
      of.borneByPlatform,
      sum(
        rows.filter((row) => row.shop === shop),
        (row) => row.borneByPlatform,
      ),
    );
    assert.equal(
      of.borneByShop,
      sum(
        rows.filter((row) => (row.bearer ?? row.shop) === shop),
        (row) => row.borneByShop,
      ),
    );
    assert.equal(of.due, of.goods + of.shipping - of.borneByShop);
    assert.equal(of.due, of.paid + of.subsidy);
  }
  const all = (
    field: 'goods' | 'shipping' | 'borneByShop' | 'borneByPlatform' | 'paid' | 'subsidy',
  ): number => sum(shops, (each) => each[field]);
  assert.equal(all('goods'), answer.subtotal);
  assert.equal(all('shipping'), answer.shipping);
  assert.equal(all('borneByShop') + all('borneByPlatform'), answer.discount);
  assert.equal(all('subsidy'), all('borneByPlatform'));
  assert.equal(all('borneByPlatform'), platform.borne);
  assert.equal(all('paid'), answer.payable);
  assert.equal(settlement.paid, answer.payable);
  const named = shops.filter(({ shop }) => shop !== undefined);
  assert.equal(sum(named, ({ due }) => due) + platform.due, answer.payable);
  const own = shops.find(({ shop }) => shop === undefined)?.due ?? 0;
  assert.equal(platform.due, own - platform.borne);
}

test('everything adds up to the cent, by coupon, by line, by fee, by shop and to the quote’s totals', () => {
  fc.assert(
    fc.property(instances(8), ({ cart, coupons, ...options }) => {
      for (const answer of [
        quote(cart, coupons, options),
        best(cart, coupons, { ...options, compare: false }),
      ]) {
        const settlement = settle(cart, answer);
        addsUp(cart, answer, settlement);
        assert.deepEqual(JSON.parse(JSON.stringify(settlement)), settlement, 'plain JSON');
      }
    }),
    { numRuns: 1_000 },
  );
});

test('the order of lines and fees changes the order of the rows and nothing else', () => {
  fc.assert(
    fc.property(instances(6), ({ cart, coupons, ...options }) => {
      const turned = {
        ...cart,
        lines: [...cart.lines].reverse(),
        ...(cart.shipping && { shipping: [...cart.shipping].reverse() }),
      };
      const [{ rows, ...rest }, { rows: turnedRows, ...turnedRest }] = [cart, turned].map((each) =>
        settle(each, best(each, coupons, { ...options, compare: false })),
      ) as [Settlement, Settlement];
      const sorted = (list: Settlement['rows']): string[] => list.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(turnedRest, rest);
      assert.deepEqual(sorted(turnedRows), sorted(rows));
    }),
    { numRuns: 300 },
  );
});

const line = { id: 'a', product: 'p', shop: 'x', unitPrice: 1_000, quantity: 2 };
const freeDelivery: Coupon = {
  id: 'free',
  issuer: { shop: 'x' },
  benefit: { kind: 'shipping', percentOff: 100 } as never,
};

test('a shop that frees the whole order of its fee bears it, though the fee is the platform’s', () => {
  const cart: Cart = { currency: 'CNY', lines: [line], shipping: [{ fee: 500 }] };
  const { shops, rows, platform } = settle(cart, quote(cart, [freeDelivery], { now: 0 }));
  const [own, x] = shops;
  assert.deepEqual(rows, [
    { coupon: 'free', amount: 500, borneByPlatform: 0, borneByShop: 500, bearer: 'x' },
  ]);
  assert.deepEqual([own?.paid, own?.subsidy, own?.due], [0, 500, 500]);
  assert.deepEqual([x?.paid, x?.subsidy, x?.due], [2_000, -500, 1_500]);
  assert.equal(platform.due, 500);
});

test('what the platform does not bear of its own goods it bears as their seller', () => {
  const cart: Cart = { currency: 'CNY', lines: [{ id: 'a', product: 'p', unitPrice: 1_000, quantity: 1 }] };
  const coupon = { id: 'k', benefit: { kind: 'amount', amount: 100 }, funding: { platform: 25 } };
  const { shops, platform } = settle(cart, quote(cart, [coupon], { now: 0 }));
  assert.deepEqual(shops, [
    { goods: 1_000, shipping: 0, borneByShop: 75, borneByPlatform: 25, paid: 900, subsidy: 25, due: 925 },
  ]);
  assert.deepEqual(platform, { borne: 25, due: 900 });
});

test('an empty cart has nothing to settle', () => {
  const cart: Cart = { currency: 'CNY', lines: [], shipping: [{ fee: 500 }] };
  assert.deepEqual(settle(cart, quote(cart, [], { now: 0 })).platform, { borne: 0, due: 500 });
});

test('a quote of another cart is a mistake that names the place', () => {
  const cart: Cart = {
    currency: 'CNY',
    lines: [line, { ...line, id: 'b' }],
    shipping: [{ shop: 'x', fee: 500 }],
  };
  const answer = quote(cart, [freeDelivery], { now: 0 });
  const wrong: readonly (readonly [string, Cart, Quote?])[] = [
    ['quote.currency', { ...cart, currency: 'TWD' }],
    ['quote.lines', { ...cart, lines: [line] }],
    ['quote.lines[1]', { ...cart, lines: [line, { ...line, id: 'c' }] }],
    ['quote.lines[0]', { ...cart, lines: [{ ...line, quantity: 3 }, cart.lines[1]!] }],
    ['quote.lines[1]', cart, { ...answer, lines: [answer.lines[0]!, answer.lines[0]!] }],
    ['quote.fees', { ...cart, shipping: [] }],
    ['quote.fees[0]', { ...cart, shipping: [{ shop: 'y', fee: 500 }] }],
    ['quote.fees[0]', { ...cart, shipping: [{ shop: 'x', fee: 600 }] }],
  ];
  for (const [argument, other, its = answer] of wrong)
    assert.throws(
      () => settle(other, its),
      (error) => error instanceof CouponError && error.argument === argument,
      argument,
    );
});
