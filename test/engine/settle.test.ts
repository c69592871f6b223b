import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { CouponError, best, quote, refund, settle, type Settlement } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote, Refund } from '../../src/model/index.js';
import { instances } from './instances.js';

const page = readFileSync(new URL('../../docs/settlement.md', import.meta.url), 'utf8');
const sum = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);

/** The rows of the tables with these columns, as objects; empty cells are left out, numbers are numbers. */
function tablesOf(columns: readonly string[]): Record<string, unknown>[][] {
  return page
    .split('\n\n')
    .map((block) =>
      block.split('\n').map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    )
    .filter(([heading]) => heading?.join() === columns.join())
    .map(([, , ...rows]) =>
      rows.map((cells) =>
        Object.fromEntries(
          cells.flatMap((cell, index) =>
            cell ? [[columns[index]!, /^-?\d+$/.test(cell) ? Number(cell) : cell]] : [],
          ),
        ),
      ),
    );
}

test('the example of the page comes to the numbers of the page, before and after a refund', () => {
  const { cart, coupons } = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as {
    cart: Cart;
    coupons: Coupon[];
  };
  const answer = quote(cart, coupons, { now: 0 });
  const back = refund(cart, answer, [{ line: 'shirt', quantity: 1 }]);
  const [before, after] = [settle(cart, answer), settle(cart, answer, { refunds: [back] })];
  assert.deepEqual(
    [before.rows],
    tablesOf(['coupon', 'line', 'shop', 'amount', 'borneByPlatform', 'borneByShop']),
  );
  assert.deepEqual(
    [before.shops, after.shops],
    tablesOf(['shop', 'goods', 'shipping', 'borneByShop', 'borneByPlatform', 'paid', 'subsidy', 'due']),
  );
  assert.deepEqual(before.platform, JSON.parse(/`settlement.platform` is `(.*?)`/.exec(page)![1]!));
  assert.equal(before.paid, 227_000);
  const [line] = back.lines;
  assert.deepEqual(
    [back.amount, line!.allocations.reduce((total, { platform }) => total + platform, 0)],
    [35_073, 1_854],
  );
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

test('after refunds everything adds up to what is kept, in either mode, in any order and portions', () => {
  const portions = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(instances(6), portions, fc.boolean(), (instance, portions, isAnew) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, { ...options, compare: false });
      const mode = isAnew ? ({ mode: 'recalculated', coupons, ...options } as const) : {};
      const kept = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
      const refunds: Refund[] = [];
      for (const portion of [...portions, [4, 4, 4, 4, 4]]) {
        const returned = cart.lines.flatMap(({ id }, index) => {
          const quantity = Math.min(portion[index]!, kept.get(id)!);
          kept.set(id, kept.get(id)! - quantity);
          return quantity ? [{ line: id, quantity }] : [];
        });
        const already = refunds.flatMap(({ lines }) => lines);
        refunds.push(refund(cart, answer, returned, { ...mode, shipping: true, already }));
        const settlement = settle(cart, answer, { refunds });
        const [net, left] = lessRefunds(cart, answer, kept, refunds);
        addsUp(net, left, settlement);
        assert.equal(settlement.paid, answer.payable - sum(refunds, ({ amount }) => amount));
        assert.deepEqual(settle(cart, answer, { refunds: [...refunds].reverse() }), settlement);
      }
      const { rows, paid, platform, shops } = settle(cart, answer, { refunds });
      assert.deepEqual([rows, paid, platform], [[], 0, { borne: 0, due: 0 }]);
      for (const { shop: _, ...amounts } of shops)
        assert.ok(Object.values(amounts).every((amount) => amount === 0));
    }),
    { numRuns: 500 },
  );
});

test('the rows of a line keep the order of the quote, whichever refund is given first', () => {
  const cart: Cart = {
    currency: 'CNY',
    lines: [
      { id: 'l0', product: 'p', unitPrice: 51, quantity: 2 },
      { id: 'l7', product: 'p', unitPrice: 50, quantity: 2 },
      { id: 'l4', product: 'p', unitPrice: 0, quantity: 1 },
    ],
  };
  const coupons = [
    { id: 'k0', benefit: { kind: 'buyXGetY', buy: 1, get: 1, maxTimes: 2, amount: 1 } },
    { id: 'k7', benefit: { kind: 'amount', amount: 1 } },
  ] as object[] as Coupon[];
  const options = { now: Date.parse('2026-11-22T00:00:00Z'), mode: 'recalculated', coupons } as const;
  const answer = quote(cart, coupons, options);
  const first = refund(cart, answer, [{ line: 'l4', quantity: 1 }], options);
  const second = refund(cart, answer, [{ line: 'l0', quantity: 1 }], { ...options, already: first.lines });
  const settlement = settle(cart, answer, { refunds: [first, second] });
  assert.deepEqual(settle(cart, answer, { refunds: [second, first] }), settlement);
});

/** The cart and the quote that are left, from what the refunds say of lines and fees. */
function lessRefunds(
  cart: Cart,
  answer: Quote,
  kept: ReadonlyMap<string, number>,
  refunds: readonly Refund[],
): [Cart, Quote] {
  type Place = Pick<Quote['lines'][number], 'payable' | 'allocations'>;
  const less = (place: Place, back: readonly { amount: number; allocations: Place['allocations'] }[]) => {
    const undone = back.flatMap(({ allocations }) => allocations);
    const allocations = answer.applied.flatMap(({ coupon }) => {
      const of = (shares: Place['allocations'], field: 'amount' | 'platform'): number =>
        sum(
          shares.filter((share) => share.coupon === coupon),
          (share) => share[field],
        );
      const [amount, platform] = (['amount', 'platform'] as const).map(
        (field) => of(place.allocations, field) - of(undone, field),
      ) as [number, number];
      return amount || platform ? [{ coupon, amount, platform }] : [];
    });
    const payable = place.payable - sum(back, ({ amount }) => amount);
    return { payable, allocations, discount: sum(allocations, ({ amount }) => amount) };
  };
  const net = { ...cart, lines: cart.lines.map((line) => ({ ...line, quantity: kept.get(line.id)! })) };
  const lines = answer.lines.map((line, index) => ({
    id: line.id,
    subtotal: net.lines[index]!.unitPrice * net.lines[index]!.quantity,
    ...less(
      line,
      refunds.flatMap((each) => each.lines.filter((back) => back.line === line.id)),
    ),
  }));
  const fees = answer.fees.map((fee) => {
    const back = refunds.flatMap((each) => each.fees.filter(({ shop }) => shop === fee.shop));
    return { ...fee, fee: back.length ? 0 : fee.fee, ...less(fee, back) };
  });
  const applied = answer.applied.map(({ coupon, amount, platform, layer }) => {
    const undone = refunds.flatMap(({ coupons }) => coupons.filter((each) => each.coupon === coupon));
    return {
      coupon,
      layer,
      amount: amount - sum(undone, (each) => each.amount),
      platform: platform - sum(undone, (each) => each.platform),
    };
  });
  const [subtotal, shipping] = [sum(lines, (line) => line.subtotal), sum(fees, ({ fee }) => fee)];
  const discount = sum(applied, ({ amount }) => amount);
  return [
    { ...net, shipping: fees },
    {
      ...answer,
      lines,
      fees,
      applied,
      subtotal,
      shipping,
      discount,
      payable: subtotal + shipping - discount,
    },
  ];
}

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

test('what is not a refund of this quote, or given twice, is a mistake', () => {
  const cart: Cart = { currency: 'CNY', lines: [line], shipping: [{ shop: 'x', fee: 500 }] };
  const answer = quote(cart, [freeDelivery], { now: 0 });
  const all = refund(cart, answer, [{ line: 'a', quantity: 2 }], { shipping: true });
  const wrong = [
    [all, all],
    [{ ...all, lines: [{ ...all.lines[0]!, line: 'b' }] }],
    [{ ...all, fees: [{ ...all.fees[0]!, shop: 'y' }] }],
  ];
  for (const refunds of wrong)
    assert.throws(
      () => settle(cart, answer, { refunds }),
      (error) => error instanceof CouponError && error.argument === 'options.refunds',
    );
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
