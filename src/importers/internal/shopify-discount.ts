/**
 * What is a Shopify discount as a coupon? The fields are those of the Admin API's `Discount` (2026-10); discounts of apps, and those for certain customers or
 * markets, are left out.
 *
 * Words of the scope: products and collections by the number in their id; variants by their SKU.
 */
import type { KnownBenefit } from '../../benefits/index.js';
import type { Conditions } from '../../conditions/index.js';
import type { Coupon, Layer } from '../../model/coupon.js';
import type { Scope } from '../../model/scope.js';
import { exponentOf } from '../../money/exponent.js';
import type { Imported } from '../importer.js';
import { LeftOut } from './left-out.js';
import { maxItems } from './shopify-documents.js';
import type { ShopifyDiscount, ShopifyGets, ShopifyItems } from './shopify-discount-shapes.js';

/** The goods of one discount. */
export interface DiscountGoods {
  readonly buys?: ShopifyItems | undefined;
  readonly gets?: ShopifyItems | undefined;
}

type KnownCoupon = Coupon<Conditions, KnownBenefit>;

/** A part of the coupon; `about` says what is not exactly so. */
type Part = Partial<KnownCoupon> & { readonly about?: string | undefined };

/** @param currency of the shop, ISO 4217 */
export function sayDiscount(discount: ShopifyDiscount, goods: DiscountGoods, currency: string): Imported {
  const { title = '', codes } = discount;
  const [first, second] = codes?.nodes ?? [];
  // One of many is somebody's own, and nothing to print.
  const promotion = first && !second ? first.code : title;
  try {
    const { about, ...coupon } = toCoupon(discount, goods, currency);
    const notes = about ? [{ promotion, kind: 'approximated' as const, why: about }] : [];
    return { entries: [{ coupon }], notes };
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { entries: [], notes: [{ promotion, kind: 'left-out', why: error.message }] };
  }
}

/** Whether the goods are to be asked for. */
export function namesGoods({ customerBuys, customerGets }: ShopifyDiscount): boolean {
  return [customerBuys, customerGets].some((each) => each && each.items.__typename !== 'AllDiscountItems');
}

function toCoupon(discount: ShopifyDiscount, goods: DiscountGoods, currency: string): KnownCoupon & Part {
  const { __typename: kind, title = '', startsAt, endsAt, combinesWith, context, codes } = discount;
  if (kind.endsWith('App')) throw new LeftOut('An app decides what it takes off.');
  if (!combinesWith || !context) throw new LeftOut(`A ${kind} is not known here.`);
  if (context.__typename === 'DiscountMarkets') throw new LeftOut('It is for certain markets only.');
  if (context.__typename !== 'DiscountBuyerSelectionAll')
    throw new LeftOut('It is for certain customers, and a page does not know who is among them.');
  const [first, second] = codes?.nodes ?? [];
  if (codes && !first) throw new LeftOut('It has no code.');
  if (second) throw new LeftOut('It has many codes, so that each shopper has one of their own.');
  const { about, ...part } = sayBenefit(discount, goods, currency);
  const { benefit } = part;
  if (!benefit) throw new LeftOut(`A ${kind} is not known here.`);
  const minimum = sayMinimum(discount, currency);
  const conditions = { ...minimum.conditions, ...part.conditions };
  const abouts = [about, minimum.about, sayVariants(goods)].filter(Boolean);
  const needsCurrency = 'amount' in benefit || 'minSpend' in conditions;
  return {
    // A feed knows one without a code by what the cart calls it.
    id: first ? first.code.toLowerCase() : title,
    title,
    ...(first && { code: first.code }),
    ...(needsCurrency && { currency }),
    ...part,
    benefit,
    ...(Object.keys(conditions).length > 0 && { conditions }),
    combinesWith: sayLayers(combinesWith),
    ...(startsAt && { validFrom: startsAt }),
    ...(endsAt && { validUntil: endsAt }),
    ...(abouts.length > 0 && { about: abouts.join(' ') }),
  };
}

function sayBenefit(discount: ShopifyDiscount, goods: DiscountGoods, currency: string): Part {
  const { customerBuys, customerGets } = discount;
  const isOnce = customerBuys?.isOneTimePurchase ?? true;
  if (!isOnce || !(customerGets ?? discount).appliesOnOneTimePurchase)
    throw new LeftOut('It is for subscriptions only.');
  if (!customerGets) return sayShipping(discount);
  if (customerBuys) return sayBuyXGetY(discount, customerGets, goods);
  const scope = sayItems(customerGets.items.__typename, goods.gets);
  const isOfProducts = discount.discountClasses?.includes('PRODUCT');
  return {
    ...(scope && { scope }),
    ...(isOfProducts && { layer: 'item' as const }),
    benefit: sayValue(customerGets, currency),
  };
}

function sayValue({ value }: ShopifyGets, currency: string): KnownBenefit {
  if (value.percentage !== undefined) return { kind: 'percent', percentOff: percentOf(value.percentage) };
  if (!value.amount) throw new LeftOut('What it takes off is not known here.');
  const amount = toMinor(value.amount.amount, currency);
  return value.appliesOnEachItem ? { kind: 'each', amount } : { kind: 'amount', amount };
}

/** Shopify rewards the cheapest of what is given, too. */
function sayBuyXGetY(
  { customerBuys, usesPerOrderLimit }: ShopifyDiscount,
  gets: ShopifyGets,
  goods: DiscountGoods,
): Part {
  const buy = customerBuys!.value.quantity;
  const get = gets.value.quantity?.quantity;
  const percentage = gets.value.effect?.percentage;
  if (buy === undefined)
    throw new LeftOut('It asks for an amount to be spent on some goods, to give others.');
  if (get === undefined || percentage === undefined)
    throw new LeftOut('It takes an amount off what it gives; only a percentage is known here.');
  const scope = sayItems(customerBuys!.items.__typename, goods.buys);
  const getScope = sayItems(gets.items.__typename, goods.gets);
  const isSame = JSON.stringify(sorted(scope)) === JSON.stringify(sorted(getScope));
  const abouts = [
    !isSame &&
      !areApart(scope, getScope) &&
      'Of what is in both, what must be bought and what is given, Shopify may give others than the preview.',
    !isSame && Number(get) > 1 && 'Where fewer are in the cart than it gives, Shopify may give none of them.',
  ].filter((each) => each !== false);
  return {
    ...(scope && { scope }),
    benefit: {
      kind: 'buyXGetY',
      buy: Number(buy),
      get: Number(get),
      percentOff: percentOf(percentage),
      ...(!isSame && { getScope: getScope ?? {} }),
      ...(usesPerOrderLimit && { maxTimes: Number(usesPerOrderLimit) }),
    },
    about: abouts.join(' ') || undefined,
  };
}

function sayShipping({ maximumShippingPrice, destinationSelection }: ShopifyDiscount): Part {
  if (maximumShippingPrice)
    throw new LeftOut('It is for ways of delivery up to a price; a coupon is for all of them.');
  const { countries, includeRestOfWorld } = destinationSelection ?? {};
  return {
    benefit: { kind: 'shipping', percentOff: 100 },
    ...(countries && { conditions: { regions: countries } }),
    about: includeRestOfWorld
      ? 'It is also for countries that it does not name; the preview is for those that it names.'
      : undefined,
  };
}

/** @returns nothing where it is all goods */
function sayItems(kind: string, items: ShopifyItems | undefined): Scope | undefined {
  if (kind === 'AllDiscountItems') return undefined;
  const { products, productVariants, collections } = items ?? {};
  if ([products, productVariants, collections].some((each) => each?.pageInfo.hasNextPage))
    throw new LeftOut(`It names more than ${maxItems} products, variants or collections.`);
  const numbers = (list: ShopifyItems['products']) =>
    list?.nodes.map(({ id }) => id.replace(/^.*\//, '')) ?? [];
  const skus = productVariants?.nodes.map(({ sku }) => sku) ?? [];
  if (skus.some((sku) => !sku))
    throw new LeftOut('It names variants that have no SKU, by which a cart would know them.');
  const named = [...numbers(products), ...(skus as string[])];
  if (named.length > 0) return { products: named };
  const categories = numbers(collections);
  if (categories.length > 0) return { categories };
  throw new LeftOut('None of the goods that it names is there.');
}

function sayVariants({ buys, gets }: DiscountGoods): string | undefined {
  const isByVariant = [buys, gets].some((each) => each?.productVariants?.nodes.length);
  return isByVariant ? 'Variants are known by their SKU: others of the same SKU count, too.' : undefined;
}

/** Shopify measures the goods that the discount is for, as the preview does. */
function sayMinimum(
  { minimumRequirement, combinesWith, customerGets }: ShopifyDiscount,
  currency: string,
): Part {
  const { greaterThanOrEqualToSubtotal: spend, greaterThanOrEqualToQuantity: units } =
    minimumRequirement ?? {};
  if (units && Number(units) > 0) return { conditions: { minQuantity: Number(units) } };
  const minSpend = spend ? toMinor(spend.amount, currency) : 0;
  if (minSpend === 0) return {};
  const isAfter = combinesWith?.productDiscounts || (!customerGets && combinesWith?.orderDiscounts);
  return {
    conditions: { minSpend },
    about: isAfter ? 'Shopify may measure its minimum after other discounts, the preview before.' : undefined,
  };
}

/** Classes of discounts as layers. Shopify has no others. */
function sayLayers({
  orderDiscounts,
  productDiscounts,
  shippingDiscounts,
}: NonNullable<ShopifyDiscount['combinesWith']>): Layer[] {
  return [
    ...(productDiscounts ? (['item'] as const) : []),
    ...(orderDiscounts ? (['platform'] as const) : []),
    ...(shippingDiscounts ? (['shipping'] as const) : []),
  ];
}

function areApart(one: Scope | undefined, other: Scope | undefined): boolean {
  return !!one?.products && !!other?.products && !one.products.some((each) => other.products!.includes(each));
}

function sorted(scope: Scope | undefined): unknown {
  return scope && [[...(scope.products ?? [])].sort(), [...(scope.categories ?? [])].sort()];
}

/** 0.15 → 15; of more than two decimals rather less than more. */
function percentOf(share: number): number {
  return Math.floor(Number((share * 10_000).toFixed(6))) / 100;
}

function toMinor(amount: string, currency: string): number {
  return Math.round(Number(amount) * 10 ** exponentOf(currency));
}
