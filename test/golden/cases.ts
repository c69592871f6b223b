import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { QuoteOptions } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote } from '../../src/model/index.js';
import type { Catalog } from '../../src/server/index.js';

/** What another engine asserts of a cart and its coupons; only what its source says. */
export interface GoldenCase {
  readonly id: string;
  readonly cart: Cart;
  readonly coupons: readonly Coupon[];
  readonly options: QuoteOptions;
  /** Minor units. */
  readonly tolerance: number;
  readonly expected: {
    readonly total?: number;
    readonly payable?: number;
    readonly itemsPayable?: number;
    readonly shippingDiscount?: number;
    readonly applied?: readonly string[];
    readonly lineDiscounts?: Readonly<Record<string, number>>;
  };
}

export const goldenCases = readGolden('quote') as readonly GoldenCase[];

export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}

/** Whoever priced the cart, these are the numbers. */
export function assertGolden({ lines, fees, applied, subtotal, payable }: Quote, { expected, tolerance }: GoldenCase): void {
  const near = (actual: number, wanted: number | undefined, what: string): void => {
    if (wanted !== undefined) assert.ok(Math.abs(actual - wanted) <= tolerance, `${what}: ${actual}, not ${wanted}`);
  };
  const goods = sum(lines.map(({ discount }) => discount));
  near(goods, expected.total, 'total');
  near(payable, expected.payable, 'payable');
  near(subtotal - goods, expected.itemsPayable, 'itemsPayable');
  near(sum(fees.map(({ discount }) => discount)), expected.shippingDiscount, 'shippingDiscount');
  for (const [line, discount] of Object.entries(expected.lineDiscounts ?? {}))
    near(lines.find(({ id }) => id === line)!.discount, discount, `discount of ${line}`);
  if (expected.applied)
    assert.deepEqual(
      applied.map(({ coupon }) => coupon),
      expected.applied,
    );
}

/** A catalogue that knows exactly this cart. */
export function mirrorOf(cart: Cart): Catalog {
  return {
    basis: 'gross',
    resolve: async () => ({ ok: true, value: cart }),
    cartOf: async () => undefined,
  };
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
