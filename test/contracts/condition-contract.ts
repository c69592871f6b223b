import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '../../src/conditions/condition.js';
import { check, quote } from '../../src/engine/index.js';
import type { Cart, Coupon, Reason, Shopper } from '../../src/model/index.js';

/** One case: what the condition asks, and the cart and shopper that it is asked of. */
export interface ConditionCase {
  readonly claim: string;
  readonly value: unknown;
  readonly lines?: readonly Partial<Cart['lines'][number]>[];
  readonly cart?: Partial<Cart>;
  readonly shopper?: Shopper;
  readonly coupon?: Partial<Coupon>;
  /** The params of its refusals; absent: it holds. */
  readonly refused?: readonly Reason['params'][];
}

/** What every condition owes to the engine. Its own cases come with it. */
export function conditionContract<Value>(
  condition: Condition<string, Value>,
  {
    good,
    bad,
    cases,
  }: {
    good: readonly Value[];
    bad: readonly (readonly [value: unknown, path: string])[];
    cases: readonly ConditionCase[];
  },
): void {
  const path = `conditions.${condition.name}`;
  const couponWith = (value: unknown, more: Partial<Coupon> = {}): Coupon =>
    ({
      id: 'k',
      benefit: { kind: 'amount', amount: 1 },
      ...more,
      conditions: { [condition.name]: value },
    }) as Coupon;

  for (const value of good) {
    test(`${condition.name} lets ${JSON.stringify(value)} pass`, () => {
      assert.deepEqual(
        check(couponWith(value)).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  for (const [value, at] of [...bad, [null, ''], [Number.NaN, '']] as const) {
    test(`${condition.name} names the field that is wrong in ${JSON.stringify(value)}`, () => {
      const paths = check(couponWith(value)).map((problem) => problem.path);
      assert.ok(paths.length && paths.every((each) => each.startsWith(path + at)), paths.join());
    });
  }

  for (const { claim, value, lines = [{}], cart, shopper, coupon, refused } of cases) {
    test(`${condition.name} ${claim}`, () => {
      const full = {
        currency: 'CNY',
        lines: lines.map((line, index) => ({
          id: `l${index}`,
          product: 'p',
          unitPrice: 1_000,
          quantity: 1,
          ...line,
        })),
        ...cart,
      };
      const before = JSON.stringify(full);
      const answer = quote(full, [couponWith(value, coupon)], { now: 0, ...(shopper && { shopper }) });
      const reasons = answer.refused.flatMap((refusal) => refusal.reasons);
      assert.deepEqual(
        reasons,
        (refused ?? []).map((params) => ({ code: condition.code, params })),
      );
      assert.equal(JSON.stringify(full), before, 'the cart stays as it was');
    });
  }
}
