/**
 * What does the page sell? Read from its own schema.org JSON-LD: a `Product` or a `ProductGroup`, wherever it stands (`@graph`, lists,
 * `mainEntity`). Anything that is not of that form is passed over.
 * Source: schema.org 29; developers.google.com/search/docs/appearance/structured-data/product.
 */

/** As the page has it: texts and decimals, not yet parsed. */
export interface ProductTexts {
  readonly product?: string | undefined;
  readonly sku?: string | undefined;
  /** A decimal: `"299.00"`. */
  readonly price?: string | undefined;
  readonly currency?: string | undefined;
  readonly shop?: string | undefined;
  readonly brand?: string | undefined;
  readonly categories?: readonly string[] | undefined;
}

type Thing = Readonly<Record<string, unknown>>;

/**
 * Reads it once the page is there as a whole.
 * @param wanted the product's id; absent: the first product of the page
 */
export async function readProduct(page: Document, wanted?: string): Promise<ProductTexts | undefined> {
  if (page.readyState === 'loading')
    await new Promise((resolve) => page.addEventListener('DOMContentLoaded', resolve, { once: true }));
  for (const { textContent } of page.querySelectorAll('script[type="application/ld+json"]')) {
    for (const thing of thingsIn(parse(textContent))) {
      if (!listOf(thing['@type']).some((type) => /Product(Group|Model)?$/.test(String(type)))) continue;
      const texts = textsOf(thing, wanted);
      if (texts) return texts;
    }
  }
  return undefined;
}

function textsOf(thing: Thing, wanted: string | undefined): ProductTexts | undefined {
  const variants = listOf(thing['hasVariant']).filter(isThing);
  const variant = variants.find((each) => wanted && idsOf(each).includes(wanted)) ?? variants[0];
  if (wanted && ![thing, variant].some((each) => each && idsOf(each).includes(wanted))) return undefined;
  const offer = listOf(thing['offers'] ?? variant?.['offers']).find(isThing) ?? {};
  // A specification with a price type is a list price or the like.
  const specification = listOf(offer['priceSpecification']).find(
    (each) => isThing(each) && !each['priceType'],
  );
  const price = { ...(specification as Thing | undefined), ...offer };
  return {
    product: idsOf(thing)[0] ?? (variant && idsOf(variant)[0]),
    sku: textOf(thing['sku'] ?? variant?.['sku']),
    price: textOf(price['price'] ?? price['lowPrice']),
    currency: textOf(price['priceCurrency']),
    shop: textOf(offer['seller']),
    brand: textOf(thing['brand'] ?? variant?.['brand']),
    // "Clothing > Shirts" is both.
    categories: listOf(thing['category'] ?? variant?.['category'])
      .flatMap((each) => (textOf(each) ?? '').split(/\s*>\s*/))
      .filter(Boolean),
  };
}

/** What a merchant may call it, the most telling first. */
function idsOf(thing: Thing): readonly string[] {
  return ['productGroupID', 'productID', 'sku', '@id'].flatMap((name) => textOf(thing[name]) ?? []);
}

/** Of a thing, its identifier or name. */
function textOf(value: unknown): string | undefined {
  if (isThing(value)) return textOf(value['identifier'] ?? value['name']);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function* thingsIn(value: unknown): Generator<Thing> {
  if (isThing(value)) yield value;
  if (value && typeof value === 'object') for (const each of Object.values(value)) yield* thingsIn(each);
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
