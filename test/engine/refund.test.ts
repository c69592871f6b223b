import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { quote, refund, type RefundOptions } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote, ReturnedUnits } from '../../src/model/index.js';
import { sum } from '../golden/cases.js';
import { anew, bought, cart, freeShipping, orders, refundAll, spend300 } from './orders.js';

const runs = Number(process.env.RUNS ?? 1_000);

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
  const already = fees.flatMap(({ lines }) => lines);
  assert.equal(refund(cart, price, [], { shipping: true, already }).shipping, 0, 'only once');
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

const page = readFileSync(new URL('../../docs/refunds.md', import.meta.url), 'utf8');

for (const [heading, mode] of [
  ['Unit by unit', 'proportional'],
  ['With the kept goods priced anew', 'recalculated'],
] as const) {
  test(`the example of the page comes to the numbers under "${heading}"`, () => {
    const order = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as { cart: Cart; coupons: Coupon[] };
    const { cart, coupons } = order;
    const section = page.split(`### ${heading}\n`)[1]!.split('\n### ')[0]!;
    const rows = [...section.matchAll(/^\| +(\d) \| (.*?) \|$/gm)].map(([, portion, cells]) => [
      Number(portion),
      ...cells!.split('|').map((cell) => (Number.isNaN(Number(cell)) ? cell.trim() : Number(cell))),
    ]);
    const refunds = refundAll(
      { cart, price: quote(cart, coupons, { now: 0 }), options: { mode, coupons, now: 0 } },
      [[{ line: 'fan', quantity: 1 }], [{ line: 'fan', quantity: 1 }], [{ line: 'dress', quantity: 1 }]],
    );
    assert.deepEqual(
      refunds.flatMap(({ lines }, index) =>
        lines.map(({ line, quantity, amount, allocations: [share] }) => {
          const { amount: undone, platform } = share ?? { amount: 0, platform: 0 };
          return [index + 1, line, quantity, amount, undone, platform, undone - platform];
        }),
      ),
      rows,
    );
    const goesBack = refunds.findIndex(({ coupons }) => coupons[0]?.returned) + 1;
    assert.equal(/coupon goes back with (return (\d)|it)/.exec(section)![2] ?? '1', `${goesBack}`);
  });
}
