/**
 * The cart of a theme, by the Ajax API of the page's own origin (https://shopify.dev/docs/api/ajax/reference/cart; it has no versions).
 * `discount` of `/cart/update.js` states all codes (since May 2025). Why one has no effect is not told, nor how what is taken off
 * the whole order splits over its lines.
 */
import { exponentOf } from '../../money/exponent.js';
import {
  anything,
  flag,
  is,
  isObject,
  list,
  object,
  parse,
  positive,
  type Shape,
} from '../../model/shape.js';
import { string } from './foreign-shapes.js';
import type { PlatformOptions } from './platform-options.js';
import type { AskPlatform, Platform, PlatformDiscount } from './platform.js';
import { stateCodes, type StatedCodes } from './shopify-codes.js';
import { askShopify, fail } from './shopify-errors.js';
import { factsOf, readFacts, type Facts } from './shopify-facts.js';
import { mergeRows, titleOf, wordsOf, type ShopifyRow } from './shopify-rows.js';

/** Hundredths of the currency's unit, also where it has no such part: 1000 yen are 100000. */
const hundredths: Shape<number> = is(
  'not-an-amount',
  (value) => Number.isFinite(value) && (value as number) >= 0,
);
const orNull = (value: unknown) => value === null || typeof value === 'string';
const stringOrNull: Shape<string | null> = is('not-a-text', orNull);
const number: Shape<number> = is('not-an-integer', Number.isSafeInteger);

const application = object({ type: string, title: string });

const item = object({
  product_id: number,
  variant_id: number,
  quantity: positive,
  'properties?': anything,
  'selling_plan_allocation?': anything,
  original_price: hundredths,
  'sku?': stringOrNull,
  product_title: string,
  'variant_title?': stringOrNull,
  'vendor?': stringOrNull,
  'product_type?': stringOrNull,
  'image?': stringOrNull,
  'gift_card?': flag,
  line_level_discount_allocations: list(object({ amount: hundredths, discount_application: application })),
});

const themeCart = object({
  currency: is<string>('unknown-currency', (code) => /^[A-Z]{3}$/.test(String(code))),
  total_price: hundredths,
  items: list(item),
  cart_level_discount_applications: list(
    object({ type: string, title: string, total_allocated_amount: hundredths }),
  ),
  'discount_codes?': list(object({ code: string, applicable: flag })),
});

type ThemeCart = typeof themeCart extends Shape<infer T> ? T : never;
type ThemeItem = ThemeCart['items'][number];

export function createShopifyTheme({ basis = 'net' }: PlatformOptions): Platform {
  const send = async (ask: AskPlatform, path: string, body?: object): Promise<StatedCodes> => {
    const { value } = await askShopify(ask, {
      path: localeRoot() + path,
      ...(body && { method: 'POST', body }),
    });
    const parsed = parse(themeCart, value);
    if (!parsed.ok)
      throw fail('bad-response', `${parsed.problems[0]!.path} ${parsed.problems[0]!.code}`, !!body);
    return toStatedCodes(parsed.value, readFacts(), basis);
  };

  return {
    name: 'shopify',
    server: '/',
    capabilities: { reasons: 'missing', allocations: 'missing' },
    // Horizon's. `shopify:cart:lines-update` and its like come before the cart has changed; the request that changes it is noticed.
    events: ['cart:update', 'discount:update'],
    // The standard actions of a theme ask the Storefront API of the same origin.
    isCartRequest: (path) =>
      /\/cart\/(add|change|update|clear)(\.js)?$|\/api\/[^/]+\/graphql\.json$/.test(
        path.replace(/[?#].*$/, ''),
      ),
    read: async (ask) => (await send(ask, 'cart.js')).cart,
    setCodes: (codes, current, ask) =>
      stateCodes(codes, current, (all) => send(ask, 'cart/update.js', { discount: all.join(',') })),
  };
}

/** Stores in several languages or markets have a cart page in each: `/en-ca/`. */
function localeRoot(): string {
  const { Shopify } = globalThis as { readonly Shopify?: unknown };
  const routes = isObject(Shopify) ? Shopify['routes'] : undefined;
  const root = isObject(routes) ? routes['root'] : undefined;
  return typeof root === 'string' && /^\/(?!\/)/.test(root) ? root : '/';
}

function toStatedCodes(
  {
    currency,
    total_price,
    items,
    cart_level_discount_applications: levels,
    discount_codes: codes = [],
  }: ThemeCart,
  facts: Facts,
  basis: 'net' | 'gross',
): StatedCodes {
  const scale = 10 ** exponentOf(currency);
  // Hundredths of yen that a discount may have are rounded with the others, once.
  const toMinor = (amount: number) => (amount * scale) / 100;
  const { lines, discounts } = mergeRows(items.map((each) => toRow(each, facts, toMinor)));
  return {
    cart: {
      cart: { currency, lines },
      codes: codes.map(({ code }) => code),
      discounts: [
        ...discounts,
        ...levels.map((level) => toDiscount(level, toMinor(level.total_allocated_amount))),
      ].filter(({ amount }) => amount > 0),
      payable: toMinor(total_price),
      basis,
    },
    idle: codes.filter(({ applicable }) => !applicable).map(({ code }) => code),
    warnings: [],
  };
}

function toRow(each: ThemeItem, facts: Facts, toMinor: (amount: number) => number): ShopifyRow {
  const { product_type: productType, vendor, sku, image } = each;
  return {
    variant: `${each.variant_id}`,
    choices: [planOf(each.selling_plan_allocation), each.properties],
    line: {
      product: `${each.product_id}`,
      ...(sku && { sku }),
      title: titleOf(each.product_title, each.variant_title),
      ...(image && { image }),
      ...(vendor && { brand: vendor }),
      ...wordsOf({ ...factsOf(facts, each.product_id), ...(productType && { productType }) }),
      unitPrice: Math.round(toMinor(each.original_price)),
      quantity: each.quantity,
      ...(each.gift_card && { discountable: false }),
    },
    discounts: each.line_level_discount_allocations.map(({ amount, discount_application }) =>
      toDiscount(discount_application, toMinor(amount)),
    ),
  };
}

function planOf(allocation: unknown): unknown {
  const plan = isObject(allocation) ? allocation['selling_plan'] : undefined;
  return isObject(plan) ? plan['id'] : undefined;
}

/** The title of a code's application is the code. */
function toDiscount(
  { type, title }: { readonly type: string; readonly title: string },
  amount: number,
): PlatformDiscount {
  return type === 'discount_code'
    ? { code: title, label: title, amount }
    : { promotion: title, label: title, amount };
}
