/**
 * Which lines does a Shopify cart have? Shopify may show one variant in two rows, where a discount reaches only some of its units, and a row's key is another
 * once a discount reaches it. So rows that are the same thing at the same price are one line here, named for its variant: a coupon never changes the lines.
 */
import type { Line } from '../../model/cart.js';
import type { PlatformDiscount } from './platform.js';

export interface ShopifyRow {
  /** The number of its variant. */
  readonly variant: string;
  /** What makes another line of the same variant: its selling plan and its properties. */
  readonly choices: unknown;
  readonly line: Omit<Line, 'id'>;
  /** What is taken off this row. */
  readonly discounts: readonly Omit<PlatformDiscount, 'from'>[];
}

/** What is known of a product that a row does not say. */
export interface ShopifyFacts {
  readonly productType?: string | undefined;
  readonly collections?: readonly { readonly id: string; readonly handle: string }[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** What Shopify calls the only variant of a product without options. */
const onlyVariant = 'Default Title';

export function mergeRows(rows: readonly ShopifyRow[]): {
  readonly lines: readonly Line[];
  readonly discounts: readonly PlatformDiscount[];
} {
  const lines = new Map<string, Line>();
  const discounts: PlatformDiscount[] = [];
  for (const { variant, choices, line, discounts: taken } of rows) {
    const key = JSON.stringify([variant, line.unitPrice, choices]);
    const before = lines.get(key);
    const others = [...lines.keys()].filter((each) => each.startsWith(`["${variant}",`)).length;
    const id = before?.id ?? (others ? `${variant}-${others + 1}` : variant);
    lines.set(key, { id, ...line, quantity: line.quantity + (before?.quantity ?? 0) });
    discounts.push(...taken.map((discount) => ({ ...discount, from: id })));
  }
  return { lines: [...lines.values()], discounts };
}

/** The number in a global id: `gid://shopify/Product/42` → `42`. Liquid and the theme's cart know numbers only. */
export function numberOf(id: string): string {
  return id.replace(/\?.*$/, '').replace(/^.*\//, '');
}

export function titleOf(product: string, variant?: string | null): string {
  return variant && variant !== onlyVariant ? `${product} - ${variant}` : product;
}

/** The words by which a feed's scope names a product: collections by number or handle, its type as `type:…`, and its tags. */
export function wordsOf({ productType, collections = [], tags = [] }: ShopifyFacts): {
  readonly categories: readonly string[];
  readonly tags: readonly string[];
} {
  return {
    categories: [
      ...collections.flatMap(({ id, handle }) => [numberOf(id), handle]),
      ...(productType ? [`type:${productType}`] : []),
    ],
    tags: tags.filter((tag) => tag),
  };
}
