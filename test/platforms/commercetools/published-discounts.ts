/** What the stand-in sells, which discounts it has, and what they take off (see `published-project.ts`). */
import type {
  CartDiscountReference,
  CentPrecisionMoney,
  DiscountCode,
  DiscountedLineItemPriceForQuantity,
} from '@commercetools/platform-sdk';

export interface Promotion {
  readonly percent?: number;
  readonly amount?: number;
  readonly target: 'lineItems' | 'totalPrice' | 'shipping';
  readonly product?: string;
  /** Is given without a code. */
  readonly automatic?: boolean;
}

export const products: Readonly<Record<string, { readonly name: string; readonly price: number }>> = {
  mug: { name: 'Mug', price: 2000 },
  shirt: { name: 'Shirt', price: 3550 },
  sticker: { name: 'Sticker', price: 333 },
  tote: { name: 'Tote', price: 1000 },
};

/** In the order of their `sortOrder`. */
export const promotions: Readonly<Record<string, Promotion>> = {
  SAVE10: { percent: 10, target: 'lineItems' },
  SHIRT20: { percent: 20, target: 'lineItems', product: 'shirt' },
  FIX5: { amount: 500, target: 'lineItems' },
  TOTAL5: { amount: 500, target: 'totalPrice' },
  FREESHIP: { percent: 100, target: 'shipping' },
  HATS: { percent: 50, target: 'lineItems', product: 'hat' },
  SPRING: { percent: 10, target: 'lineItems', product: 'tote', automatic: true },
};

export const codes: readonly (Partial<DiscountCode> & { readonly code: string })[] = [
  ...Object.keys(promotions).map((code) => ({ code })),
  { code: 'EXPIRED', validUntil: '2020-01-01T00:00:00.000Z' },
  { code: 'EARLY', validFrom: '2099-01-01T00:00:00.000Z' },
  { code: 'OVER', maxApplications: 1 },
  { code: 'ONCE', maxApplicationsPerCustomer: 1 },
  { code: 'EITHER', maxApplications: 1, maxApplicationsPerCustomer: 1 },
  { code: 'OFF', isActive: false },
  { code: 'LAPSED', cartPredicate: 'its discounts are over' },
  { code: 'STOPPED', cartPredicate: 'another one stops it' },
  { code: 'OUTDONE', cartPredicate: 'another one of its group is better' },
];

/** The states of those that are taken. */
export const states: Readonly<Record<string, string>> = {
  OVER: 'MaxApplicationReached',
  ONCE: 'MaxApplicationReached',
  EITHER: 'MaxApplicationReached',
  OFF: 'NotActive',
  LAPSED: 'NotValid',
  STOPPED: 'ApplicationStoppedByPreviousDiscount',
  OUTDONE: 'ApplicationStoppedByGroupBestDeal',
};

export interface DiscountedLine {
  readonly product: string;
  readonly quantity: number;
  readonly parts: readonly DiscountedLineItemPriceForQuantity[];
}

/** One discount after the other; of each line as many units at each price as it takes for whole cents. */
export function discountLines(
  lines: readonly { readonly product: string; readonly quantity: number }[],
  active: readonly (readonly [string, Promotion])[],
  reference: (code: string) => CartDiscountReference,
): readonly DiscountedLine[] {
  // Each unit for itself; equal ones are put together afterwards.
  const units = lines.flatMap(({ product, quantity }, line) =>
    Array.from({ length: quantity }, () => ({
      line,
      product,
      left: products[product]!.price,
      portions: [] as { code: string; amount: number }[],
    })),
  );
  for (const [code, { percent, amount = 0, product, target }] of active) {
    if (target !== 'lineItems') continue;
    const meant = units.filter((unit) => !product || unit.product === product);
    const base = sum(meant.map(({ left }) => left));
    let odd = amount;
    for (const [index, unit] of meant.entries()) {
      const share = index === meant.length - 1 ? odd : Math.floor((amount * unit.left) / base);
      const off = percent ? roundHalfEven((unit.left * percent) / 100) : share;
      odd -= share;
      unit.left -= off;
      if (off) unit.portions.push({ code, amount: off });
    }
  }
  return lines.map((line, index) => {
    const parts = new Map<string, DiscountedLineItemPriceForQuantity>();
    for (const unit of units.filter((each) => each.line === index)) {
      const key = JSON.stringify(unit.portions);
      parts.set(key, {
        quantity: (parts.get(key)?.quantity ?? 0) + 1,
        discountedPrice: {
          value: cents(unit.left),
          includedDiscounts: unit.portions.map(({ code, amount }) => ({
            discount: reference(code),
            discountedAmount: cents(amount),
          })),
        },
      });
    }
    return { ...line, parts: [...parts.values()] };
  });
}

export function cents(centAmount: number): CentPrecisionMoney {
  return { type: 'centPrecision', currencyCode: 'USD', centAmount, fractionDigits: 2 };
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
