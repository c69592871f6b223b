/**
 * What does a cart of commercetools mean? Its `Cart`, with the discount codes and cart discounts expanded: amounts are minor units; each discount is told for one unit
 * of a line (`discountedPricePerQuantity`), for shipping, and for the total.
 */
import type { Line } from '../../model/cart.js';
import { dictionary, flag, is, list, object, positive, text, type Shape } from '../../model/shape.js';
import { currency } from '../../model/shared-shapes.js';
import { exponentOf } from '../../money/exponent.js';
import { string } from './foreign-shapes.js';
import type { PlatformCart, PlatformDiscount } from './platform.js';

/** References that are to come with what they refer to: which codes there are, which discounts they bring, and what those are called. */
export const expansions = [
  'discountCodes[*].discountCode',
  ...['lineItems', 'customLineItems'].map(
    (lines) => `${lines}[*].discountedPricePerQuantity[*].discountedPrice.includedDiscounts[*].discount`,
  ),
  'shippingInfo.discountedPrice.includedDiscounts[*].discount',
  'shipping[*].shippingInfo.discountedPrice.includedDiscounts[*].discount',
  'discountOnTotalPrice.includedDiscounts[*].discount',
];

/** A discount code on the cart. */
export interface CommercetoolsCode {
  /** The code's own, not that of what it brings. */
  readonly id: string;
  readonly code: string;
  /** A `DiscountCodeState`. */
  readonly state: string;
  /** The cart discounts that it brings. */
  readonly cartDiscounts: readonly string[];
  readonly maxApplications?: number;
  readonly maxApplicationsPerCustomer?: number;
  /** ISO 8601. */
  readonly validFrom?: string;
  /** ISO 8601. */
  readonly validUntil?: string;
}

export interface CommercetoolsCart extends PlatformCart {
  readonly id: string;
  readonly version: number;
  readonly infos: readonly CommercetoolsCode[];
}

const integer: Shape<number> = is('not-an-integer', Number.isSafeInteger);
const names = dictionary(string);
const withId = object({ id: text });
/** `TypedMoney`; `preciseAmount` where it is of type `highPrecision`. */
const money = object({ centAmount: integer, 'preciseAmount?': integer, fractionDigits: integer });
const portions = list(
  object({
    discount: object({ id: text, 'obj?': object({ 'name?': names }) }),
    discountedAmount: money,
  }),
);
const discountedPrice = object({ includedDiscounts: portions });
const perQuantity = list(object({ quantity: positive, discountedPrice }));
const taxRate = object({ includedInPrice: flag });
const shippingInfo = object({
  price: money,
  'discountedPrice?': discountedPrice,
  'taxRate?': taxRate,
});
const priced = {
  id: text,
  name: names,
  quantity: positive,
  totalPrice: money,
  discountedPricePerQuantity: perQuantity,
  'taxRate?': taxRate,
};

/** A `Cart` whose discount codes are expanded. */
export const commercetoolsCart = object({
  id: text,
  version: integer,
  'locale?': text,
  totalPrice: object({ currencyCode: currency, centAmount: integer, fractionDigits: integer }),
  'taxedPrice?': object({ totalNet: money, totalGross: money }),
  lineItems: list(
    object({
      ...priced,
      productId: text,
      variant: object({ 'sku?': text, 'images?': list(object({ url: string })) }),
      price: object({ value: money, 'discounted?': object({ value: money }) }),
    }),
  ),
  customLineItems: list(object({ ...priced, slug: text, money })),
  'shippingInfo?': shippingInfo,
  'shipping?': list(object({ shippingInfo })),
  'discountOnTotalPrice?': discountedPrice,
  discountCodes: list(
    object({
      state: text,
      discountCode: object({
        id: text,
        obj: object({
          code: text,
          cartDiscounts: list(withId),
          'maxApplications?': integer,
          'maxApplicationsPerCustomer?': integer,
          'validFrom?': text,
          'validUntil?': text,
        }),
      }),
    }),
  ),
});

type Read = ReturnType<typeof commercetoolsCart>;
type Money = ReturnType<typeof money>;
type Portions = ReturnType<typeof portions>;
type Priced = Read['customLineItems'][number] | Read['lineItems'][number];

/** With any other state of one of its codes a cart cannot be ordered (`DiscountCodeState`): it is as good as not there. */
const harmless = ['MatchesCart', 'ApplicationStoppedByGroupBestDeal'];

/** @param given of the prices, until a tax rate says it */
export function toCommercetoolsCart(cart: Read, given: 'net' | 'gross' = 'net'): CommercetoolsCart {
  const { id, version, totalPrice, taxedPrice, lineItems, customLineItems } = cart;
  const exponent = exponentOf(totalPrice.currencyCode);
  const minor = ({ centAmount, preciseAmount = centAmount, fractionDigits }: Money) =>
    preciseAmount / 10 ** (fractionDigits - exponent);
  const nameOf = (name: Readonly<Record<string, string>> = {}) =>
    name[cart.locale ?? ''] ?? Object.values(name)[0] ?? '';

  const infos = cart.discountCodes.map(({ state, discountCode }): CommercetoolsCode => ({
    ...discountCode.obj,
    id: discountCode.id,
    state,
    cartDiscounts: discountCode.obj.cartDiscounts.map((each) => each.id),
  }));
  const toRows = (portions: Portions, times: number, from?: string) =>
    portions.map(({ discount, discountedAmount }): PlatformDiscount => {
      const code = infos.find((info) => info.cartDiscounts.includes(discount.id))?.code;
      return {
        label: nameOf(discount.obj?.name) || (code ?? 'Discount'),
        amount: minor(discountedAmount) * times,
        promotion: discount.id,
        ...(code && { code }),
        ...(from && { from }),
      };
    });
  const rowsOf = ({ id, discountedPricePerQuantity }: Priced) =>
    discountedPricePerQuantity.flatMap(({ quantity, discountedPrice }) =>
      toRows(discountedPrice.includedDiscounts, quantity, id),
    );

  const toLine = (line: Priced, price: Money, product: string): Line => {
    const unitPrice = minor(price);
    const off = rowsOf(line).reduce((sum, { amount }) => sum + amount, 0);
    const subtotal = Math.round(minor(line.totalPrice) + off);
    // Fractions of a minor unit, and totals from outside: the line is priced as one.
    const isPlain = Number.isInteger(unitPrice) && unitPrice * line.quantity === subtotal;
    return {
      id: line.id,
      product,
      title: nameOf(line.name),
      unitPrice: isPlain ? unitPrice : subtotal,
      quantity: isPlain ? line.quantity : 1,
    };
  };

  const charges = customLineItems.filter((line) => line.totalPrice.centAmount >= 0);
  const credits = customLineItems.filter((line) => line.totalPrice.centAmount < 0);
  const ways = [
    ...(cart.shippingInfo ? [cart.shippingInfo] : []),
    ...(cart.shipping ?? []).map((each) => each.shippingInfo),
  ];
  const rate = [...lineItems, ...customLineItems, ...ways].find((each) => each.taxRate)?.taxRate;
  const basis = rate ? (rate.includedInPrice ? 'gross' : 'net') : given;
  return {
    id,
    version,
    infos,
    cart: {
      currency: totalPrice.currencyCode,
      lines: [
        ...lineItems.map((line) => ({
          ...toLine(line, line.price.discounted?.value ?? line.price.value, line.productId),
          ...(line.variant.sku && { sku: line.variant.sku }),
          ...(line.variant.images?.[0]?.url && { image: line.variant.images[0].url }),
        })),
        ...charges.map((line) => toLine(line, line.money, line.slug)),
      ],
      ...(ways.length && { shipping: [{ fee: ways.reduce((sum, { price }) => sum + minor(price), 0) }] }),
    },
    codes: infos.filter(({ state }) => harmless.includes(state)).map(({ code }) => code),
    discounts: [
      ...[...lineItems, ...charges].flatMap(rowsOf),
      ...ways.flatMap((way) => toRows(way.discountedPrice?.includedDiscounts ?? [], 1, 'shipping')),
      ...toRows(cart.discountOnTotalPrice?.includedDiscounts ?? [], 1),
      ...credits.map((line) => ({ label: nameOf(line.name), amount: -minor(line.totalPrice) })),
    ].filter(({ amount }) => amount > 0),
    payable: minor(totalPrice),
    basis,
    ...(basis === 'net' && taxedPrice && { tax: minor(taxedPrice.totalGross) - minor(taxedPrice.totalNet) }),
  };
}
