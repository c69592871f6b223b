/**
 * What does an order of Vendure's Shop API (3.7: `order.type.graphql`) mean as a cart? Amounts are `Money`: hundredths of the currency's major unit,
 * whichever currency it is, as Vendure's storefronts show them.
 */
import type { Line } from '../../model/cart.js';
import { amount, is, list, object, text } from '../../model/shape.js';
import { currency } from '../../model/shared-shapes.js';
import { allocate } from '../../money/allocate.js';
import { exponentOf } from '../../money/exponent.js';
import { orNull, string } from './foreign-shapes.js';
import type { PlatformCart, PlatformDiscount } from './platform.js';

/** The fields that an order is asked for. */
export const orderFields = `state couponCodes currencyCode total totalWithTax customer { id }
promotions { id name couponCode }
lines {
  id quantity unitPrice unitPriceWithTax proratedLinePrice proratedLinePriceWithTax
  discounts { adjustmentSource description amount amountWithTax }
  featuredAsset { preview }
  productVariant { sku name facetValues { id } product { id facetValues { id } collections { id } } }
}
surcharges { id description price priceWithTax }
shippingLines {
  price priceWithTax discountedPrice discountedPriceWithTax
  discounts { adjustmentSource description amount amountWithTax }
}`;

export interface VendureCart extends PlatformCart {
  /** `AddingItems` as long as it is a cart. */
  readonly state: string;
  /** Whether Vendure knows whose it is. */
  readonly hasCustomer: boolean;
}

/** Where tax is in the prices, those of deliveries without it have fractions (3.7.3). */
const money = is<number>('not-a-number', Number.isFinite);
const charge = is<number>('not-a-price', (value) => Number.isFinite(value) && (value as number) >= 0);
const withId = object({ id: text });
const discount = object({
  adjustmentSource: text,
  description: string,
  amount: money,
  amountWithTax: money,
});

/** An active order with the fields that were asked for. */
export const vendureOrder = object({
  state: text,
  couponCodes: list(text),
  currencyCode: currency,
  total: charge,
  totalWithTax: charge,
  customer: orNull(withId),
  promotions: list(object({ id: text, name: string, couponCode: orNull(string) })),
  lines: list(
    object({
      id: text,
      quantity: amount,
      unitPrice: charge,
      unitPriceWithTax: charge,
      proratedLinePrice: charge,
      proratedLinePriceWithTax: charge,
      discounts: list(discount),
      featuredAsset: orNull(object({ preview: string })),
      productVariant: object({
        sku: string,
        name: string,
        facetValues: list(withId),
        product: object({ id: text, facetValues: list(withId), collections: list(withId) }),
      }),
    }),
  ),
  surcharges: list(object({ id: text, description: string, price: money, priceWithTax: money })),
  shippingLines: list(
    object({
      price: charge,
      priceWithTax: charge,
      discountedPrice: charge,
      discountedPriceWithTax: charge,
      discounts: list(discount),
    }),
  ),
});

export type VendureOrder = ReturnType<typeof vendureOrder>;
type Discount = VendureOrder['lines'][number]['discounts'][number];

/** @param basis which of Vendure's two prices shoppers are shown */
export function toVendureCart(order: VendureOrder, basis: 'net' | 'gross'): VendureCart {
  const { currencyCode, lines, promotions, shippingLines, surcharges } = order;
  const scale = 10 ** (exponentOf(currencyCode) - 2);
  const pick = (net: number, gross: number) => scale * (basis === 'net' ? net : gross);

  /** What is taken off in one place, as Vendure charges it: each row of its own is rounded, their sum is another one at times. */
  const split = (total: number, discounts: readonly Discount[], from: string): PlatformDiscount[] => {
    const rows = discounts
      .map((each) => ({ ...each, weight: Math.round(-pick(each.amount, each.amountWithTax) / scale) }))
      .filter(({ weight }) => weight > 0);
    const weights = rows.map(({ weight }) => weight);
    const shares = allocate(rows.length ? Math.max(0, Math.round(total / scale)) : 0, weights);
    return rows.map(({ adjustmentSource, description }, index) => {
      // `PROMOTION:1`
      const id = adjustmentSource.slice(adjustmentSource.indexOf(':') + 1);
      const { couponCode } = promotions.find((each) => each.id === id) ?? {};
      return {
        ...(couponCode && { code: couponCode }),
        promotion: id,
        label: description,
        amount: shares[index]! * scale,
        from,
      };
    });
  };

  const goods = lines
    .filter(({ quantity }) => quantity > 0)
    .map((line) => {
      const unitPrice = Math.round(pick(line.unitPrice, line.unitPriceWithTax));
      const left = pick(line.proratedLinePrice, line.proratedLinePriceWithTax);
      return {
        line: toLine(line, unitPrice),
        discounts: split(unitPrice * line.quantity - left, line.discounts, line.id),
      };
    });
  const extras = surcharges.map(({ id, description, price, priceWithTax }) => ({
    id: `surcharge ${id}`,
    title: description,
    amount: Math.round(pick(price, priceWithTax)),
  }));
  const shipping = shippingLines.map((each) => {
    const fee = Math.round(pick(each.price, each.priceWithTax));
    const left = pick(each.discountedPrice, each.discountedPriceWithTax);
    return { fee, discounts: split(fee - left, each.discounts, 'shipping') };
  });
  const fee = shipping.reduce((total, each) => total + each.fee, 0);
  return {
    cart: {
      currency: currencyCode,
      lines: [
        ...goods.map(({ line }) => line),
        ...extras.filter(({ amount }) => amount > 0).map(toExtraLine),
      ],
      ...(shipping.length > 0 && { shipping: [{ fee }] }),
    },
    codes: order.couponCodes,
    discounts: [
      ...[...goods, ...shipping].flatMap(({ discounts }) => discounts),
      ...extras
        .filter(({ amount }) => amount < 0)
        .map(({ title, amount }) => ({ label: title, amount: -amount })),
    ].filter(({ amount }) => amount > 0),
    payable: pick(order.total, order.totalWithTax),
    basis,
    tax: (order.totalWithTax - order.total) * scale,
    state: order.state,
    hasCustomer: !!order.customer,
  };
}

/** The words of a feed's scope: ids as Vendure gives them; of the variant its SKU, as ids of products and variants are the same numbers. */
function toLine(
  { id, quantity, productVariant, featuredAsset }: VendureOrder['lines'][number],
  unitPrice: number,
): Line {
  const { sku, name, facetValues, product } = productVariant;
  return {
    id,
    product: product.id,
    ...(sku && { sku }),
    ...(name && { title: name }),
    ...(featuredAsset?.preview && { image: featuredAsset.preview }),
    categories: product.collections.map((each) => each.id),
    tags: [...new Set([...product.facetValues, ...facetValues].map((each) => each.id))],
    unitPrice,
    quantity,
  };
}

/** What Vendure charges beside products; no promotion is for it alone. */
function toExtraLine({ id, title, amount }: { id: string; title: string; amount: number }): Line {
  return { id, product: id, title, unitPrice: amount, quantity: 1, discountable: false };
}
