/**
 * What is a Vendure promotion as a coupon? The codes and arguments are those of the conditions and actions that Vendure 3.7 brings
 * (`config/promotion` of @vendure/core); a shop's own are left out.
 *
 * Words of the scope, as the adapter's: products are SKUs of variants, tags are ids of facet values. Amounts are hundredths of the currency's
 * major unit, whichever currency it is.
 */
import type { Conditions } from '../../conditions/index.js';
import type { KnownBenefit } from '../../benefits/index.js';
import type { Coupon, Text } from '../../model/coupon.js';
import type { Scope } from '../../model/scope.js';
import { exponentOf } from '../../money/exponent.js';
import type { Imported } from '../importer.js';
import { LeftOut } from './left-out.js';

export interface VendurePromotion {
  readonly id: string;
  readonly name: string;
  /** One that was taken away is an empty text. */
  readonly couponCode: string | undefined;
  /** ISO 8601. */
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
  readonly translations: readonly { readonly languageCode: string; readonly name: string }[];
  /** All must hold. */
  readonly conditions: readonly Operation[];
  readonly actions: readonly Operation[];
}

export interface Operation {
  readonly code: string;
  /** Values are JSON. */
  readonly args: readonly { readonly name: string; readonly value: string }[];
}

export interface VendureShop {
  readonly currency: string;
  /** Whether prices, and with them fixed discounts, are with tax. */
  readonly pricesIncludeTax: boolean;
  /** Percent. */
  readonly highestTaxRate: number;
  /** By the variant's id. */
  readonly skus: ReadonlyMap<string, string>;
}

type KnownCoupon = Coupon<Conditions, KnownBenefit>;

/** A part of the coupon; `about` says what is not exactly so. */
type Part = Partial<KnownCoupon> & { readonly about?: string };

/** Returns the promotion as a coupon, or why it is none. */
export function sayPromotion(promotion: VendurePromotion, shop: VendureShop): Imported {
  const { couponCode, name, id } = promotion;
  const note = (kind: 'left-out' | 'approximated', why: string) => ({
    promotion: couponCode || name || id,
    kind,
    why,
  });
  try {
    const { about, ...coupon } = toCoupon(promotion, shop);
    return { entries: [{ coupon }], notes: about ? [note('approximated', about)] : [] };
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { entries: [], notes: [note('left-out', error.message)] };
  }
}

/** The ids of the product variants that promotions name. */
export function variantsIn(promotions: readonly VendurePromotion[]): string[] {
  const names = ['productVariantIds', 'variantIdsX', 'variantIdsY'];
  const operations = promotions.flatMap(({ conditions, actions }) => [...conditions, ...actions]);
  return [...new Set(operations.flatMap((operation) => names.flatMap((name) => idsOf(operation, name))))];
}

function toCoupon(promotion: VendurePromotion, shop: VendureShop): KnownCoupon & { readonly about?: string } {
  const { id, couponCode, startsAt, endsAt, actions, conditions } = promotion;
  const [action, second] = actions;
  if (!action || second) throw new LeftOut(`It does ${actions.length} things at once; a coupon does one.`);
  const { benefit, about, ...rest } = sayAction(action, conditions, shop);
  if (!benefit) throw new LeftOut(`Its action "${action.code}" is not known here.`);
  const parts = conditions.map((condition) => sayCondition(condition, action, shop));
  const needs = parts.flatMap(({ conditions: each }) => each?.requires ?? []);
  const given = 'getScope' in benefit ? benefit.getScope : undefined;
  const skus = [rest.scope, given, ...needs.map(({ scope }) => scope)].flatMap(
    (each) => each?.products ?? [],
  );
  const abouts = [about, ...parts.map((part) => part.about), aboutNumbers(skus)].filter(Boolean);
  return {
    id: (couponCode || id).toLowerCase(),
    ...titleOf(promotion),
    ...(couponCode && { code: couponCode }),
    ...rest,
    ...merge(parts.map((part) => part.conditions ?? {})),
    benefit,
    ...(parts.some(({ currency }) => currency) && { currency: shop.currency }),
    ...(startsAt && { validFrom: startsAt }),
    ...(endsAt && { validUntil: endsAt }),
    ...(abouts.length > 0 && { about: abouts.join(' ') }),
  };
}

function sayAction(action: Operation, conditions: readonly Operation[], shop: VendureShop): Part {
  switch (action.code) {
    case 'order_percentage_discount':
      return { benefit: percentOff(action) };
    case 'order_fixed_discount':
      return {
        currency: shop.currency,
        benefit: { kind: 'amount', amount: moneyOf(action, 'discount', shop) },
      };
    case 'products_percentage_discount':
      return percentOffItems(action, productsOf(action, 'productVariantIds', shop));
    case 'facet_based_discount':
      return percentOffItems(action, facetsOf(action));
    case 'free_shipping':
      return { benefit: { kind: 'shipping', percentOff: 100 } };
    case 'buy_x_get_y_free':
      return buyXGetY(
        conditions.filter(({ code }) => code === action.code),
        shop,
      );
    case 'order_line_fixed_discount':
      throw new LeftOut(
        'It takes an amount off each line, however many units it has; a coupon takes it off each unit, or once.',
      );
    default:
      return {};
  }
}

/** Discounts are rounded as the negative numbers that they are there: exactly half a minor unit goes to the shop. */
function percentOff(action: Operation): KnownBenefit {
  return { kind: 'percent', percentOff: numberOf(action, 'discount'), rounded: 'price' };
}

/** Vendure rounds the discount of each line, so as a percentage of all of them it differs by at most half a minor unit a line. */
function percentOffItems(action: Operation, scope: Scope): Part {
  return { scope, layer: 'item', benefit: percentOff(action) };
}

/** Vendure gives it once an order. It counts the units that earn it, and lets a unit that is given away be one of them. */
function buyXGetY([condition, second]: readonly Operation[], shop: VendureShop): Part {
  if (!condition) throw new LeftOut('It gives something free without saying what must be bought.');
  if (second)
    throw new LeftOut('It asks for several things to be bought, and gives what goes with the last.');
  const [buy, get] = [numberOf(condition, 'amountX'), numberOf(condition, 'amountY')];
  const scope = productsOf(condition, 'variantIdsX', shop);
  const getScope = productsOf(condition, 'variantIdsY', shop);
  const bought = new Set(scope.products);
  const given = new Set(getScope.products);
  const shared = [...given].filter((sku) => bought.has(sku)).length;
  const free = { kind: 'buyXGetY', get, percentOff: 100, maxTimes: 1 } as const;
  if (shared === 0) return { scope, benefit: { ...free, buy, getScope } };
  if (shared < bought.size || shared < given.size)
    throw new LeftOut(
      'Only some of what must be bought is also what is free; a coupon says the same goods, or others.',
    );
  if (buy <= get) throw new LeftOut('What must be bought is itself free.');
  return { scope, benefit: { ...free, buy: buy - get } };
}

/** A line is known by its SKU, or by the id of its product. */
function aboutNumbers(skus: readonly string[]): string | undefined {
  const number = skus.find((sku) => /^\d{1,9}$/.test(sku));
  return number && `The SKU ${number} may be the id of another product, which the preview would take for it.`;
}

function sayCondition(condition: Operation, action: Operation, shop: VendureShop): Part {
  switch (condition.code) {
    case 'minimum_order_amount':
      return minimum(condition, action, shop);
    case 'contains_products':
      return requires(condition, productsOf(condition, 'productVariantIds', shop));
    case 'at_least_n_with_facets':
      return requires(condition, facetsOf(condition));
    case 'customer_group':
      throw new LeftOut('It is for a customer group, and a page does not know who is in it.');
    case 'buy_x_get_y_free':
      if (action.code === condition.code) return {};
      throw new LeftOut('It asks for goods to be bought and others to be given, and gives something else.');
    default:
      throw new LeftOut(`Its condition "${condition.code}" is not known here.`);
  }
}

/** Vendure measures what earlier promotions left, and this one on the lines before; the preview, list prices. */
function minimum(condition: Operation, action: Operation, shop: VendureShop): Part {
  const { pricesIncludeTax, highestTaxRate, currency } = shop;
  const amount = moneyOf(condition, 'amount', shop);
  const isWithTax = argumentOf(condition, 'taxInclusive') === 'true';
  const isOfOrder = action.code.startsWith('order_') || action.code === 'free_shipping';
  const others = isOfOrder ? 'other discounts' : 'discounts, its own too';
  const measured = `Vendure measures its minimum after ${others}, the preview before.`;
  if (isWithTax === pricesIncludeTax)
    return { currency, conditions: { minCartSpend: amount }, about: measured };
  // Rather a little too much than a promise that is not kept.
  const safe = isWithTax ? amount : Math.ceil((amount * (100 + highestTaxRate)) / 100);
  const other = isWithTax ? 'with tax, and prices are without' : 'without tax, and prices are with it';
  return {
    currency,
    conditions: { minCartSpend: safe },
    about: `Its minimum is ${other}: the preview may ask for a little more. ${measured}`,
  };
}

function requires(condition: Operation, scope: Scope): Part {
  return { conditions: { requires: [{ scope, quantity: numberOf(condition, 'minimum') }] } };
}

function merge(all: readonly Conditions[]): { conditions?: Conditions } {
  const requires = all.flatMap((each) => each.requires ?? []);
  const minimums = all.flatMap((each) => each.minCartSpend ?? []);
  const conditions = {
    ...(minimums.length > 0 && { minCartSpend: Math.max(...minimums) }),
    ...(requires.length > 0 && { requires }),
  };
  return Object.keys(conditions).length > 0 ? { conditions } : {};
}

/** Variants that are gone are nobody's. */
function productsOf(operation: Operation, name: string, { skus }: VendureShop): { products: string[] } {
  const products = idsOf(operation, name).flatMap((id) => skus.get(id) ?? []);
  if (products.includes(''))
    throw new LeftOut('It names variants that have no SKU, by which a cart would know them.');
  if (products.length === 0) throw new LeftOut('None of the products that it names is there.');
  return { products };
}

/** Vendure wants all of the facet values; without any, all goods have them. */
function facetsOf(operation: Operation): Scope {
  const [first, second] = idsOf(operation, 'facets');
  if (second)
    throw new LeftOut('It asks for several facet values of one product; a coupon asks for any of its tags.');
  return first === undefined ? {} : { tags: [first] };
}

function titleOf({ name, translations }: VendurePromotion): { title?: Text } {
  // First the one by which notes call it.
  const names = translations
    .filter((each) => each.name)
    .sort((one, other) => Number(other.name === name) - Number(one.name === name));
  if (names.length < 2) return name ? { title: name } : {};
  // Vendure writes zh_Hans.
  return {
    title: Object.fromEntries(names.map((each) => [each.languageCode.replaceAll('_', '-'), each.name])),
  };
}

/** `check` refuses what is no amount or percentage. */
function numberOf(operation: Operation, name: string): number {
  return Number(argumentOf(operation, name) ?? NaN);
}

/** Minor units. */
function moneyOf(operation: Operation, name: string, { currency }: VendureShop): number {
  return numberOf(operation, name) * 10 ** (exponentOf(currency) - 2);
}

function idsOf(operation: Operation, name: string): string[] {
  try {
    const value: unknown = JSON.parse(argumentOf(operation, name) ?? '[]');
    return Array.isArray(value) ? [...new Set(value.map(String))] : [];
  } catch {
    return [];
  }
}

function argumentOf({ args }: Operation, name: string): string | undefined {
  return args.find((each) => each.name === name)?.value;
}
