/**
 * Which categories, tags and brand have the products of a cart, and which is a variation of which? The cart does not say; the products do
 * (Store API v1 of WooCommerce 11, `ProductSchema`). Asked once for each product and page; without an answer the cart is as good as
 * without these facts.
 */
import { flag, list, object, parse, positive, text } from '../../model/shape.js';
import { AdapterError } from '../adapter.js';
import type { ProductFacts, StoreItem } from './woocommerce-cart.js';

/** Resolves to what is known of these items by now, by their ids. @throws AdapterError `aborted` only */
export type FindProducts = (
  query: QueryProducts,
  items: readonly StoreItem[],
) => Promise<ReadonlyMap<number, ProductFacts>>;

/** @param filter what stands behind `/products?` @throws AdapterError */
export type QueryProducts = (filter: string) => Promise<unknown>;

type Product = ReturnType<typeof product>;

/** The cart is not kept waiting longer. */
const patienceMs = 1500;
/** A shop that does not answer is not asked again for so long. */
const quietMs = 60_000;
const maxProducts = 100;

const terms = list(object({ id: positive, slug: text }));
const product = object({
  id: positive,
  'parent?': (value) => Number(value) || undefined,
  'categories?': terms,
  'tags?': terms,
  'brands?': terms,
  'on_sale?': flag,
});

export function createProductFinder(now: () => number): FindProducts {
  const known = new Map<number, ProductFacts>();
  let quietUntil = 0;

  const read = async (
    query: QueryProducts,
    ids: readonly number[],
    type = '',
  ): Promise<readonly Product[]> => {
    if (ids.length === 0) return [];
    const parsed = parse(
      list(product),
      await query(`include=${ids.slice(0, maxProducts).join()}&per_page=${maxProducts}${type}`),
    );
    if (parsed.ok) return parsed.value;
    throw new AdapterError('bad-response', 'woocommerce products', { cause: parsed.problems });
  };

  const learn = async (query: QueryProducts, items: readonly StoreItem[]): Promise<void> => {
    const isVariation = ({ type }: StoreItem) => type === 'variation';
    const idsOf = (some: readonly StoreItem[]) => [...new Set(some.map(({ id }) => id))];
    const [products, variations] = await Promise.all([
      read(query, idsOf(items.filter((item) => !isVariation(item)))),
      read(query, idsOf(items.filter(isVariation)), '&type=variation'),
    ]);
    // Terms are the parent's.
    const parents = await read(query, [...new Set(variations.flatMap(({ parent }) => parent ?? []))]);
    for (const { id } of items) known.set(id, { categories: [], tags: [] });
    for (const each of products) known.set(each.id, toFacts(each, each));
    for (const each of variations) {
      const parent = parents.find(({ id }) => id === each.parent);
      known.set(each.id, { ...toFacts(parent ?? each, each), ...(each.parent && { parent: each.parent }) });
    }
  };

  return async (query, items) => {
    const missing = items.filter(({ id }) => !known.has(id));
    if (missing.length === 0 || now() < quietUntil) return known;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    const learning = learn(query, missing).catch((error: unknown) => {
      if (error instanceof AdapterError && error.kind === 'aborted') throw error;
      quietUntil = now() + quietMs;
    });
    learning.catch(() => {});
    await Promise.race([learning, patience]);
    clearTimeout(timer);
    return known;
  };
}

/** Terms by id, as coupons name them, and by slug, as people do. */
function toFacts(
  { categories, tags, brands }: Product,
  { on_sale: isOnSale = false }: Product,
): ProductFacts {
  const brand = brands?.[0]?.slug;
  return { categories: wordsOf(categories), tags: wordsOf(tags), ...(brand && { brand }), isOnSale };
}

function wordsOf(terms: Product['categories'] = []): readonly string[] {
  // A slug of digits would be taken for another term's id.
  return terms.flatMap(({ id, slug }) => (/^\d+$/.test(slug) ? [`${id}`] : [`${id}`, slug]));
}
