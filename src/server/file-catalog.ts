import type { Cart, Line, ShippingFee } from '../model/cart.js';
import { reportTotals } from '../model/parse-cart.js';
import type { Parsed, Problem } from '../model/problem.js';
import {
  amount,
  anything,
  collect,
  flag,
  isObject,
  list,
  object,
  oneOf,
  parse,
  text,
  type Report,
  type Shape,
} from '../model/shape.js';
import { currency } from '../model/shared-shapes.js';
import type { Catalog } from './catalog.js';

/** A catalogue that is one JSON document. Amounts are in minor units of its one currency. */
export interface CatalogFile {
  readonly currency: string;
  /** Whether prices are without or with tax. Default `gross`. */
  readonly basis?: 'net' | 'gross';
  readonly products: readonly Product[];
  /** What delivery costs. Absent: nothing. */
  readonly shipping?: readonly ShippingRule[];
}

export interface Product {
  /** What lines of carts call `product`. */
  readonly id: string;
  readonly unitPrice: number;
  readonly shop?: string;
  readonly brand?: string;
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  readonly minUnitPrice?: number;
  readonly discountable?: boolean;
  /** Its variants; where there are some, a line's `sku` must be one of them. */
  readonly skus?: readonly { readonly sku: string; readonly unitPrice?: number }[];
  /** For pages; the server does not read them. */
  readonly title?: unknown;
  readonly image?: unknown;
  readonly url?: unknown;
  readonly page?: unknown;
}

export interface ShippingRule {
  /** Whose goods it delivers; absent: those of every shop without a rule of its own. */
  readonly shop?: string;
  readonly fee: number;
  /** From this amount of the same goods on, at list price, delivery is free. */
  readonly freeFrom?: number;
}

/** Returns a catalogue over the content of a file, or every problem that the content has. */
export function createFileCatalog(content: unknown): Parsed<Catalog> {
  const parsed = parse(catalogFile, content);
  if (!parsed.ok) return parsed;
  const { currency, basis = 'gross', products, shipping = [] } = parsed.value;
  const byId = new Map(products.map((product) => [product.id, articleOf(product)]));

  async function resolve(cart: Cart): Promise<Parsed<Cart>> {
    const problems: Problem[] = [];
    const report = collect(problems);
    if (cart.currency !== currency) report('currency', 'other-currency');
    const lines = cart.lines.flatMap((line, index) => {
      const article = byId.get(line.product);
      if (!article) return (report(`lines[${index}].product`, 'unknown-product'), []);
      const { id, sku, quantity } = line;
      const facts = sku === undefined ? article.facts : article.factsOf(sku);
      if (!facts) return (report(`lines[${index}].sku`, 'unknown-sku'), []);
      // The page says which line, what and how many; the catalogue says everything else.
      return [{ id, quantity, ...facts }];
    });
    if (problems.length > 0) return { ok: false, problems };
    const fees = feesOf(lines, shipping);
    // Our prices times the page's quantities may exceed what can be counted.
    reportTotals({ lines, shipping: fees }, '', report);
    if (problems.length > 0) return { ok: false, problems };
    const { attributes, paymentMethod, region } = cart;
    return {
      ok: true,
      value: {
        currency,
        lines,
        ...(fees.length > 0 && { shipping: fees }),
        ...(attributes && { attributes }),
        ...(paymentMethod !== undefined && { paymentMethod }),
        ...(region !== undefined && { region }),
      },
    };
  }

  async function cartOf(product: string): Promise<Cart | undefined> {
    const line = { id: 'product', product, unitPrice: 0, quantity: 1 };
    const resolved = await resolve({ currency, lines: [line] });
    return resolved.ok ? resolved.value : undefined;
  }

  own.add(resolve);
  return { ok: true, value: { basis, resolve, cartOf } };
}

/** What resolves carts from content that was parsed here. Whoever puts a function of theirs in its place has another catalogue. */
const own = new WeakSet<Catalog['resolve']>();

/** Whether a parsed cart comes back from this catalogue as `parseCart` would give it, so that nobody need parse it again. */
export function isFileCatalog({ resolve }: Pick<Catalog, 'resolve'>): boolean {
  return own.has(resolve);
}

type Facts = Omit<Line, 'id' | 'quantity'>;

/** What the catalogue says of a line, made once: a cart has hundreds of them. */
interface Article {
  readonly facts: Facts;
  /** Of a variant; `undefined` where there is no such one. */
  factsOf(sku: string): Facts | undefined;
}

function articleOf(product: Product): Article {
  const { id, skus, title: _title, image: _image, url: _url, page: _page, ...rest } = product;
  const facts = { ...rest, product: id };
  const variants =
    skus && new Map(skus.map(({ sku, unitPrice = facts.unitPrice }) => [sku, { ...facts, sku, unitPrice }]));
  return { facts, factsOf: (sku) => (variants ? variants.get(sku) : { ...facts, sku }) };
}

function feesOf(lines: readonly Line[], rules: readonly ShippingRule[]): ShippingFee[] {
  const ruled = new Set(rules.map((rule) => rule.shop));
  const spentBy = new Map<string | undefined, number>();
  for (const { shop, unitPrice, quantity } of lines) {
    const payer = ruled.has(shop) ? shop : undefined;
    spentBy.set(payer, (spentBy.get(payer) ?? 0) + unitPrice * quantity);
  }
  return rules.flatMap(({ shop, fee, freeFrom = Infinity }) => {
    const spent = spentBy.get(shop);
    if (spent === undefined) return [];
    return [{ ...(shop !== undefined && { shop }), fee: spent >= freeFrom ? 0 : fee }];
  });
}

const product: Shape<Product> = object(
  {
    id: text,
    unitPrice: amount,
    'shop?': text,
    'brand?': text,
    'categories?': list(text),
    'tags?': list(text),
    'minUnitPrice?': amount,
    'discountable?': flag,
    'skus?': list(object({ sku: text, 'unitPrice?': amount }, true), 1),
    'title?': anything,
    'image?': anything,
    'url?': anything,
    'page?': anything,
  },
  true,
);

const rule: Shape<ShippingRule> = object({ 'shop?': text, fee: amount, 'freeFrom?': amount }, true);

const fields: Shape<CatalogFile> = object(
  { currency, 'basis?': oneOf('net', 'gross'), products: list(product), 'shipping?': list(rule) },
  true,
);

const catalogFile: Shape<CatalogFile> = (value, path, report) => {
  const clean = fields(value, path, report);
  const { products = [], shipping = [] } = clean;
  reportDuplicates(products, 'products', 'id', report);
  reportDuplicates(shipping, 'shipping', 'shop', report);
  products.forEach((each, index) => {
    if (isObject(each) && Array.isArray(each.skus))
      reportDuplicates(each.skus, `products[${index}].skus`, 'sku', report);
  });
  return clean;
};

function reportDuplicates<K extends string>(
  items: readonly { readonly [key in K]?: unknown }[],
  path: string,
  key: K,
  report: Report,
): void {
  const seen = new Set<unknown>();
  items.forEach((item, index) => {
    if (seen.has(item[key])) report(`${path}[${index}].${key}`, 'duplicate');
    seen.add(item[key]);
  });
}
