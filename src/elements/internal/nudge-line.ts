/** Which product is the page about? From attributes, and where they leave something open from the page's own schema.org JSON-LD. */
import type { Line } from '../../model/cart.js';
import { exponentOf } from '../../money/exponent.js';
import { parseDecimal } from './parse-decimal.js';
import type { ProductTexts } from './read-product.js';

/** As the attributes have it. */
export interface ProductFacts extends ProductTexts {
  readonly tags?: readonly string[] | undefined;
}

export interface ProductLine {
  readonly line: Line;
  /** ISO 4217. */
  readonly currency: string;
}

/** Returns one unit of it; nothing where its price or currency cannot be told. */
export async function readProductLine(facts: ProductFacts): Promise<ProductLine | undefined> {
  const { product, sku, tags } = facts;
  let found: ProductTexts = {};
  if (!product || !facts.price || !facts.currency) {
    const { readProduct } = await import('./read-product.js');
    found = (await readProduct(document, product || sku)) ?? found;
  }
  const id = product || found.product || sku;
  const currency = facts.currency || found.currency || '';
  if (!id || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const unitPrice = parseDecimal(facts.price || found.price || '', exponentOf(currency));
  if (!unitPrice) return undefined;
  const texts = { sku: sku || found.sku, shop: facts.shop || found.shop, brand: facts.brand || found.brand };
  const lists = { categories: facts.categories ?? found.categories, tags };
  const known = Object.entries({ ...texts, ...lists }).filter(([, value]) => value);
  return {
    currency,
    line: { id: `product ${id}`, product: id, unitPrice, quantity: 1, ...Object.fromEntries(known) },
  };
}
