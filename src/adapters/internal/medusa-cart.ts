/**
 * What does a cart of Medusa's Store API (2.21: `StoreCart`) mean? Amounts there are major units that nobody rounds (63.5364): prices are
 * rounded by line here, what is due once.
 */
import type { Line } from '../../model/cart.js';
import { flag, is, list, object, text } from '../../model/shape.js';
import { exponentOf } from '../../money/exponent.js';
import { number, orNull, string } from './foreign-shapes.js';
import type { PlatformCart, PlatformDiscount } from './platform.js';

/** The fields that a cart is asked for, in the Store API's words. */
export const cartFields = [
  'id',
  'currency_code',
  'region_id',
  'sales_channel_id',
  'completed_at',
  'item_total',
  'item_tax_total',
  'shipping_total',
  'shipping_tax_total',
  'shipping_address.country_code',
  ...['id', 'code', 'is_automatic'].map((field) => `promotions.${field}`),
  ...['id', 'product_id', 'product_title', 'variant_sku', 'thumbnail'].map((field) => `items.${field}`),
  ...['quantity', 'unit_price', 'is_tax_inclusive', 'is_discountable'].map((field) => `items.${field}`),
  ...['collection_id', 'type_id', 'categories.id', 'tags.id'].map((field) => `items.product.${field}`),
  ...['amount', 'is_tax_inclusive'].map((field) => `shipping_methods.${field}`),
  ...['items', 'shipping_methods'].flatMap((part) =>
    ['tax_lines.rate', 'adjustments.code', 'adjustments.amount', 'adjustments.is_tax_inclusive'].map(
      (field) => `${part}.${field}`,
    ),
  ),
].join(',');

const withId = object({ id: text });
/** What items and ways of shipping have in common. */
const priced = {
  'is_tax_inclusive?': orNull(flag),
  'tax_lines?': orNull(list(object({ rate: number }))),
  'adjustments?': orNull(
    list(object({ 'code?': orNull(string), amount: number, 'is_tax_inclusive?': orNull(flag) })),
  ),
};

/** A cart with the fields that were asked for. */
export const medusaCart = object({
  id: text,
  currency_code: is<string>('not-a-currency', (value) => /^[a-z]{3}$/i.test(String(value))),
  'region_id?': orNull(text),
  'sales_channel_id?': orNull(text),
  'completed_at?': orNull(text),
  item_total: number,
  item_tax_total: number,
  shipping_total: number,
  shipping_tax_total: number,
  'shipping_address?': orNull(object({ 'country_code?': orNull(string) })),
  'promotions?': orNull(list(object({ id: text, 'code?': orNull(string), 'is_automatic?': orNull(flag) }))),
  items: list(
    object({
      ...priced,
      id: text,
      'product_id?': orNull(text),
      'product_title?': orNull(string),
      'variant_sku?': orNull(string),
      'thumbnail?': orNull(string),
      quantity: number,
      unit_price: number,
      'is_discountable?': orNull(flag),
      'product?': orNull(
        object({
          'collection_id?': orNull(text),
          'type_id?': orNull(text),
          'categories?': orNull(list(withId)),
          'tags?': orNull(list(withId)),
        }),
      ),
    }),
  ),
  'shipping_methods?': orNull(list(object({ ...priced, amount: number }))),
});

type MedusaCart = ReturnType<typeof medusaCart>;
type Item = MedusaCart['items'][number];
/** An amount, and whether it is with tax. */
type Priced = Pick<Item, 'is_tax_inclusive' | 'tax_lines' | 'adjustments'>;

/** @param wanted the basis in which shoppers are shown prices; absent: with tax where all items are priced with it */
export function toMedusaCart(store: MedusaCart, wanted?: 'net' | 'gross'): PlatformCart {
  const { items, promotions = [], shipping_methods: methods = [] } = store;
  const isPricedWithTax = items.length > 0 && items.every((item) => item.is_tax_inclusive);
  const isGross = wanted ? wanted === 'gross' : isPricedWithTax;
  const currency = store.currency_code.toUpperCase();
  const scale = 10 ** exponentOf(currency);
  /** In minor units, with their fractions but without the dirt of binary ones: 5294.4999999999 is a half. */
  const minor = (amount: number) => Number((amount * scale).toFixed(6));
  /** On the basis, minor units. */
  const convert = (amount: number, isWithTax: boolean, { tax_lines }: Priced) => {
    const rate = (tax_lines ?? []).reduce((sum, line) => sum + line.rate, 0) / 100;
    const factor = isWithTax === isGross ? 1 : isWithTax ? 1 / (1 + rate) : 1 + rate;
    return minor(amount * factor);
  };
  const discountsOf = (part: Priced, from: string): PlatformDiscount[] =>
    (part.adjustments ?? [])
      .map(({ code, amount, is_tax_inclusive }) => {
        const promotion = promotions.find((each) => each.code === code);
        return {
          ...(code && !promotion?.is_automatic && { code }),
          ...(promotion && { promotion: promotion.id }),
          label: code ?? '',
          amount: convert(amount, !!is_tax_inclusive, part),
          from,
        };
      })
      .filter(({ amount }) => amount > 0);

  const isTaxed = [...items, ...methods].some(({ tax_lines }) => tax_lines?.length);
  const taxTotal = store.item_tax_total + store.shipping_tax_total;
  const total = store.item_total + store.shipping_total;
  // Half a cent before tax goes to the shopper, as in the preview: what is charged, with tax, is rounded by itself.
  const payable = isGross ? Math.round(minor(total)) : Math.ceil(minor(total - taxTotal) - 0.5);
  const tax = isGross ? Math.round(minor(taxTotal)) : Math.round(minor(total)) - payable;
  const { region_id: region, sales_channel_id: channel, shipping_address: address } = store;
  const attributes = {
    ...(address?.country_code && { country: address.country_code.toLowerCase() }),
    ...(channel && { salesChannel: channel }),
  };
  return {
    cart: {
      currency,
      lines: items.map((item) =>
        toLine(item, Math.round(convert(item.unit_price, !!item.is_tax_inclusive, item))),
      ),
      ...(methods.length > 0 && {
        shipping: [
          {
            fee: methods.reduce(
              (fee, method) => fee + Math.round(convert(method.amount, !!method.is_tax_inclusive, method)),
              0,
            ),
          },
        ],
      }),
      attributes,
      ...(region && { region }),
    },
    codes: promotions.flatMap(({ code, is_automatic }) => (code && !is_automatic ? code : [])),
    discounts: [
      ...items.flatMap((item) => discountsOf(item, item.id)),
      ...methods.flatMap((method) => discountsOf(method, 'shipping')),
    ],
    payable,
    basis: isGross ? 'gross' : 'net',
    ...(isTaxed && { tax }),
  };
}

/** The words of a feed's scope: ids as Medusa gives them, and SKUs. */
function toLine(item: Item, unitPrice: number): Line {
  const { id, product_id, variant_sku, product_title, thumbnail, quantity, product } = item;
  const { categories, tags, collection_id, type_id } = product ?? {};
  return {
    id,
    // A custom item has no product.
    product: product_id ?? id,
    ...(variant_sku && { sku: variant_sku }),
    ...(product_title && { title: product_title }),
    ...(thumbnail && { image: thumbnail }),
    categories: (categories ?? []).map((each) => each.id),
    tags: [collection_id, type_id, ...(tags ?? []).map((each) => each.id)].filter((each) => each != null),
    unitPrice,
    quantity,
    ...(item.is_discountable === false && { discountable: false }),
  };
}
