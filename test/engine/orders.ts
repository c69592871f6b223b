import assert from 'node:assert/strict';
import fc from 'fast-check';
import { best, quote, refund, type RefundOptions } from '../../src/engine/index.js';
import type { Allocation, Cart, Coupon, Quote, Refund, ReturnedUnits } from '../../src/model/index.js';
import { sum } from '../golden/cases.js';
import { instances, type Instance } from './instances.js';

/** Orders that are returned in portions, and what holds of every refund of them. */

/** 满300减50 on a dress of ¥200 of one shop and two fans of ¥75 of another: ¥300 to pay. The platform bears 60%. */
export const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'dress', product: 'qipao', shop: 'x', unitPrice: 20_000, quantity: 1 },
    { id: 'fan', product: 'fan', shop: 'y', unitPrice: 7_500, quantity: 2 },
  ],
  shipping: [{ fee: 800 }],
};
export const spend300 = coupon('满300减50', { kind: 'amount', amount: 5_000 }, 30_000, { platform: 60 });
export const freeShipping = coupon('免邮', { kind: 'shipping', percentOff: 100 });
export const coupons = [spend300, freeShipping];
export const bought = quote(cart, coupons, { now: 0 });
export const anew = { mode: 'recalculated', coupons, now: 0 } as const;

export function coupon(id: string, benefit: object, minSpend?: number, funding?: Coupon['funding']): Coupon {
  return {
    id,
    benefit: benefit as never,
    ...(minSpend !== undefined && { conditions: { minSpend } }),
    ...(funding && { funding }),
  };
}

/** Line → [units, paid back, undone, of it borne by the platform]. */
export const rowsOf = ({ lines }: Refund): unknown =>
  Object.fromEntries(
    lines.map(({ line, quantity, amount, allocations }) => [
      line,
      [quantity, amount, ...allocations.flatMap((share) => [share.amount, share.platform])],
    ]),
  );
export const couponsOf = ({ coupons }: Refund): unknown =>
  coupons.map(({ coupon, amount, platform, returned }) => [coupon, amount, platform, returned]);

/** Several returns one after the other, each told what came before. */
export function refundAll(
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

/** A cart with its price, all of which is returned, in any order and portions. */
export interface Order {
  readonly instance: Instance;
  readonly price: Quote;
  readonly returns: readonly (readonly ReturnedUnits[])[];
}

export const orders: fc.Arbitrary<Order> = fc
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

export type Totals = Map<string, { amount: number; platform: number }>;

export function add(
  totals: Totals,
  key: string,
  { amount, platform }: Omit<Allocation, 'coupon'>,
  sign = 1,
): void {
  const was = totals.get(key) ?? { amount: 0, platform: 0 };
  totals.set(key, { amount: was.amount + sign * amount, platform: was.platform + sign * platform });
}

/** What holds of every refund, in both modes. */
export function assertAddsUp({ cart }: Instance, answer: Refund, returned: readonly ReturnedUnits[]): void {
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
export function assertGoBackOnce(price: Quote, refunds: readonly Refund[], shipping: boolean): void {
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
