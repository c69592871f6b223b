/**
 * What is a promotion of Medusa as a coupon? The fields are those of its Admin API (2.21: `AdminPromotion`), what they mean is read from its
 * promotion module (`utils/compute-actions`).
 *
 * Words of conditions: regions are ids of regions; the attributes `country` and `salesChannel` are a code of two letters and an id.
 */
import type { Conditions } from '../../conditions/index.js';
import type { KnownBenefit } from '../../benefits/index.js';
import type { Coupon } from '../../model/coupon.js';
import { exponentOf } from '../../money/exponent.js';
import type { Imported } from '../importer.js';
import { LeftOut } from './left-out.js';
import { areApart, scopeOf } from './medusa-scope.js';

export interface MedusaPromotion extends Counter {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly status: string;
  readonly is_automatic: boolean;
  readonly is_tax_inclusive?: boolean | undefined;
  /** All must hold. */
  readonly rules?: readonly MedusaRule[] | undefined;
  readonly application_method?: MedusaMethod | undefined;
  readonly campaign?:
    | {
        /** ISO 8601. */
        readonly starts_at?: string | undefined;
        readonly ends_at?: string | undefined;
        readonly budget?: (Counter & { readonly type: string }) | undefined;
      }
    | undefined;
}

/** How often something may be used; of a budget also how much it may take off in all. */
interface Counter {
  readonly limit?: number | undefined;
  readonly used?: number | undefined;
}

export interface MedusaMethod {
  readonly type: string;
  readonly target_type: string;
  readonly allocation?: string | undefined;
  /** Percent, or major units. */
  readonly value: number;
  readonly currency_code?: string | undefined;
  readonly max_quantity?: number | undefined;
  readonly apply_to_quantity?: number | undefined;
  readonly buy_rules_min_quantity?: number | undefined;
  readonly target_rules?: readonly MedusaRule[] | undefined;
  readonly buy_rules?: readonly MedusaRule[] | undefined;
}

export interface MedusaRule {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly string[];
}

type KnownCoupon = Coupon<Conditions, KnownBenefit>;
/** A part of the coupon; `about` says what is not exactly so. */
type Part = Partial<KnownCoupon> & { readonly about?: string };

/** Totals of a cart that a rule may measure: with tax or without. */
const totals: Readonly<Record<string, 'net' | 'gross'>> = {
  item_subtotal: 'net',
  original_item_subtotal: 'net',
  subtotal: 'net',
  item_total: 'gross',
  original_item_total: 'gross',
  total: 'gross',
};

/** @param grossCurrencies in which prices are with tax, upper case */
export function sayMedusaPromotion(
  promotion: MedusaPromotion,
  grossCurrencies: ReadonlySet<string>,
): Imported {
  const note = (kind: 'left-out' | 'approximated', why: string) => ({ promotion: promotion.code, kind, why });
  try {
    const { about, ...coupon } = toCoupon(promotion, grossCurrencies);
    return { entries: [{ coupon }], notes: about ? [note('approximated', about)] : [] };
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { entries: [], notes: [note('left-out', error.message)] };
  }
}

function toCoupon(promotion: MedusaPromotion, grossCurrencies: ReadonlySet<string>): KnownCoupon & Part {
  const { id, code, is_automatic, campaign, application_method: method, rules = [] } = promotion;
  if (!method) throw new LeftOut('It says nowhere what it takes off.');
  if (promotion.status !== 'active') throw new LeftOut(`It is not active (${promotion.status}).`);
  const { budget } = campaign ?? {};
  // A limit by customer is not for all.
  const counters = [promotion, ...(budget && budget.type !== 'use_by_attribute' ? [budget] : [])];
  if (counters.some(isUsedUp)) throw new LeftOut('It is used up.');
  const currency = method.currency_code?.toUpperCase() ?? currencyIn(rules);
  const isGross = currency !== undefined && grossCurrencies.has(currency);
  const money = (amount: number): number => {
    if (!currency) throw new LeftOut('It speaks of an amount, but not of a currency.');
    // Not below a cent that it does not give.
    return Math.floor(Number((amount * 10 ** exponentOf(currency)).toFixed(6)));
  };
  const parts = [
    sayBenefit(promotion, method, money),
    sayTax(promotion, method, isGross),
    ...rules.map((rule) => sayRule(rule, isGross, money)),
  ];
  const { benefit, layer, scope } = parts[0]!;
  const conditions = merge(parts.map((part) => part.conditions ?? {}));
  const abouts = parts.flatMap(({ about }) => about ?? []);
  const { starts_at: start, ends_at: end } = campaign ?? {};
  return {
    // Every promotion has a code, and none a name; that of an automatic one is typed by nobody.
    ...(is_automatic ? { id, title: code } : { id: code.toLowerCase(), code }),
    ...(currency && { currency }),
    ...(scope && { scope }),
    ...(conditions && { conditions }),
    benefit: benefit!,
    ...(layer && { layer }),
    ...(start && { validFrom: start }),
    ...(end && { validUntil: end }),
    ...(abouts.length > 0 && { about: abouts.join(' ') }),
  };
}

function sayBenefit(
  promotion: MedusaPromotion,
  method: MedusaMethod,
  money: (amount: number) => number,
): Part {
  if (promotion.type === 'buyget') return sayBuyGet(method, money);
  const { value, target_type: target, allocation, max_quantity: most } = method;
  const isPercentage = method.type === 'percentage';
  const total: KnownBenefit = isPercentage
    ? { kind: 'percent', percentOff: value }
    : { kind: 'amount', amount: money(value) };
  if (target === 'shipping_methods') {
    if (method.target_rules?.length)
      throw new LeftOut('It is for some ways of shipping only; a coupon is for all of them.');
    return {
      benefit: { kind: 'shipping', ...rewardOf(method, money) },
      ...(allocation === 'once' && {
        about: 'Of several ways of shipping, Medusa takes it off the cheapest way of shipping only.',
      }),
    };
  }
  const scope = method.target_rules?.length ? { scope: scopeOf(method.target_rules) } : {};
  if (target === 'order' && allocation !== 'each') return { ...scope, benefit: total };
  if (allocation === 'across') return { ...scope, benefit: total, layer: 'item' };
  // One at most, unless it says how many.
  const units = {
    ...scope,
    benefit: { kind: 'each', ...rewardOf(method, money), maxUnits: most ?? 1 },
  } as const;
  if (allocation === 'each')
    return {
      ...units,
      about: `Medusa takes it off at most ${most ?? 1} of each line, the preview off at most ${most ?? 1} of all lines together.`,
    };
  if (isPercentage)
    throw new LeftOut('It takes a percentage off the cheapest units; a coupon takes it off the dearest.');
  return {
    ...units,
    about:
      'Medusa takes it off the cheapest units, the preview off the dearest: of goods that cost less than it, Medusa takes less.',
  };
}

/** Medusa rewards the dearest of the units that may be, the preview the cheapest: it never promises more. */
function sayBuyGet(method: MedusaMethod, money: (amount: number) => number): Part {
  const { buy_rules: bought = [], target_rules: given = [], max_quantity: most } = method;
  const { apply_to_quantity: get = 0, buy_rules_min_quantity: buy = 0 } = method;
  const times = Math.floor((most ?? 1) / get);
  if (!bought.length || !(buy >= 1) || !(get >= 1) || times < 1)
    throw new LeftOut('It says nowhere what must be bought, or gives nothing.');
  const scope = scopeOf(bought);
  const getScope = scopeOf(given);
  const reward = { kind: 'buyXGetY', buy, get, ...rewardOf(method, money) } as const;
  const dearest =
    'Where goods of several prices earn it, Medusa takes the dearest, the preview the cheapest.';
  if (JSON.stringify(scope) === JSON.stringify(getScope))
    return { scope, benefit: { ...reward, maxTimes: times }, about: dearest };
  return {
    scope,
    // Medusa gives all of them or none; a coupon, as many as there are.
    benefit: { ...reward, getScope, maxTimes: get > 1 ? 1 : times },
    conditions: { requires: [{ scope: getScope, quantity: get }] },
    about: areApart(scope, getScope)
      ? dearest
      : `${dearest} Of what is in both, what earns it and what is given, Medusa may give others than the preview.`,
  };
}

function rewardOf(
  { type, value }: MedusaMethod,
  money: (amount: number) => number,
): { percentOff: number } | { amount: number } {
  return type === 'percentage' ? { percentOff: value } : { amount: money(value) };
}

/** Percentages are the same with tax and without. */
function sayTax(
  { is_tax_inclusive: isWithTax = false, type }: MedusaPromotion,
  method: MedusaMethod,
  isGross: boolean,
): Part {
  // What earns shipping or a gift is measured without tax, whatever the promotion says.
  const isOfGoods = type !== 'buyget' && method.target_type !== 'shipping_methods';
  const counted = isOfGoods && isWithTax;
  if (method.type === 'percentage' || counted === isGross) return {};
  if (counted) throw new LeftOut('It takes off an amount with tax, and prices are without.');
  return { about: 'It takes off an amount without tax, and prices are with tax: Medusa takes off more.' };
}

function sayRule(rule: MedusaRule, isGross: boolean, money: (amount: number) => number): Part {
  const { attribute, operator, values } = rule;
  const isOneOf = operator === 'in' || operator === 'eq';
  const [value = '', second] = values;
  const basis = Object.hasOwn(totals, attribute) ? totals[attribute] : undefined;
  if (basis && (operator === 'gte' || operator === 'gt')) {
    if (basis === 'net' && isGross) throw new LeftOut('Its minimum is without tax, and prices are with tax.');
    const least = money(Math.min(...values.map(Number))) + (operator === 'gt' ? 1 : 0);
    const measured =
      attribute.startsWith('original_') || attribute.endsWith('subtotal')
        ? ''
        : 'after discounts, its own too';
    const tax = basis === 'gross' && !isGross ? 'with tax' : '';
    const shipping = attribute.startsWith('item') || attribute.startsWith('original') ? '' : 'with shipping';
    const ways = [measured, tax, shipping].filter(Boolean);
    return {
      conditions: { minCartSpend: least },
      ...(ways.length > 0 && {
        about: `Medusa measures its minimum ${ways.join(', ')}; the preview does not.`,
      }),
    };
  }
  if (isOneOf && /^region[._]id$/.test(attribute)) return { conditions: { regions: values } };
  // The benefit has it.
  if (isOneOf && attribute === 'currency_code' && !second) return {};
  if (isOneOf && /^customer\.groups\.id$/.test(attribute))
    return {
      conditions: { shopperTags: values },
      about:
        'It is for groups of customers: the preview has it where the page names them as tags of the shopper.',
    };
  const name = new Map([
    ['shipping_address.country_code', 'country'],
    ['sales_channel_id', 'salesChannel'],
  ]).get(attribute);
  if (isOneOf && name && !second)
    return { conditions: { attributes: { [name]: name === 'country' ? value.toLowerCase() : value } } };
  throw new LeftOut(`Its rule "${attribute} ${operator}" cannot be said of a coupon.`);
}

function currencyIn(rules: readonly MedusaRule[]): string | undefined {
  const { values = [] } = rules.find(({ attribute }) => attribute === 'currency_code') ?? {};
  return values.length === 1 ? values[0]!.toUpperCase() : undefined;
}

function merge(all: readonly Conditions[]): Conditions | undefined {
  const minimums = all.flatMap((each) => each.minCartSpend ?? []);
  const named = Object.assign({}, ...all.map((each) => each.attributes)) as Conditions['attributes'];
  const twice = (['regions', 'shopperTags'] as const).some(
    (key) => all.filter((each) => each[key]).length > 1,
  );
  if (twice) throw new LeftOut('It has several rules of one kind; a coupon has one.');
  const conditions: Conditions = {
    ...Object.assign({}, ...all),
    ...(minimums.length > 0 && { minCartSpend: Math.max(...minimums) }),
    ...(Object.keys(named ?? {}).length > 0 && { attributes: named }),
  };
  return Object.keys(conditions).length > 0 ? conditions : undefined;
}

function isUsedUp({ limit, used = 0 }: Counter): boolean {
  return !!limit && used >= limit;
}
