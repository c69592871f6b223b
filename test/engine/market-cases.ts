import type { Cart, Coupon, Line } from '../../src/model/index.js';

/** Carts and coupons of a market, in a word each. */

export const line = (id: string, unitPrice: number, more: Partial<Line> = {}): Line => ({
  id,
  product: id,
  unitPrice,
  quantity: 1,
  ...more,
});

export const cartOf = (...lines: readonly Line[]): Cart => ({ currency: 'CNY', lines });

export const amountOff = (
  id: string,
  minSpend: number,
  amount: number,
  more: Partial<Coupon> = {},
): Coupon => ({
  id,
  conditions: { minSpend },
  benefit: { kind: 'amount', amount } as Coupon['benefit'],
  ...more,
});

export const withBenefit = (
  id: string,
  benefit: Record<string, unknown>,
  more: Partial<Coupon> = {},
): Coupon => ({
  id,
  benefit: benefit as unknown as Coupon['benefit'],
  ...more,
});
