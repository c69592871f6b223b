import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { best, quote, refund, type RefundOptions } from '../../src/engine/index.js';
import type { Allocation, Cart, Coupon, Quote, Refund, ReturnedUnits } from '../../src/model/index.js';
import { sum } from '../golden/cases.js';
import { instances, type Instance } from './instances.js';

const runs = Number(process.env.RUNS ?? 1_000);

/** 满300减50 on a dress of ¥200 of one shop and two fans of ¥75 of another: ¥300 to pay. The platform bears 60%. */
const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'dress', product: 'qipao', shop: 'x', unitPrice: 20_000, quantity: 1 },
    { id: 'fan', product: 'fan', shop: 'y', unitPrice: 7_500, quantity: 2 },
  ],
  shipping: [{ fee: 800 }],
};
const spend300 = coupon('满300减50', { kind: 'amount', amount: 5_000 }, 30_000, { platform: 60 });
const freeShipping = coupon('免邮', { kind: 'shipping', percentOff: 100 });
const coupons = [spend300, freeShipping];
const bought = quote(cart, coupons, { now: 0 });
const anew = { mode: 'recalculated', coupons, now: 0 } as const;

function coupon(id: string, benefit: object, minSpend?: number, funding?: Coupon['funding']): Coupon {
  return {
    id,
    benefit: benefit as never,
    ...(minSpend !== undefined && { conditions: { minSpend } }),
    ...(funding && { funding }),
  };
}

/** Line → [units, paid back, undone, of it borne by the platform]. */
const rowsOf = ({ lines }: Refund): unknown =>
  Object.fromEntries(
    lines.map(({ line, quantity, amount, allocations }) => [
      line,
      [quantity, amount, ...allocations.flatMap((share) => [share.amount, share.platform])],
    ]),
  );
const couponsOf = ({ coupons }: Refund): unknown =>
  coupons.map(({ coupon, amount, platform, returned }) => [coupon, amount, platform, returned]);

/** Several returns one after the other, each told what came before. */
function refundAll(
  { cart, price, options }: { cart: Cart; price: Quote; options: RefundOptions },
  returns: readonly (readonly ReturnedUnits[])[],
): Refund[] {
  const refunds: Refund[] = [];
  for (const returned of returns)
    refunds.push(
      refund(cart, price, returned, { ...options, already: refunds.flatMap(({ lines }) => lines) }),
    );
  return refunds;
}

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

test('fees are paid back where that is asked for, with the last unit, and their coupon goes back then', () => {
  const price = quote(cart, [spend300], { now: 0 });
  const everything = cart.lines.map(({ id, quantity }) => ({ line: id, quantity }));
  assert.equal(refund(cart, price, everything).shipping, 0);
  const parts = everything.map((part) => [part]);
  const fees = refundAll({ cart, price, options: { shipping: true } }, parts);
  assert.deepEqual(
    fees.map(({ shipping }) => shipping),
    [0, 800],
  );
  assert.equal(sum(fees.map(({ amount }) => amount)), price.payable);
  const isBack = (options: RefundOptions): unknown =>
    refundAll({ cart, price: bought, options }, parts).map(({ coupons }) =>
      coupons.find(({ coupon }) => coupon === '免邮'),
    );
  assert.deepEqual(isBack({}), [undefined, undefined]);
  assert.deepEqual(isBack({ shipping: true }), [
    undefined,
    { coupon: '免邮', amount: 800, platform: 800, returned: true },
  ]);
});

test('a quote on the screen is a preview: nothing needs to be bought, and the order of its lines does not matter', () => {
  const turned = { ...bought, lines: [...bought.lines].reverse() };
  const answer = refund(cart, turned, [{ line: 'dress', quantity: 1 }]);
  assert.deepEqual(answer, refund(cart, bought, [{ line: 'dress', quantity: 1 }]));
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer, 'plain JSON');
});

test('what is wrong is named, with the fix', () => {
  const throws = (argument: string, returned: unknown, options: object = {}, price: object = bought): void =>
    assert.throws(() => refund(cart, price as Quote, returned as ReturnedUnits[], options), {
      name: 'CouponError',
      code: 'invalid-argument',
      argument,
    });
  throws('returned[0].line', [{ line: 'hat', quantity: 1 }]);
  for (const quantity of [0, -1, 1.5, NaN, 3]) throws('returned[0].quantity', [{ line: 'fan', quantity }]);
  throws('returned[1].quantity', [
    { line: 'fan', quantity: 1 },
    { line: 'fan', quantity: 2 },
  ]);
  const fan = { line: 'fan', quantity: 1, amount: 6_428 };
  throws('returned[0].quantity', [{ line: 'fan', quantity: 1 }], { already: [fan, fan] });
  throws('options.already[0].line', [], { already: [{ ...fan, line: 'hat' }] });
  throws('options.already[0].quantity', [], { already: [{ ...fan, quantity: 3 }] });
  throws('options.mode', [], { mode: 'recalculate' });
  throws('options.now', [], { ...anew, now: undefined });
  throws('options.coupons', [], { ...anew, coupons: [freeShipping] });
  throws('options.already[0].amount', [], { ...anew, already: [{ ...fan, amount: 1.5 }] });
  throws('options.already', [], { ...anew, already: [{ ...fan, amount: 30_001 }] });
  throws('quote.currency', [], {}, { ...bought, currency: 'USD' });
  throws('quote.lines', [], {}, { ...bought, lines: [] });
  throws('quote.lines[1]', [], {}, { ...bought, lines: [bought.lines[0], bought.lines[0]] });
  throws('quote.fees[0]', [], {}, { ...bought, fees: [{ ...bought.fees[0], fee: 1 }] });
  assert.throws(
    () => refund(cart, bought, [{ line: 'fan', quantity: 3 }]),
    /returned\[0\]\.quantity: give an integer ≥ 1; of this line 2 can still come back\./,
  );
});

/** A cart with its price, all of which is returned, in any order and portions. */
interface Order {
  readonly instance: Instance;
  readonly price: Quote;
  readonly returns: readonly (readonly ReturnedUnits[])[];
}

const orders: fc.Arbitrary<Order> = fc
  .record({
    instance: instances(7),
    isBest: fc.boolean(),
    picks: fc.array(fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 2 }), {
      maxLength: 12,
    }),
  })
  .map(({ instance, isBest, picks }) => {
    const { cart, coupons, ...options } = instance;
    const price = isBest
      ? best(cart, coupons, { ...options, compare: false })
      : quote(cart, coupons, options);
    const left = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
    const take = (line: string, most: number): ReturnedUnits => {
      const rest = left.get(line)! - most;
      if (rest) left.set(line, rest);
      else left.delete(line);
      return { line, quantity: most };
    };
    const returns = picks.flatMap((portion) => {
      const returned = portion.flatMap(([which, many]) => {
        const line = [...left.keys()][which % (left.size || 1)];
        return line === undefined ? [] : [take(line, 1 + (many % left.get(line)!))];
      });
      return returned.length ? [returned] : [];
    });
    const rest = [...left].map(([line, most]) => take(line, most));
    return { instance, price, returns: rest.length ? [...returns, rest] : returns };
  });

type Totals = Map<string, { amount: number; platform: number }>;

function add(totals: Totals, key: string, { amount, platform }: Omit<Allocation, 'coupon'>, sign = 1): void {
  const was = totals.get(key) ?? { amount: 0, platform: 0 };
  totals.set(key, { amount: was.amount + sign * amount, platform: was.platform + sign * platform });
}

/** What holds of every refund, in both modes. */
function assertAddsUp({ cart }: Instance, answer: Refund, returned: readonly ReturnedUnits[]): void {
  const { amount, goods, shipping, lines, fees, coupons } = answer;
  assert.deepEqual(
    [goods, shipping],
    [sum(lines.map((each) => each.amount)), sum(fees.map((each) => each.amount))],
  );
  assert.equal(amount, goods + shipping);
  assert.ok(goods >= 0 && shipping >= 0);
  const totals: Totals = new Map();
  for (const { allocations } of [...lines, ...fees])
    for (const share of allocations) add(totals, share.coupon, share);
  for (const { coupon, amount, platform } of coupons)
    assert.deepEqual(totals.get(coupon) ?? { amount: 0, platform: 0 }, { amount, platform });
  for (const { line, quantity, amount, allocations } of lines) {
    assert.equal(quantity, sum(returned.filter((each) => each.line === line).map((each) => each.quantity)));
    const { unitPrice } = cart.lines.find(({ id }) => id === line)!;
    assert.equal(amount + sum(allocations.map((share) => share.amount)), unitPrice * quantity);
  }
}

/** Each coupon goes back once, with the return after which nothing of it is kept. */
function assertGoBackOnce(price: Quote, refunds: readonly Refund[], shipping: boolean): void {
  for (const { coupon, amount } of price.applied) {
    const told = refunds.filter(({ coupons }) =>
      coupons.some((each) => each.coupon === coupon && each.returned),
    );
    const isOnFee = price.fees.some(({ allocations }) =>
      allocations.some((share) => share.coupon === coupon),
    );
    assert.equal(told.length, isOnFee && !shipping ? 0 : 1);
    if (!told[0]) continue;
    const until = refunds.slice(0, refunds.indexOf(told[0]) + 1);
    const undone = until.flatMap(({ coupons }) => coupons).filter((each) => each.coupon === coupon);
    assert.equal(sum(undone.map((each) => each.amount)), amount);
  }
}

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

test('the order of lines changes nothing, in both modes', () => {
  fc.assert(
    fc.property(orders, fc.boolean(), ({ instance, price, returns }, isAnew) => {
      const { cart, coupons, ...given } = instance;
      const options: RefundOptions = isAnew ? { mode: 'recalculated', coupons, ...given } : {};
      const turned = { ...cart, lines: [...cart.lines].reverse() };
      const turnedPrice = { ...price, lines: [...price.lines].reverse() };
      const straight = refundAll({ cart, price, options }, returns);
      const reversed = refundAll({ cart: turned, price: turnedPrice, options }, returns);
      assert.deepEqual(
        reversed.map(({ lines, ...rest }) => ({ lines: [...lines].reverse(), ...rest })),
        straight,
      );
    }),
    { numRuns: runs / 2 },
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
