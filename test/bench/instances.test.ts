import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactFamilies, families } from '../../bench/instances/families.js';
import { greedy } from '../../bench/rivals/greedy.js';
import { best, check, quote } from '../../src/engine/index.js';

/** What benchmarks measure is what they say that they measure. */

for (const { name, draw } of [...families, ...exactFamilies]) {
  test(`${name}: a seed is an instance, plain JSON, whose coupons pass the check and mostly apply alone`, () => {
    const instance = draw(7);
    const { cart, coupons, options } = instance;
    assert.deepEqual(draw(7), instance);
    assert.notDeepEqual(draw(8), instance);
    assert.deepEqual(JSON.parse(JSON.stringify(instance)), instance);
    const [, lineCount, couponCount] = /(\d+) × (\d+)/.exec(name)!;
    assert.deepEqual([`${cart.lines.length}`, `${coupons.length}`], [lineCount, couponCount]);
    assert.deepEqual(
      check(coupons).filter(({ severity }) => severity === 'error'),
      [],
    );
    const some = coupons.slice(0, 60);
    const applying = some.filter((coupon) => quote(cart, [coupon], options).applied.length);
    assert.ok(applying.length > 0.7 * some.length);
  });
}

test('greedy pays more than the best set on a third of the small carts, and never less', () => {
  const { draw } = families[0]!;
  let lost = 0;
  for (let seed = 0; seed < 100; seed++) {
    const instance = draw(seed);
    const answer = best(instance.cart, instance.coupons, { ...instance.options, compare: false });
    const { payable } = greedy(instance);
    assert.ok(payable >= answer.payable);
    if (payable > answer.payable) lost++;
  }
  assert.ok(lost > 33, `${lost}`);
});
