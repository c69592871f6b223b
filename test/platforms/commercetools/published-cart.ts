/** What a cart of the stand-in costs, in the form of the published contract (see `published-project.ts`). */
import type {
  Cart,
  CartDiscountReference,
  CentPrecisionMoney,
  CustomLineItem,
  DiscountCode,
  DiscountCodeNonApplicableError,
  LineItem,
  ShippingInfo,
} from '@commercetools/platform-sdk';
import { cents, codes, discountLines, products, promotions, states, sum } from './published-discounts.js';

export interface ProjectCart {
  readonly lines: readonly { readonly product: string; readonly quantity: number }[];
  readonly codes: readonly string[];
  readonly shipping?: boolean;
  /** With or without tax, and what is to be added or is within. */
  readonly tax?: { readonly amount: number; readonly includedInPrice: boolean };
  /** An amount of the merchant's own, also below 0. */
  readonly custom?: number;
}

const created = '2026-01-01T00:00:00.000Z';
const resource = { version: 1, createdAt: created, lastModifiedAt: created };

/** Codes that cannot be put on a cart; the others are, and their state says what became of them. */
export function refusalOf(code: string): DiscountCodeNonApplicableError | undefined {
  const found = codes.find((each) => each.code === code);
  const error = {
    code: 'DiscountCodeNonApplicable' as const,
    message: `The discountCode ${code} cannot be applied to the cart.`,
    discountCode: code,
  };
  if (!found) return { ...error, reason: 'DoesNotExist' };
  const { validFrom, validUntil } = found;
  if (!validFrom && !validUntil) return undefined;
  return {
    ...error,
    reason: 'TimeRangeNonApplicable',
    ...(validFrom && { validFrom }),
    ...(validUntil && { validUntil }),
  };
}

export function toProjectCart(
  token: string,
  { contents, version }: { readonly contents: ProjectCart; readonly version: number },
  expand: readonly string[] = [],
): Cart {
  const isMet = (code: string) =>
    contents.lines.some(({ product }) => (promotions[code]?.product ?? product) === product);
  const stateOf = (code: string) => states[code] ?? (isMet(code) ? 'MatchesCart' : 'DoesNotMatchCart');
  const active = Object.entries(promotions).filter(
    ([code, { automatic }]) =>
      automatic || (contents.codes.includes(code) && stateOf(code) === 'MatchesCart'),
  );
  const reference = (code: string): CartDiscountReference => ({
    typeId: 'cart-discount',
    id: `discount-${code}`,
    ...(expand.some((path) => path.endsWith('includedDiscounts[*].discount')) && {
      obj: {
        id: `discount-${code}`,
        name: { en: `${code} off` },
      } as unknown as CartDiscountReference['obj'] & object,
    }),
  });
  const taxRate = contents.tax && {
    name: 'tax',
    country: 'US',
    ...contents.tax,
  };
  const lineItems = discountLines(contents.lines, active, reference).map(
    ({ product, quantity, parts }, index): LineItem => ({
      id: `line-${index}`,
      productId: product,
      name: { en: products[product]!.name },
      productType: { typeId: 'product-type', id: 'goods' },
      variant: {
        id: 1,
        sku: `${product}-1`,
        images: [{ url: `https://cdn.example/${product}.jpg`, dimensions: { w: 1, h: 1 } }],
      },
      price: { id: `price-${product}`, value: cents(products[product]!.price) },
      quantity,
      totalPrice: cents(
        sum(
          parts.map((part) => part.quantity * (part.discountedPrice.value as CentPrecisionMoney).centAmount),
        ),
      ),
      discountedPricePerQuantity: parts.some((part) => part.discountedPrice.includedDiscounts.length)
        ? [...parts]
        : [],
      ...(taxRate && { taxRate }),
      taxedPricePortions: [],
      state: [],
      perMethodTaxRate: [],
      priceMode: 'Platform',
      lineItemMode: 'Standard',
    }),
  );
  const customLineItems: CustomLineItem[] = contents.custom
    ? [
        {
          id: 'custom-1',
          name: { en: 'Gift wrap' },
          money: cents(contents.custom),
          slug: 'gift-wrap',
          quantity: 1,
          totalPrice: cents(contents.custom),
          discountedPricePerQuantity: [],
          taxedPricePortions: [],
          perMethodTaxRate: [],
          state: [],
          priceMode: 'Standard',
        },
      ]
    : [];
  const freeShipping = active.find(([, { target }]) => target === 'shipping')?.[0];
  const shippingInfo: ShippingInfo | undefined = contents.shipping
    ? {
        shippingMethodName: 'Standard',
        price: cents(599),
        shippingRate: { price: cents(599), tiers: [] },
        shippingMethodState: 'MatchesCart',
        ...(freeShipping && {
          discountedPrice: {
            value: cents(0),
            includedDiscounts: [{ discount: reference(freeShipping), discountedAmount: cents(599) }],
          },
        }),
      }
    : undefined;
  const goods = sum([...lineItems, ...customLineItems].map((line) => line.totalPrice.centAmount));
  const offTotal = active.filter(([, { target }]) => target === 'totalPrice');
  const total =
    goods + (shippingInfo && !freeShipping ? 599 : 0) - sum(offTotal.map(([, { amount = 0 }]) => amount));
  const tax = contents.tax ? Math.round(total * contents.tax.amount) : 0;
  return {
    ...resource,
    id: cartId(token),
    version,
    lineItems,
    customLineItems,
    totalPrice: cents(total),
    ...(contents.tax && {
      taxedPrice: contents.tax.includedInPrice
        ? {
            totalNet: cents(Math.round(total / (1 + contents.tax.amount))),
            totalGross: cents(total),
            taxPortions: [],
          }
        : { totalNet: cents(total), totalGross: cents(total + tax), taxPortions: [] },
    }),
    ...(offTotal.length && {
      discountOnTotalPrice: {
        discountedAmount: cents(sum(offTotal.map(([, { amount = 0 }]) => amount))),
        includedDiscounts: offTotal.map(([code, { amount = 0 }]) => ({
          discount: reference(code),
          discountedAmount: cents(amount),
        })),
      },
    }),
    ...(shippingInfo && { shippingInfo }),
    discountCodes: contents.codes.map((code) => ({
      state: stateOf(code),
      discountCode: {
        typeId: 'discount-code',
        id: codeId(code),
        ...(expand.includes('discountCodes[*].discountCode') && { obj: toDiscountCode(code) }),
      },
    })),
    taxMode: 'Platform',
    priceRoundingMode: 'HalfEven',
    taxRoundingMode: 'HalfEven',
    taxCalculationMode: 'LineItemLevel',
    inventoryMode: 'None',
    cartState: 'Active',
    shippingMode: 'Single',
    shipping: [],
    itemShippingAddresses: [],
    directDiscounts: [],
    refusedGifts: [],
    origin: 'Customer',
    locale: 'en',
  };
}

function toDiscountCode(code: string): DiscountCode {
  const found = codes.find((each) => each.code === code)!;
  return {
    ...resource,
    id: codeId(code),
    cartDiscounts: [{ typeId: 'cart-discount', id: `discount-${code}` }],
    isActive: true,
    references: [],
    groups: [],
    ...found,
  };
}

export function cartId(token: string): string {
  return `cart-of-${token}`;
}

export function codeId(code: string): string {
  return `code-${code}`;
}
