import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allocate, best, quote } from '../../src/engine/index.js';
import type { Quote } from '../../src/model/index.js';
import { assertGolden, goldenCases, readGolden, sum } from '../golden/cases.js';

for (const golden of goldenCases) {
  test(`quote gives the numbers of ${golden.id}`, () => {
    const answer = quote(golden.cart, golden.coupons, golden.options);
    assertGolden(answer, golden);
    addsUp(answer);
  });
}

test('best never pays more than quote on the same coupons', () => {
  for (const { cart, coupons, options } of goldenCases) {
    const answer = best(cart, coupons, options);
    assert.ok(answer.optimal);
    assert.ok(answer.payable <= quote(cart, coupons, options).payable);
    addsUp(answer);
  }
});

const allocations = readGolden('allocate') as {
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
