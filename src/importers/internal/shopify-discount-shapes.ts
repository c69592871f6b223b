/** What the Admin API answers to our documents, read with care. */
import { flag, is, list, object, text, type Shape } from '../../model/shape.js';
import { orNull } from './read-shape.js';

const named = object({ __typename: text });
const decimal: Shape<string> = is('not-a-decimal', (value) => /^\d+(\.\d+)?$/.test(String(value)));
/** `UnsignedInt64` comes as a text, `Int` as a number. */
const count: Shape<string | number> = is('not-a-count', (value) => /^\d+$/.test(String(value)));
const share: Shape<number> = is('not-a-share', (value) => Number.isFinite(value));
const money = object({ amount: decimal });

const gets = object({
  appliesOnOneTimePurchase: flag,
  items: named,
  value: object({
    'percentage?': share,
    'appliesOnEachItem?': flag,
    'amount?': money,
    'quantity?': object({ quantity: count }),
    'effect?': object({ 'percentage?': share }),
  }),
});

/** One of all kinds: fields that its kind does not have are absent. */
const discount = object({
  __typename: text,
  'title?': text,
  'startsAt?': orNull(text),
  'endsAt?': orNull(text),
  'discountClasses?': list(text),
  'usesPerOrderLimit?': orNull(count),
  'appliesOnOneTimePurchase?': flag,
  'codes?': object({ nodes: list(object({ code: text })) }),
  'combinesWith?': object({ orderDiscounts: flag, productDiscounts: flag, shippingDiscounts: flag }),
  'context?': named,
  'customerBuys?': object({
    isOneTimePurchase: flag,
    items: named,
    value: object({ 'quantity?': count }),
  }),
  'customerGets?': gets,
  'minimumRequirement?': orNull(
    object({ 'greaterThanOrEqualToSubtotal?': money, 'greaterThanOrEqualToQuantity?': count }),
  ),
  'maximumShippingPrice?': orNull(money),
  'destinationSelection?': object({ 'countries?': list(text), 'includeRestOfWorld?': flag }),
});

const pageInfo = object({ hasNextPage: flag });
const goods = object({ nodes: list(object({ id: text })), pageInfo });
const items = object({
  'products?': goods,
  'productVariants?': object({
    nodes: list(object({ sku: orNull(is<string>('not-a-text', isString)) })),
    pageInfo,
  }),
  'collections?': goods,
});

export const discountsShape = object({
  shop: object({ currencyCode: text }),
  discountNodes: object({
    pageInfo: object({ hasNextPage: flag, endCursor: orNull(text) }),
    nodes: list(object({ id: text, discount })),
  }),
});

export const itemsShape = object({
  discountNode: object({
    discount: object({ 'customerBuys?': object({ items }), 'customerGets?': object({ items }) }),
  }),
});

type Of<S> = S extends Shape<infer T> ? T : never;
export type ShopifyDiscount = Of<typeof discount>;
export type ShopifyGets = Of<typeof gets>;
export type ShopifyItems = Of<typeof items>;

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
