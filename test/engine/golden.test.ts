import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allocate, best, quote, type QuoteOptions } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote } from '../../src/model/index.js';

interface Expected {
  readonly total?: number;
  readonly payable?: number;
  readonly itemsPayable?: number;
  readonly shippingDiscount?: number;
  readonly applied?: readonly string[];
  readonly lineDiscounts?: Readonly<Record<string, number>>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));

const quotes = read('quote') as {
  id: string;
  cart: Cart;
  coupons: Coupon[];
  options: QuoteOptions;
  tolerance: number;
  expected: Expected;
}[];

for (const { id, cart, coupons, options, tolerance, expected } of quotes) {
  test(`quote gives the numbers of ${id}`, () => {
    const answer = quote(cart, coupons, options);
    const near = (actual: number, wanted: number | undefined, what: string): void => {
      if (wanted !== undefined)
        assert.ok(Math.abs(actual - wanted) <= tolerance, `${what}: ${actual}, not ${wanted}`);
    };
    const goods = sum(answer.lines.map((line) => line.discount));
    near(goods, expected.total, 'total');
    near(answer.payable, expected.payable, 'payable');
    near(answer.subtotal - goods, expected.itemsPayable, 'itemsPayable');
    near(sum(answer.fees.map((fee) => fee.discount)), expected.shippingDiscount, 'shippingDiscount');
    for (const [line, discount] of Object.entries(expected.lineDiscounts ?? {}))
      near(answer.lines.find((each) => each.id === line)!.discount, discount, `discount of ${line}`);
    if (expected.applied)
      assert.deepEqual(
        answer.applied.map((each) => each.coupon),
        expected.applied,
      );
    addsUp(answer);
  });
}

test('best never pays more than quote on the same coupons', () => {
  for (const { cart, coupons, options } of quotes) {
    const answer = best(cart, coupons, options);
    assert.ok(answer.optimal);
    assert.ok(answer.payable <= quote(cart, coupons, options).payable);
    addsUp(answer);
  }
});

const allocations = read('allocate') as {
  id: string;
  total: number;
  weights: number[];
  caps?: number[];
  expected: number[];
}[];

for (const { id, total, weights, caps, expected } of allocations) {
  test(`allocate gives the shares of ${id}`, () => {
    assert.deepEqual(allocate(total, weights, caps && { caps }), expected);
  });
}

function addsUp(answer: Quote): void {
  for (const { subtotal, discount, payable, allocations } of answer.lines) {
    assert.equal(payable, subtotal - discount);
    assert.equal(sum(allocations.map(({ amount }) => amount)), discount);
  }
  assert.equal(sum(answer.applied.map(({ amount }) => amount)), answer.discount);
  assert.equal(answer.payable, answer.subtotal + answer.shipping - answer.discount);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
