import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Benefit } from '../../src/benefits/benefit.js';
import { check, quote, type KnownBenefit } from '../../src/engine/index.js';
import type { Cart, Coupon, Policy, Quote, Reason } from '../../src/model/index.js';

export interface BenefitCase {
  readonly claim: string;
  /** Without its kind. */
  readonly benefit: object;
  /** `id` is `a`, `b`, `c`, … unless given. */
  readonly lines: readonly Partial<Cart['lines'][number]>[];
  readonly cart?: Partial<Cart>;
  readonly coupon?: Partial<Coupon>;
  readonly others?: readonly Coupon[];
  readonly policy?: Policy;
  /** What it takes off each line, or fee where it is a shipping benefit. */
  readonly discounts?: readonly number[];
  readonly refused?: readonly Reason[];
}

/** What every kind of benefit owes to the engine. Its own cases come with it. */
export function benefitContract<Fields extends KnownBenefit>(
  { kind, layer = 'platform' }: Pick<Benefit<string, Fields>, 'kind' | 'layer'>,
  {
    good,
    bad,
    cases,
  }: {
    good: readonly object[];
    bad: readonly (readonly [benefit: object, path: string])[];
    cases: readonly BenefitCase[];
  },
): void {
  const couponWith = (benefit: object, more: Partial<Coupon> = {}): Coupon => ({
    ...more,
    id: 'k',
    benefit: { ...benefit, kind },
  });
  const errors = (coupon: Coupon): string[] =>
    check(coupon)
      .filter(({ severity }) => severity === 'error')
      .map(({ path }) => path);

  for (const benefit of good) {
    test(`${kind} lets ${JSON.stringify(benefit)} pass`, () =>
      assert.deepEqual(errors(couponWith(benefit)), []));
  }

  for (const [benefit, at] of [...bad, [{ ...good[0], surprise: 1 }, '.surprise']] as const) {
    test(`${kind} names the field that is wrong in ${JSON.stringify(benefit)}`, () => {
      const paths = errors(couponWith(benefit));
      assert.ok(paths.includes(`benefit${at}`), paths.join());
    });
  }

  for (const { claim, benefit, lines, cart, coupon, others = [], policy, discounts, refused } of cases) {
    const full: Cart = {
      currency: 'CNY',
      lines: lines.map((line, index) => ({
        id: 'abcdefg'[index]!,
        product: 'p',
        unitPrice: 1_000,
        quantity: 1,
        ...line,
      })),
      ...cart,
    };
    const ask = (asked: Cart): Quote =>
      quote(asked, [couponWith(benefit, coupon), ...others], { now: 0, ...(policy && { policy }) });

    test(`${kind} ${claim}`, () => {
      const answer = ask(full);
      const places = layer === 'shipping' ? answer.fees : answer.lines;
      const shares = places.map(
        ({ allocations }) => allocations.find((each) => each.coupon === 'k')?.amount ?? 0,
      );
      if (discounts) assert.deepEqual(shares, discounts);
      assert.deepEqual(answer.refused.find((each) => each.coupon === 'k')?.reasons, refused);
    });

    test(`${kind} ${claim}, whatever the order of the lines`, () => {
      const answer = ask({ ...full, lines: [...full.lines].reverse() });
      assert.deepEqual([...answer.lines].reverse(), ask(full).lines);
    });
  }
}
