import type { Cart, Coupon } from '../../src/model/index.js';

/** Carts and coupons of a line each, for the smallest case that shows something. */

export function goods(
  ...lines: readonly (readonly [id: string, product: string, unitPrice: number, quantity?: number])[]
): Cart {
  return {
    currency: 'CNY',
    lines: lines.map(([id, product, unitPrice, quantity = 1]) => ({ id, product, unitPrice, quantity })),
  };
}

/** An amount off. */
export function off(id: string, amount: number, more: Partial<Coupon> = {}): Coupon {
  return { id, ...more, benefit: { kind: 'amount', amount } as never };
}

/** These products for nothing. */
export function free(id: string, products: readonly string[], more: Partial<Coupon> = {}): Coupon {
  return { id, scope: { products }, ...more, benefit: { kind: 'percent', percentOff: 100 } as never };
}
