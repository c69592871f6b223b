import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quote, refund } from '../../src/engine/index.js';
import type { Refund } from '../../src/model/index.js';
import { sum } from '../golden/cases.js';
import {
  add,
  anew,
  assertAddsUp,
  assertGoBackOnce,
  bought,
  cart,
  coupon,
  coupons,
  couponsOf,
  orders,
  refundAll,
  rowsOf,
  type Totals,
} from './orders.js';

const runs = Number(process.env.RUNS ?? 1_000);

test('priced anew, a return that falls below the threshold costs the discount of what is kept, and gives the coupon back', () => {
  const answer = refund(cart, bought, [{ line: 'fan', quantity: 1 }], anew);
  // ¥275 is kept, without a coupon: of the ¥300 that was paid ¥25 is left. The dress costs its ¥28.57 more.
  assert.deepEqual(
    [answer.amount, rowsOf(answer)],
    [2_500, { dress: [0, -2_857, 2_857, 1_714], fan: [1, 5_357, 2_143, 1_286] }],
  );
  assert.deepEqual(couponsOf(answer), [['满300减50', 5_000, 3_000, true]]);
});

test('priced anew, a return that stays above the threshold gives the whole list price back, and the coupon moves to what is kept', () => {
  const large = { ...cart, lines: [{ ...cart.lines[0]!, unitPrice: 30_000 }, cart.lines[1]!] };
  const price = quote(large, coupons, { now: 0 });
  const answer = refund(large, price, [{ line: 'fan', quantity: 2 }], anew);
  assert.equal(answer.amount, 15_000);
  assert.deepEqual(rowsOf(answer), { dress: [0, 1_667, -1_667, -1_000], fan: [2, 13_333, 1_667, 1_000] });
  assert.deepEqual(couponsOf(answer), [], 'nothing of it is undone in all');
});

test('priced anew, what was only bought to reach the threshold gives nothing back, and the coupon stays used', () => {
  const lines = [
    { id: 'dress', product: 'qipao', unitPrice: 28_000, quantity: 1 },
    { id: 'socks', product: 'socks', unitPrice: 2_500, quantity: 1 },
  ];
  const topped = { currency: 'CNY', lines };
  const price = quote(topped, coupons, { now: 0 });
  const [socks, dress] = refundAll({ cart: topped, price, options: anew }, [
    [{ line: 'socks', quantity: 1 }],
    [{ line: 'dress', quantity: 1 }],
  ]) as [Refund, Refund];
  // The dress alone would cost ¥280, more than the ¥255 that was paid: nobody is charged, ¥25 of the coupon stays in force.
  assert.deepEqual(
    [socks.amount, rowsOf(socks)],
    [0, { dress: [0, -2_090, 2_090, 1_254], socks: [1, 2_090, 410, 246] }],
  );
  assert.deepEqual(couponsOf(socks), [['满300减50', 2_500, 1_500, false]]);
  assert.deepEqual([dress.amount, couponsOf(dress)], [25_500, [['满300减50', 2_500, 1_500, true]]]);
});

test('priced anew, the odd cent of what stays in force goes to the smaller line id, whatever the order of the lines', () => {
  const [a, b, socks] = [
    { id: 'a', product: 'a', unitPrice: 14_000, quantity: 1 },
    { id: 'b', product: 'b', unitPrice: 14_000, quantity: 1 },
    { id: 'socks', product: 'socks', unitPrice: 2_500, quantity: 1 },
  ] as const;
  const odd = coupon('odd', { kind: 'amount', amount: 5_007 }, 30_000);
  for (const lines of [
    [a, b, socks],
    [b, socks, a],
  ]) {
    const order = { currency: 'CNY', lines };
    const price = quote(order, [odd], { now: 0 });
    const answer = refund(order, price, [{ line: 'socks', quantity: 1 }], { ...anew, coupons: [odd] });
    // ¥280 less the ¥254.93 that was paid: 2507 stay in force on two lines that lose the same.
    assert.deepEqual(rowsOf(answer), {
      a: [0, -1_044, 1_044, 1_044],
      b: [0, -1_045, 1_045, 1_045],
      socks: [1, 2_089, 411, 411],
    });
  }
});

test('priced anew, a coupon that has gone back does not apply again', () => {
  const policy = { threshold: 'residual' } as const;
  const lines = [
    { id: 'a', product: 'a', shop: 's', unitPrice: 26_800, quantity: 1 },
    { id: 'b', product: 'b', shop: 's', unitPrice: 1_200, quantity: 1 },
    { id: 'c', product: 'c', shop: 's', unitPrice: 5_000, quantity: 1 },
  ];
  const order = { currency: 'CNY', lines };
  const shop = { ...coupon('shop', { kind: 'amount', amount: 4_000 }, 27_000), issuer: { shop: 's' } };
  const platform = coupon('platform', { kind: 'amount', amount: 1_000 }, 25_000);
  const both = [shop, platform];
  const price = quote(order, both, { now: 0, policy });
  assert.equal(price.applied.length, 2);
  const [first, second] = refundAll({ cart: order, price, options: { ...anew, coupons: both, policy } }, [
    [{ line: 'c', quantity: 1 }],
    [{ line: 'b', quantity: 1 }],
  ]) as [Refund, Refund];
  assert.deepEqual(couponsOf(first), [['platform', 1_000, 1_000, true]]);
  // Without the shop's coupon ¥268 would be left for the platform's again, but that is in the shopper's wallet.
  assert.equal(
    quote({ ...order, lines: [lines[0]!] }, both, { now: 0, policy }).applied[0]?.coupon,
    'platform',
  );
  assert.deepEqual([second.amount, couponsOf(second)], [0, [['shop', 1_200, 0, false]]]);
});

test('priced anew, refunds are what semantics say, keep every share within its bounds, and add up all the same', () => {
  let charged = 0;
  fc.assert(
    fc.property(orders, fc.boolean(), ({ instance, price, returns }, shipping) => {
      const { cart, coupons, ...given } = instance;
      const before = JSON.stringify([instance, price, returns]);
      const options = { mode: 'recalculated', coupons, shipping, ...given } as const;
      const refunds = refundAll({ cart, price, options }, returns);
      assert.equal(JSON.stringify([instance, price, returns]), before);
      const paid = sum(price.lines.map(({ payable }) => payable));
      let paidBack = 0;
      let inUse = price.applied.map(({ coupon }) => coupon);
      const kept = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
      const shares: Totals = new Map();
      for (const { id, payable, allocations } of price.lines) {
        add(shares, id, { amount: payable, platform: 0 });
        for (const share of allocations) add(shares, `${id} ${share.coupon}`, share);
      }
      refunds.forEach((answer, index) => {
        assertAddsUp(instance, answer, returns[index]!);
        for (const { line, quantity, amount, allocations } of answer.lines) {
          kept.set(line, kept.get(line)! - quantity);
          add(shares, line, { amount, platform: 0 }, -1);
          for (const share of allocations) add(shares, `${line} ${share.coupon}`, share, -1);
        }
        const lines = cart.lines.flatMap((line) => {
          const quantity = kept.get(line.id)!;
          return quantity ? [{ ...line, quantity }] : [];
        });
        const again = quote(
          { ...cart, lines },
          coupons.filter(({ id }) => inUse.includes(id)),
          given,
        );
        const cost = sum(again.lines.map(({ payable }) => payable));
        const due = Math.min(Math.max(paid - cost, 0), paid);
        assert.equal(answer.goods, Math.max(due - paidBack, 0));
        paidBack += answer.goods;
        for (const { amount, platform } of shares.values()) assert.ok(platform >= 0 && platform <= amount);
        if (paid - cost === paidBack) {
          for (const { id, payable, allocations } of again.lines) {
            assert.equal(shares.get(id)!.amount, payable, 'a kept line is as the new quote has it');
            for (const { coupon, amount, platform } of allocations)
              assert.deepEqual(shares.get(`${id} ${coupon}`), { amount, platform });
          }
        } else charged++;
        inUse = inUse.filter(
          (id) => !answer.coupons.some(({ coupon, returned }) => coupon === id && returned),
        );
      });
      assert.equal(paidBack, paid);
      for (const share of shares.values()) assert.deepEqual(share, { amount: 0, platform: 0 });
      assertGoBackOnce(price, refunds, shipping);
    }),
    { numRuns: runs },
  );
  assert.ok(charged > runs / 100, 'some would have to be charged');
});

test('priced anew, the amounts need only what was paid back before, also where that was more or less than this would give', () => {
  fc.assert(
    fc.property(orders, fc.nat(), fc.nat(), ({ instance, price, returns }, some, portion) => {
      const { cart, coupons, ...given } = instance;
      const paid = sum(price.lines.map(({ payable }) => payable));
      const back = returns.slice(0, portion % returns.length).flat();
      const already = back.map((units, index) => ({ ...units, amount: index ? 0 : some % (paid + 1) }));
      const before = sum(already.map(({ amount }) => amount));
      const rest = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
      for (const { line, quantity } of back) rest.set(line, rest.get(line)! - quantity);
      const returned = [...rest].flatMap(([line, quantity]) => (quantity ? [{ line, quantity }] : []));
      const options = { mode: 'recalculated', coupons, already, ...given } as const;
      const answer = refund(cart, price, returned, options);
      assert.equal(answer.goods, paid - before);
      assert.equal(sum(answer.lines.map(({ amount }) => amount)), answer.goods);
      const nothing = refund(cart, price, [], options);
      assert.equal(sum(nothing.lines.map(({ amount }) => amount)), nothing.goods);
      assert.ok(nothing.goods >= 0 && nothing.goods <= paid - before);
    }),
    { numRuns: runs / 2 },
  );
});
