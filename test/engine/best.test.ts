import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { best, check, quote } from '../../src/engine/index.js';
import type { Coupon, Quote } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';

const runs = Number(process.env.RUNS ?? 3_000);

/** Every set of the coupons that `quote` applies whole, so that every rule is asked of `quote` alone. */
function exhaustive({ cart, coupons, ...options }: Instance): Quote {
  const valid = coupons.filter((coupon) => !check(coupon).some(({ severity }) => severity === 'error'));
  let found: Quote | undefined;
  for (let mask = 0; mask < 1 << valid.length; mask++) {
    const set = valid.filter((_, index) => mask & (1 << index));
    const answer = quote(cart, set, options);
    if (answer.applied.length === set.length && (!found || isBetter(answer, found, coupons))) found = answer;
  }
  return found!;
}

function isBetter(a: Quote, b: Quote, coupons: readonly Coupon[]): boolean {
  const expiries = ({ applied }: Quote): number[] =>
    applied
      .map(({ coupon }) =>
        Date.parse(coupons.find(({ id }) => id === coupon)!.validUntil ?? '9999-01-01T00:00Z'),
      )
      .sort((x, y) => x - y);
  const ids = ({ applied }: Quote): string[] => applied.map(({ coupon }) => coupon).sort();
  const keys = (quote: Quote): (number | string)[] => [
    quote.payable,
    quote.applied.length,
    ...expiries(quote),
    ...ids(quote),
  ];
  const [left, right] = [keys(a), keys(b)];
  const at = left.findIndex((key, index) => key !== right[index]);
  return at >= 0 && left[at]! < right[at]!;
}

test('best is the best of all legal sets, with the same answer as exhaustive search', () => {
  fc.assert(
    fc.property(instances(7), (instance) => {
      const { cart, coupons, ...options } = instance;
      const answer = best(cart, coupons, { ...options, compare: false });
      const wanted = exhaustive(instance);
      assert.ok(answer.optimal);
      assert.equal(answer.bound, answer.payable);
      assert.deepEqual(
        answer.applied.map((each) => each.coupon),
        wanted.applied.map((each) => each.coupon),
      );
      assert.equal(answer.payable, wanted.payable);
    }),
    { numRuns: runs },
  );
});
