/** Reads the coupons of a WooCommerce shop by its REST API (v3, as of WooCommerce 11). */
import { anything, flag, integer, is, list, object, positive, text, type Shape } from '../model/shape.js';
import { ImportError, type Importer } from './importer.js';
import { placeOf, readAnswer } from './internal/read-json.js';
import { orNull, readShape } from './internal/read-shape.js';
import { requireEnd } from './internal/require-end.js';
import { requireFlag } from './internal/require-flag.js';
import {
  brandsOf,
  sayCoupon,
  type WooCommerceCoupon,
  type WooCommerceShop,
} from './internal/woocommerce-coupon.js';

/** Reads one page of a list. @param path with the query, if any */
type Read = <T>(path: string, shape: Shape<T>) => Promise<readonly T[]>;

/** As many as the API gives. */
const pageSize = 100;

export const woocommerce: Importer = {
  name: 'woocommerce',
  flags: {
    url: 'the address of the shop, such as https://shop.example',
    'consumer-key': 'a REST API key that may read (WooCommerce → Settings → Advanced → REST API), ck_…',
    'consumer-secret': 'its secret, cs_…',
  },

  async read(flags, fetch) {
    const read = signIn(flags, fetch);
    const coupons = await readAll(read, 'coupons', coupon);
    const shop = await readShop(read, coupons);
    const parts = coupons.map((each) => sayCoupon(each, shop));
    return {
      entries: parts.flatMap(({ entries }) => entries),
      notes: parts.flatMap(({ notes }) => notes),
      known: coupons.map(({ code }) => code),
    };
  },
};

/** Returns what reads as the owner of the key. @throws ImportError */
function signIn(flags: Readonly<Record<string, string>>, fetch: typeof globalThis.fetch): Read {
  const url = requireFlag(flags, 'url', 'https://shop.example').replace(/\/+$/, '');
  const key = requireFlag(flags, 'consumer-key', 'ck_…');
  const secret = requireFlag(flags, 'consumer-secret', 'cs_…');
  const root = /\/wc\/v3$/.test(url) ? url : `${url}/wp-json/wc/v3`;
  // HTTP Basic, which the API takes over https.
  const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  return async (path, shape) => {
    const { value } = await readAnswer(fetch, `${root}/${path}`, { headers });
    return readShape(list(shape), value, `The ${path.replace(/\?.*/, '')} of ${placeOf(root)}`);
  };
}

async function readAll<T>(read: Read, path: string, shape: Shape<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const items = await read(`${path}?per_page=${pageSize}&page=${page}`, shape);
    all.push(...items);
    if (items.length < pageSize) return all;
    requireEnd(all.length, `The ${path.replace(/^.*\//, '')}`);
  }
}

/** What one must know of the shop to say these coupons. */
async function readShop(read: Read, coupons: readonly WooCommerceCoupon[]): Promise<WooCommerceShop> {
  const idsOf = (pick: (coupon: WooCommerceCoupon) => readonly number[]) => [
    ...new Set(coupons.flatMap(pick)),
  ];
  const products = idsOf((each) => [...each.product_ids, ...each.excluded_product_ids]);
  const categories = idsOf((each) => [...each.product_categories, ...each.excluded_product_categories]);
  const brands = idsOf((each) => brandsOf(each, 'product_brands'));
  const settings = new Map<string, unknown>();
  for (const group of ['general', 'tax'])
    for (const { id, value } of await read(`settings/${group}`, setting)) settings.set(id, value);
  const currency = String(settings.get('woocommerce_currency'));
  if (!/^[A-Z]{3}$/.test(currency)) throw new ImportError('The shop does not say its currency.');
  const tree = categories.length > 0 ? await readAll(read, 'products/categories', category) : [];
  const allBrands = brands.length > 0 ? await readAll(read, 'products/brands', brand) : [];
  return {
    currency,
    hasTaxes: settings.get('woocommerce_calc_taxes') === 'yes',
    entersPricesWithTax: settings.get('woocommerce_prices_include_tax') === 'yes',
    displaysPricesWithTax: settings.get('woocommerce_tax_display_cart') === 'incl',
    products: await readProducts(read, products),
    skus: await readSkus(
      read,
      idsOf((each) => each.product_ids),
    ),
    categories: new Map(categories.map((id) => [id, withBelow(id, tree)])),
    brands: new Map(allBrands.map(({ id, slug }) => [id, slug])),
  };
}

/** Which of these ids are products: variations are not in that list. */
async function readProducts(read: Read, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let start = 0; start < ids.length; start += pageSize) {
    const some = ids.slice(start, start + pageSize).join();
    const path = `products?include=${some}&per_page=${pageSize}&_fields=id`;
    for (const { id } of await read(path, product)) found.add(id);
  }
  return found;
}

/** Which of these ids are the SKU of another product, too: a line is known by the one and by the other. */
async function readSkus(read: Read, ids: readonly number[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < ids.length; start += pageSize) {
    const some = ids.slice(start, start + pageSize).join();
    const path = `products?sku=${some}&per_page=${pageSize}&_fields=id,sku`;
    for (const { id, sku } of await read(path, withSku)) if (sku !== String(id)) found.add(sku);
  }
  return found;
}

/** A product of a category below is of the category, too (`wc_get_product_cat_ids`). */
function withBelow(
  id: number,
  tree: readonly { readonly id: number; readonly parent: number }[],
): readonly number[] {
  const all = [id];
  // It grows while it is gone through; a circle ends, for each comes once.
  for (const each of all)
    for (const child of tree) if (child.parent === each && !all.includes(child.id)) all.push(child.id);
  return all;
}

const string = is<string>('not-a-text', (value) => typeof value === 'string');
const decimal = is<string>(
  'not-a-decimal',
  (value) => typeof value === 'string' && /^(\d+(\.\d+)?)?$/.test(value),
);
const ids = list(positive);
const coupon = object({
  code: text,
  amount: decimal,
  'status?': string,
  discount_type: text,
  date_expires_gmt: orNull(text),
  usage_count: integer(0),
  usage_limit: orNull(positive),
  limit_usage_to_x_items: orNull(positive),
  individual_use: flag,
  free_shipping: flag,
  exclude_sale_items: flag,
  minimum_amount: decimal,
  maximum_amount: decimal,
  email_restrictions: list(string),
  product_ids: ids,
  excluded_product_ids: ids,
  product_categories: ids,
  excluded_product_categories: ids,
  'meta_data?': list(object({ key: string, 'value?': anything })),
}) satisfies Shape<WooCommerceCoupon>;
const setting = object({ id: text, 'value?': anything });
const product = object({ id: positive });
const withSku = object({ id: positive, sku: string });
const category = object({ id: positive, parent: integer(0) });
const brand = object({ id: positive, slug: text });
