/**
 * What is a WooCommerce coupon as one of ours? What it does there is read from `includes/class-wc-discounts.php` and `class-wc-coupon.php` of WooCommerce 11.
 *
 * `percent` and `fixed_product` take something off items, each at its list price; `fixed_cart` takes an amount off what is left of the cart. The first two
 * reach the goods that are named; the third reaches all, and is refused where goods are missing that it names, or there that it excludes.
 *
 * Words of the scope, as the adapter's: ids of products (of a variation: its parent's), categories, tags; slugs of brands; the tag `sale`. Amounts are on
 * the basis on which the shop enters prices; minimums on that on which its cart displays them, which is the adapter's.
 */
import type { KnownBenefit } from '../../benefits/index.js';
import type { Conditions } from '../../conditions/index.js';
import type { Coupon } from '../../model/coupon.js';
import type { Scope, ScopeLists } from '../../model/scope.js';
import { exponentOf } from '../../money/exponent.js';
import { isObject } from '../../model/shape.js';
import type { Imported } from '../importer.js';
import { LeftOut } from './left-out.js';

/** As `GET /wc/v3/coupons` has it (`WC_REST_Coupons_V2_Controller::get_item_schema`). */
export interface WooCommerceCoupon {
  readonly code: string;
  /** Decimal, in the currency's major unit; of `percent` a percentage. */
  readonly amount: string;
  /** Absent before WooCommerce 9: it is published. */
  readonly status?: string | undefined;
  readonly discount_type: string;
  /** ISO 8601 without an offset. */
  readonly date_expires_gmt: string | undefined;
  readonly usage_count: number;
  readonly usage_limit: number | undefined;
  readonly limit_usage_to_x_items: number | undefined;
  readonly individual_use: boolean;
  readonly free_shipping: boolean;
  readonly exclude_sale_items: boolean;
  readonly minimum_amount: string;
  readonly maximum_amount: string;
  readonly email_restrictions: readonly string[];
  readonly product_ids: readonly number[];
  readonly excluded_product_ids: readonly number[];
  readonly product_categories: readonly number[];
  readonly excluded_product_categories: readonly number[];
  /** Brands restrict a coupon by `product_brands` and `exclude_product_brands`, lists of ids. */
  readonly meta_data?: readonly { readonly key: string; readonly value?: unknown }[];
}

export interface WooCommerceShop {
  readonly currency: string;
  readonly hasTaxes: boolean;
  readonly entersPricesWithTax: boolean;
  readonly displaysPricesWithTax: boolean;
  /** The ids of products that coupons name; the others are of variations, or gone. */
  readonly products: ReadonlySet<number>;
  /** Those of the ids that coupons name which are the SKU of a product, too. */
  readonly skus: ReadonlySet<string>;
  /** Each category's own id and those of all below it. */
  readonly categories: ReadonlyMap<number, readonly number[]>;
  /** Slugs by id. */
  readonly brands: ReadonlyMap<number, string>;
}

type KnownCoupon = Coupon<Conditions, KnownBenefit>;
/** Takes what is not exactly so. */
type Tell = (about: string) => void;

/** Returns the coupon, or why it is none. */
export function sayCoupon(coupon: WooCommerceCoupon, shop: WooCommerceShop): Imported {
  const abouts: string[] = [];
  const note = (kind: 'left-out' | 'approximated', why: string) => ({ promotion: coupon.code, kind, why });
  try {
    const said = toCoupon(coupon, shop, (about) => abouts.push(about));
    return {
      entries: [{ coupon: said }],
      notes: abouts.length > 0 ? [note('approximated', abouts.join(' '))] : [],
    };
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { entries: [], notes: [note('left-out', error.message)] };
  }
}

/** A list of PHP whose keys have gaps is an object in JSON. */
export function brandsOf({ meta_data: meta = [] }: WooCommerceCoupon, key: string): readonly number[] {
  const value = meta.find((each) => each.key === key)?.value;
  return Array.isArray(value)
    ? value.map(Number)
    : isObject(value)
      ? Object.values(value).map(Number)
      : value
        ? [NaN]
        : [];
}

function toCoupon(coupon: WooCommerceCoupon, shop: WooCommerceShop, tell: Tell): KnownCoupon {
  requireForEverybody(coupon);
  const { code, date_expires_gmt: expires, individual_use: isAlone } = coupon;
  const benefit = sayBenefit(coupon, shop, tell);
  const reach =
    coupon.discount_type === 'fixed_cart' ? sayWholeCart(coupon, shop) : sayGoods(coupon, shop, tell);
  const sku = coupon.product_ids.map(String).find((id) => shop.skus.has(id));
  if (sku) tell(`A product has the SKU ${sku}, which the preview takes for the product of that number.`);
  const minimum = toMinor(coupon.minimum_amount, shop);
  const conditions = {
    ...(minimum > 0 && sayMinimum(minimum, benefit, !!reach.scope)),
    ...reach.conditions,
  };
  const hasAmounts = minimum > 0 || 'amount' in benefit;
  return {
    id: code.toLowerCase(),
    code,
    ...(hasAmounts && { currency: shop.currency }),
    ...(reach.scope && { scope: reach.scope }),
    ...(reach.wholeOrder && { wholeOrder: true }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
    benefit,
    ...(benefit.kind === 'percent' && { layer: 'item' as const }),
    ...(isAlone && { combinesWith: [] }),
    ...(expires && { validUntil: /(Z|[+-]\d\d:\d\d)$/.test(expires) ? expires : `${expires}Z` }),
  };
}

function requireForEverybody(coupon: WooCommerceCoupon): void {
  const { status = 'publish', usage_limit: limit, usage_count: used } = coupon;
  if (status !== 'publish') throw new LeftOut('It is not published.');
  if (limit && used >= limit) throw new LeftOut('It has been used as often as it may be.');
  if (coupon.email_restrictions.length > 0)
    throw new LeftOut('It is for certain e-mail addresses, and a page does not know whose cart it is.');
  if (Number(coupon.maximum_amount) > 0)
    throw new LeftOut('It has a maximum spend; a coupon has only a minimum.');
}

function sayBenefit(coupon: WooCommerceCoupon, shop: WooCommerceShop, tell: Tell): KnownBenefit {
  const { discount_type: type, free_shipping: isFree, limit_usage_to_x_items: maxUnits } = coupon;
  const isPercent = type === 'percent';
  if (!isPercent && type !== 'fixed_cart' && type !== 'fixed_product')
    throw new LeftOut(`Its kind "${type}" is not known here.`);
  if (Number(coupon.amount) === 0) {
    if (!isFree) throw new LeftOut('It takes nothing off.');
    tell('Its shipping is free only where a way of shipping is set up to be free with a coupon.');
    return { kind: 'shipping', percentOff: 100 };
  }
  if (isFree) tell('It also makes shipping free, which the preview does not count.');
  if (maxUnits && type !== 'fixed_cart')
    tell('Its units are those of the dearest lines; the preview counts the dearest units.');
  if (isPercent) {
    const percentOff = Number(coupon.amount);
    if (!maxUnits) return { kind: 'percent', percentOff };
    return { kind: 'each', percentOff, maxUnits };
  }
  requireBasis(shop, tell);
  const amount = toMinor(coupon.amount, shop);
  if (type === 'fixed_cart') return { kind: 'amount', amount };
  return { kind: 'each', amount, ...(maxUnits && { maxUnits }) };
}

/** An amount is taken off prices as the shop enters them; the preview takes it off prices as the cart displays them. */
function requireBasis(shop: WooCommerceShop, tell: Tell): void {
  const { hasTaxes, entersPricesWithTax: entered, displaysPricesWithTax: displayed } = shop;
  if (!hasTaxes || entered === displayed) return;
  if (entered)
    throw new LeftOut(
      'Its amount is with tax, and the cart displays prices without: the preview would promise too much.',
    );
  tell(
    'Its amount is without tax, and the cart displays prices with it: more is taken off than the preview says.',
  );
}

interface Reach {
  readonly scope?: Scope;
  readonly wholeOrder?: boolean;
  readonly conditions?: Conditions;
}

/** A line counts where it is named, by itself or by a category. */
function sayGoods(coupon: WooCommerceCoupon, shop: WooCommerceShop, tell: Tell): Reach {
  const { products: named, ...others } = included(coupon, shop);
  const products = named?.filter((id) => shop.products.has(Number(id)));
  if (named && products!.length === 0)
    throw new LeftOut('It names single variations only, or products that are gone.');
  if (named && products!.length < named.length)
    tell('It also names single variations, which the preview does not count.');
  if (products && others.categories)
    tell('It is for goods that are named or in a category; the preview counts those that are both.');
  const exclude = excluded(coupon, shop);
  const scope: Scope = { ...(products && { products }), ...others, ...(exclude && { exclude }) };
  return Object.keys(scope).length > 0 ? { scope } : {};
}

/** What is named must be in the cart; what is excluded must not. */
function sayWholeCart(coupon: WooCommerceCoupon, shop: WooCommerceShop): Reach {
  const lists = included(coupon, shop);
  if (lists.products?.some((id) => !shop.products.has(Number(id))))
    throw new LeftOut('It asks for single variations, or for products that are gone.');
  const requires = Object.entries(lists).map(([key, list]) => ({ scope: { [key]: list } }));
  const exclude = excluded(coupon, shop);
  return {
    ...(exclude && { scope: { exclude }, wholeOrder: true }),
    ...(requires.length > 0 && { conditions: { requires } }),
  };
}

function included(coupon: WooCommerceCoupon, shop: WooCommerceShop): ScopeLists {
  const { product_ids: products, product_categories: categories } = coupon;
  if (brandsOf(coupon, 'product_brands').some(Number.isNaN))
    throw new LeftOut('Which brands it is for is not told.');
  return toLists(products, categories, brandsOf(coupon, 'product_brands'), shop);
}

function excluded(coupon: WooCommerceCoupon, shop: WooCommerceShop): ScopeLists | undefined {
  const { excluded_product_ids: products, excluded_product_categories: categories } = coupon;
  if (products.some((id) => !shop.products.has(id)))
    throw new LeftOut(
      'It excludes single variations, or products that are gone; the preview knows products only.',
    );
  const brands = brandsOf(coupon, 'exclude_product_brands');
  // Of several brands of a product, its line has the first only.
  if (brands.length > 0) throw new LeftOut('It excludes brands, and a product may have several.');
  const lists = {
    ...toLists(products, categories, brands, shop),
    ...(coupon.exclude_sale_items && { tags: ['sale'] }),
  };
  return Object.keys(lists).length > 0 ? lists : undefined;
}

function toLists(
  products: readonly number[],
  categories: readonly number[],
  brands: readonly number[],
  shop: WooCommerceShop,
): ScopeLists {
  const below = [...new Set(categories.flatMap((id) => shop.categories.get(id) ?? [id]))];
  return {
    ...(products.length > 0 && { products: products.map(String) }),
    ...(categories.length > 0 && { categories: below.map(String) }),
    ...(brands.length > 0 && { brands: brands.map((id) => shop.brands.get(id) ?? String(id)) }),
  };
}

/** WooCommerce measures all goods, without fees: `minSpend` says just that where all goods are in scope. */
function sayMinimum(minimum: number, benefit: KnownBenefit, hasScope: boolean): Conditions {
  const isBelow = benefit.kind !== 'amount' || benefit.amount < minimum;
  return hasScope || !isBelow ? { minCartSpend: minimum } : { minSpend: minimum };
}

function toMinor(amount: string, { currency }: WooCommerceShop): number {
  return Math.round(Number(amount || 0) * 10 ** exponentOf(currency));
}
