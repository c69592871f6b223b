/**
 * What Liquid knows of products and a theme's cart does not: collections and tags. A theme writes them into
 * `<script type="application/json" id="couponkit-products">` by the product's number (`docs/shopify.md`):
 * `{ "42": { "collections": [{ "id": 7, "handle": "mugs" }], "tags": ["sale"] } }`. It is read at each look at the cart; what is not of that form is left out.
 */
import { isObject } from '../../model/shape.js';
import type { ShopifyFacts } from './shopify-rows.js';

export type Facts = Readonly<Record<string, unknown>>;

const elementId = 'couponkit-products';

export function readFacts(): Facts {
  if (typeof document === 'undefined') return {};
  try {
    const facts: unknown = JSON.parse(document.getElementById(elementId)?.textContent ?? '{}');
    return isObject(facts) ? facts : {};
  } catch {
    return {};
  }
}

export function factsOf(facts: Facts, product: number): ShopifyFacts {
  const key = `${product}`;
  const found = Object.hasOwn(facts, key) ? facts[key] : undefined;
  const { collections, tags } = isObject(found) ? found : {};
  return {
    collections: asList(collections).flatMap((each) => {
      const { id, handle } = isObject(each) ? each : {};
      return typeof handle === 'string' && handle && Number.isSafeInteger(id)
        ? { id: `${id as number}`, handle }
        : [];
    }),
    tags: asList(tags).filter((tag) => typeof tag === 'string'),
  };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
