import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OrderSummary } from '../../../src/server/ledgers/ledger.js';
import { reconcile, type Reconciliation, type TheirOrder } from '../../../src/server/settlement/reconcile.js';

const period = { from: '2026-11-22', to: '2026-11-23' };

function our(order: string, paid: number, parts: Partial<OrderSummary> = {}): OrderSummary {
  return { order, redemption: order, at: 0, day: '2026-11-22', currency: 'CNY', paid, discount: 0, ...parts };
}

function assertSums({ sums }: Reconciliation): void {
  for (const { ours, theirs, difference, onlyOurs, onlyTheirs, different } of sums) {
    assert.equal(difference, ours - theirs);
    assert.equal(difference, onlyOurs - onlyTheirs + different);
  }
}

test('says what only one side has, and where amounts differ', () => {
  const one = our('1', 100, { discount: 10 });
  const two = our('2', 200);
  const answer = reconcile(
    [one, two, our('3', 300)],
    [
      { order: '1', paid: 90, discount: 20 },
      { order: '3', paid: 300, discount: 0 },
      { order: '4', paid: 400 },
    ],
    period,
  );
  const zero = { ours: 0, theirs: 0, difference: 0, onlyOurs: 0, onlyTheirs: 0, different: 0 };
  assert.deepEqual(answer, {
    matched: 1,
    withoutCoupons: 0,
    onlyOurs: [two],
    onlyTheirs: [{ order: '4', paid: 400 }],
    different: [
      {
        order: '1',
        day: '2026-11-22',
        currency: 'CNY',
        ours: { paid: 100, discount: 10 },
        theirs: { paid: 90, discount: 20 },
        difference: { paid: 10, discount: -10 },
      },
    ],
    sums: [
      { ...zero, currency: '', theirs: 400, difference: -400, onlyTheirs: 400 },
      { ...zero, currency: 'CNY', ours: 600, theirs: 390, difference: 210, onlyOurs: 200, different: 10 },
    ],
  });
  assertSums(answer);
});

test('adds up the payment and the refunds of one order', () => {
  const rows = [100, -30, -20].map((paid): TheirOrder => ({ order: '1', paid }));
  assert.equal(reconcile([our('1', 50)], rows, period).matched, 1);
});

test('a payment that is twice in the list is a difference', () => {
  const twice = { order: '1', paid: 50 };
  const [difference] = reconcile([our('1', 50)], [twice, twice], period).different;
  assert.deepEqual(difference!.difference, { paid: -50 });
});

test('an order of the day beside counts where the list names it', () => {
  const ours = [our('early', 1, { day: '2026-11-21' }), our('late', 2, { day: '2026-11-24' })];
  const answer = reconcile(ours, [{ order: 'late', paid: 2 }], period);
  assert.deepEqual([answer.matched, answer.onlyOurs, answer.onlyTheirs], [1, [], []]);
});

test('an order that no coupon took anything off need not be in the books', () => {
  const answer = reconcile(
    [our('1', 5)],
    [
      { order: '1', paid: 5, discount: 0 },
      { order: '2', paid: 7, discount: 0 },
    ],
    period,
  );
  assert.deepEqual([answer.matched, answer.withoutCoupons, answer.onlyTheirs], [1, 1, []]);
  assertSums(answer);
});

test('another currency is another order', () => {
  const answer = reconcile([our('1', 100)], [{ order: '1', paid: 100, currency: 'TWD' }], period);
  assert.deepEqual([answer.matched, answer.onlyOurs.length, answer.onlyTheirs.length], [0, 1, 1]);
  assertSums(answer);
});

test('every order is told once, and the sums are those of the lists', () => {
  const side = fc.array(
    fc.record({
      order: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      paid: fc.integer({ min: 0, max: 3 }),
      currency: fc.constantFrom('CNY', 'TWD'),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(side, side, fc.boolean(), (ourRows, theirs, isTold) => {
      const ours = [...new Map(ourRows.map((row) => [row.order, our(row.order, row.paid, row)])).values()];
      const list = theirs.map(({ currency, ...row }) => (isTold ? { ...row, currency } : row));
      const answer = reconcile(ours, list, period);
      assertSums(answer);
      const { matched, onlyOurs, onlyTheirs, different } = answer;
      assert.equal(matched + onlyOurs.length + different.length, ours.length);
      const sum = (items: readonly { readonly paid: number }[]): number =>
        items.reduce((total, { paid }) => total + paid, 0);
      assert.equal(
        answer.sums.reduce((total, each) => total + each.ours, 0),
        sum(ours),
      );
      assert.equal(
        answer.sums.reduce((total, each) => total + each.theirs, 0),
        sum(list),
      );
      const keys = new Set(
        list.map(({ order, ...row }) => `${order} ${'currency' in row ? row.currency : ''}`),
      );
      assert.equal(matched + different.length + onlyTheirs.length, keys.size);
    }),
  );
});
