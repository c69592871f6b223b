/** What the Storefront API answers to our documents, read with care. */
import { flag, is, list, object, parse, positive, text, type Shape } from '../../model/shape.js';
import { orNull, string } from './foreign-shapes.js';
import { fail } from './shopify-errors.js';

/** A decimal: `"12.5"`. */
const decimal: Shape<string> = is('not-a-decimal', (value) => /^\d+(\.\d+)?$/.test(String(value)));

const nodes = <T>(shape: Shape<T>) => object({ nodes: list(shape) });
const money = object({ amount: decimal });
const allocations = list(object({ discountedAmount: money, 'code?': text, 'title?': string }));

const line = object({
  quantity: positive,
  attributes: list(object({ key: string, value: orNull(string) })),
  sellingPlanAllocation: orNull(object({ sellingPlan: object({ id: text }) })),
  cost: object({ amountPerQuantity: money }),
  discountAllocations: allocations,
  merchandise: object({
    id: text,
    sku: orNull(string),
    title: string,
    image: orNull(object({ url: text })),
    product: object({
      id: text,
      title: string,
      vendor: string,
      productType: string,
      isGiftCard: flag,
      'tags?': list(string),
      collections: nodes(object({ id: text, handle: string })),
    }),
  }),
});

const cart = object({
  buyerIdentity: object({ countryCode: orNull(text) }),
  cost: object({
    totalAmount: object({
      currencyCode: is<string>('unknown-currency', (code) => /^[A-Z]{3}$/.test(String(code))),
    }),
  }),
  discountCodes: list(object({ code: text, applicable: flag })),
  lines: object({
    pageInfo: object({ hasNextPage: flag, endCursor: orNull(text) }),
    nodes: list(line),
  }),
  deliveryGroups: nodes(
    object({
      selectedDeliveryOption: orNull(object({ estimatedCost: money })),
      discountAllocations: allocations,
    }),
  ),
});

const codesUpdate = object({
  cart: orNull(cart),
  userErrors: list(object({ code: orNull(string) })),
  warnings: list(object({ code: string, message: string, target: string })),
});

type Of<S> = S extends Shape<infer T> ? T : never;
export type StorefrontCart = Of<typeof cart>;
export type CodesUpdate = Of<typeof codesUpdate>;

/** @throws AdapterError `bad-response` */
export const parseStorefrontCart = (value: unknown): StorefrontCart => read(cart, value);
/** @throws AdapterError `bad-response` */
export const parseCodesUpdate = (value: unknown): CodesUpdate => read(codesUpdate, value);

function read<T>(shape: Shape<T>, value: unknown): T {
  const parsed = parse(shape, value);
  if (parsed.ok) return parsed.value;
  const { path, code } = parsed.problems[0]!;
  throw fail('bad-response', `${path} ${code}`);
}
