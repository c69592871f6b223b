/**
 * What a shop with a few discounts takes off a cart, for the stand-in of `published-shop.ts`. Not Shopify: it follows what is published of it. A discount of a
 * product reaches each line once, the greatest one (`DiscountCombinesWith`); one of the order is taken from what is left, and split over the lines.
 */
import { allocate } from '../../../src/money/allocate.js';

export interface ShopLine {
  readonly variant: number;
  readonly quantity: number;
  readonly properties?: Readonly<Record<string, string>>;
}

export interface ShopProduct {
  readonly id: number;
  readonly variant: number;
  readonly title: string;
  readonly variantTitle?: string;
  readonly sku?: string;
  /** Minor units. */
  readonly price: number;
  readonly vendor: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly collections: readonly { readonly id: number; readonly handle: string }[];
  readonly isGiftCard?: boolean;
}

export interface ShopDiscount {
  /** Absent: it is automatic. */
  readonly code?: string;
  readonly title: string;
  readonly percent?: number;
  /** Minor units. */
  readonly amount?: number;
  /** The product's id; absent: the whole order. */
  readonly product?: number;
  readonly isShipping?: boolean;
  /** A `CartWarningCode`: why it is not honoured. */
  readonly warning?: string;
  /** Minor units. */
  readonly minSubtotal?: number;
}

export interface Taken {
  readonly discount: ShopDiscount;
  /** The index of the line; absent: shipping. */
  readonly line?: number;
  /** Minor units. */
  readonly amount: number;
}

export interface PricedCart {
  readonly taken: readonly Taken[];
  /** By code, in the order in which they were stated. */
  readonly codes: readonly { readonly code: string; readonly warning?: string }[];
}

/** @param fee what the chosen way of delivery costs, minor units */
export function priceCart(
  prices: readonly { readonly product: number; readonly subtotal: number }[],
  stated: readonly string[],
  discounts: readonly ShopDiscount[],
  fee: number | undefined,
): PricedCart {
  const subtotal = sum(prices.map((each) => each.subtotal));
  const codes = stated.map((code) => {
    const found = discounts.find((each) => each.code?.toLowerCase() === code.toLowerCase());
    if (!found) return { code, found, warning: 'DISCOUNT_NOT_FOUND' };
    const warning =
      found.warning ?? (subtotal < (found.minSubtotal ?? 0) ? 'DISCOUNT_PURCHASE_NOT_IN_RANGE' : undefined);
    return { code, found, ...(warning && { warning }) };
  });
  const honoured = [
    ...discounts.filter(({ code }) => !code),
    ...codes.flatMap(({ found, warning }) => (found && !warning ? [found] : [])),
  ];
  const taken: Taken[] = [];
  const left = prices.map((each) => each.subtotal);
  prices.forEach(({ product }, line) => {
    const best = honoured
      .filter((each) => each.product === product)
      .map((discount) => ({ discount, line, amount: offOf(discount, left[line]!) }))
      .sort((one, other) => other.amount - one.amount)[0];
    if (!best) return;
    left[line]! -= best.amount;
    taken.push(best);
  });
  for (const discount of honoured.filter((each) => !each.product && !each.isShipping)) {
    const total = offOf(discount, sum(left));
    allocate(total, left, { caps: left }).forEach((amount, line) => {
      left[line]! -= amount;
      if (amount > 0) taken.push({ discount, line, amount });
    });
  }
  if (fee)
    for (const discount of honoured.filter(({ isShipping }) => isShipping))
      taken.push({ discount, amount: offOf(discount, fee) });
  return { taken, codes: codes.map(({ code, warning }) => ({ code, ...(warning && { warning }) })) };
}

function offOf({ percent, amount = 0 }: ShopDiscount, base: number): number {
  return Math.min(base, percent === undefined ? amount : Math.round((base * percent) / 100));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
