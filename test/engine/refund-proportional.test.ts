import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Quote, Refund } from '../../src/model/index.js';
import { sum } from '../golden/cases.js';
import {
  add,
  assertAddsUp,
  assertGoBackOnce,
  bought,
  cart,
  couponsOf,
  orders,
  refundAll,
  rowsOf,
  type Totals,
} from './orders.js';

const runs = Number(process.env.RUNS ?? 1_000);

test('each unit gives back what was paid for it, and undoes the rest of its list price', () => {
  const [first, second, last] = refundAll({ cart, price: bought, options: {} }, [
    [{ line: 'fan', quantity: 1 }],
    [{ line: 'fan', quantity: 1 }],
    [{ line: 'dress', quantity: 1 }],
  ]) as [Refund, Refund, Refund];
  // ¥150 of fans bears ¥21.43 of the ¥50, so ¥128.57 was paid: the odd cent comes with the last one.
  assert.deepEqual(rowsOf(first), { fan: [1, 6_428, 1_072, 643] });
  assert.deepEqual(rowsOf(second), { fan: [1, 6_429, 1_071, 643] });
  assert.deepEqual(rowsOf(last), { dress: [1, 17_143, 2_857, 1_714] });
  assert.deepEqual(
    [first, second, last].map(({ amount }) => amount),
    [6_428, 6_429, 17_143],
  );
  assert.deepEqual(couponsOf(second), [['满300减50', 1_071, 643, false]]);
  assert.deepEqual(couponsOf(last), [['满300减50', 2_857, 1_714, true]]);
});

test('proportional refunds, in any order and portions, add up to what was paid and to every share, by coupon and funder', () => {
  fc.assert(
    fc.property(orders, fc.boolean(), ({ instance, price, returns }, shipping) => {
      const before = JSON.stringify([instance, price, returns]);
      const refunds = refundAll({ cart: instance.cart, price, options: { shipping } }, returns);
      assert.equal(JSON.stringify([instance, price, returns]), before);
      const shares: Totals = new Map();
      const paidBack = new Map<string, number>();
      const back = new Map<string, number>();
      refunds.forEach((answer, index) => {
        assertAddsUp(instance, answer, returns[index]!);
        for (const { line, quantity, amount, allocations } of answer.lines) {
          assert.ok(quantity > 0 && amount >= 0);
          for (const share of allocations) {
            assert.ok(share.platform >= 0 && share.platform <= share.amount, 'no share falls');
            add(shares, `${line} ${share.coupon}`, share);
          }
          back.set(line, (back.get(line) ?? 0) + quantity);
          paidBack.set(line, (paidBack.get(line) ?? 0) + amount);
        }
        instance.cart.lines.forEach(({ id, quantity }) => {
          const { payable, allocations } = price.lines.find((line) => line.id === id)!;
          const came = back.get(id) ?? 0;
          assert.equal(paidBack.get(id) ?? 0, Math.floor((payable * came) / quantity));
          allocations.forEach(({ coupon, amount, platform }, position) => {
            const undone = shares.get(`${id} ${coupon}`) ?? { amount: 0, platform: 0 };
            if (came === quantity) assert.deepEqual(undone, { amount, platform });
            const apart = Math.abs(undone.amount - (amount * came) / quantity);
            assert.ok(apart < 1.5 + position / 2, 'in proportion, but for rounding');
          });
        });
      });
      assert.equal(sum(refunds.map(({ goods }) => goods)), sum(price.lines.map(({ payable }) => payable)));
      if (shipping) assert.equal(sum(refunds.map(({ amount }) => amount)), price.payable);
      assertGoBackOnce(price, refunds, shipping);
    }),
    { numRuns: runs },
  );
});

test('lines of a million units and amounts near 2^53 are exact, cent by cent, and no share ever falls', () => {
  const large = fc
    .record({
      quantity: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1_000_000 })),
      price: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true })),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
      funding: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
      at: fc.tuple(fc.nat(), fc.nat()),
    })
    .map(({ quantity, price, cuts, funding, at }) => {
      const most = Math.floor(Number.MAX_SAFE_INTEGER / quantity);
      const unitPrice = Number.isInteger(price) ? price : Math.floor(price * most);
      const subtotal = unitPrice * quantity;
      const ends = cuts.map((cut) => Math.min(subtotal, Math.round(cut * subtotal))).sort((a, b) => a - b);
      const allocations = ends.flatMap((end, index) => {
        const amount = end - (ends[index - 1] ?? 0);
        return amount
          ? [
              {
                coupon: `k${index}`,
                amount,
                platform: Math.min(amount, Math.round(funding[index]! * amount)),
              },
            ]
          : [];
      });
      return { quantity, unitPrice, allocations, at };
    });
  fc.assert(
    fc.property(large, ({ quantity, unitPrice, allocations, at }) => {
      const discount = sum(allocations.map(({ amount }) => amount));
      const [subtotal, shipping] = [unitPrice * quantity, 0];
      const payable = subtotal - discount;
      const line = { id: 'a', subtotal, discount, payable, allocations };
      const price: Quote = {
        ...{ currency: 'CNY', subtotal, shipping, discount, payable, lines: [line], fees: [], refused: [] },
        applied: allocations.map((share) => ({ ...share, layer: 'platform' })),
      };
      const cart = { currency: 'CNY', lines: [{ id: 'a', product: 'p', unitPrice, quantity }] };
      const [first, second] = at.map((each) => each % (quantity + 1)).sort((a, b) => a - b) as [
        number,
        number,
      ];
      const portions = [first, second - first, quantity - second].filter(Boolean);
      const refunds = refundAll(
        { cart, price, options: {} },
        portions.map((portion) => [{ line: 'a', quantity: portion }]),
      );
      let back = 0n;
      let paidBack = 0n;
      const undone: Totals = new Map();
      refunds.forEach(({ lines, amount }, index) => {
        back += BigInt(portions[index]!);
        paidBack += BigInt(amount);
        assert.equal(paidBack, (BigInt(payable) * back) / BigInt(quantity));
        assert.equal(
          BigInt(amount) + lines[0]!.allocations.reduce((total, share) => total + BigInt(share.amount), 0n),
          BigInt(unitPrice) * BigInt(portions[index]!),
        );
        for (const share of lines[0]!.allocations) {
          assert.ok(share.platform >= 0 && share.platform <= share.amount);
          add(undone, share.coupon, share);
        }
      });
      for (const { coupon, amount, platform } of allocations)
        assert.deepEqual(undone.get(coupon), { amount, platform });
    }),
    { numRuns: runs * 2 },
  );
});
