import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { previewRefunds, refund, type RefundOptions } from '../../src/engine/index.js';
import { anew, bought, cart, orders } from './orders.js';

test('each line says what one unit and all of it would pay back', () => {
  assert.deepEqual(
    previewRefunds(cart, bought).map(({ line, one, all }) => [line, one.amount, all.amount]),
    [
      ['dress', 17_143, 17_143],
      ['fan', 6_428, 12_857],
    ],
  );
  assert.deepEqual(
    previewRefunds(cart, bought, anew).map(({ line, one, all }) => [line, one.amount, all.amount]),
    [
      ['dress', 15_000, 15_000],
      ['fan', 2_500, 10_000],
    ],
  );
});

test('what has come back is left out', () => {
  const { lines } = refund(cart, bought, [{ line: 'fan', quantity: 1 }]);
  const after = previewRefunds(cart, bought, { already: lines });
  assert.deepEqual(
    after.map(({ line, one, all }) => [line, one.amount, all.amount]),
    [
      ['dress', 17_143, 17_143],
      ['fan', 6_429, 6_429],
    ],
  );
  const dress = refund(cart, bought, [{ line: 'dress', quantity: 1 }]);
  assert.deepEqual(
    previewRefunds(cart, bought, { already: dress.lines }).map(({ line }) => line),
    ['fan'],
  );
});

test('a preview is what the refund then is, in both modes', () => {
  fc.assert(
    fc.property(orders, fc.boolean(), ({ instance, price }, isAnew) => {
      const { cart, coupons, ...given } = instance;
      const options: RefundOptions = isAnew ? { mode: 'recalculated', coupons, ...given } : {};
      for (const { line, one, all } of previewRefunds(cart, price, options)) {
        const { quantity } = cart.lines.find(({ id }) => id === line)!;
        assert.deepEqual(one, refund(cart, price, [{ line, quantity: 1 }], options));
        assert.deepEqual(all, refund(cart, price, [{ line, quantity }], options));
      }
    }),
    { numRuns: 300 },
  );
});

test('an unknown line among what has come back is named', () => {
  const already = [{ line: 'hat', quantity: 1, amount: 1 }];
  assert.throws(() => previewRefunds(cart, bought, { already }), { argument: 'options.already[0].line' });
});
