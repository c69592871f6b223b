/**
 * What does a cart of WooCommerce's Store API say in couponkit's terms?
 *
 * Source: Store API v1 of WooCommerce 11, `CartSchema`, `CartItemSchema`, `CartCouponSchema`, `CartFeeSchema` and
 * `CartShippingRateSchema`. Amounts are strings of digits in units of `currency_minor_unit`, which is what the shop displays, not what ISO 4217 says:
 * a shop may show yen with two decimals, and dollars with none.
 */
import type { Cart, Line } from '../../model/cart.js';
import { anything, flag, is, list, object, parse, positive, text, type Shape } from '../../model/shape.js';
import { allocate } from '../../money/allocate.js';
import { exponentOf } from '../../money/exponent.js';
import { AdapterError } from '../adapter.js';
import { string } from './foreign-shapes.js';
import { decodeEntities } from './decode-entities.js';
import type { PlatformCart, PlatformDiscount } from './platform.js';

export type StoreCart = ReturnType<typeof storeCart>;
export type StoreItem = StoreCart['items'][number];

/** What the cart itself does not say of a product. */
export interface ProductFacts {
  /** Of a variation: the product that it is one of. */
  readonly parent?: number;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly brand?: string;
  /** Absent: not told; then the prices in the cart tell. */
  readonly isOnSale?: boolean;
}

const money = is<string>('not-an-amount', (value) => typeof value === 'string' && /^-?\d{1,15}$/.test(value));
const maybe =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path, report) =>
    value === null || value === '' ? undefined : shape(value, path, report);

const storeCart = object({
  items: list(
    object({
      key: text,
      id: positive,
      'type?': string,
      quantity: is<number>('not-a-number', (value) => typeof value === 'number' && value > 0),
      name: string,
      'sku?': maybe(string),
      'images?': list(object({ 'thumbnail?': maybe(string), 'src?': maybe(string) })),
      'variation?': list(object({ value: string })),
      prices: object({ price: money, 'regular_price?': maybe(money) }),
      totals: object({ line_subtotal: money, line_subtotal_tax: money }),
    }),
  ),
  coupons: list(object({ code: text, totals: object({ total_discount: money, total_discount_tax: money }) })),
  'fees?': list(object({ name: string, totals: object({ total: money, total_tax: money }) })),
  totals: object({
    'total_shipping?': maybe(money),
    'total_shipping_tax?': maybe(money),
    total_price: money,
    total_tax: money,
    currency_code: is<string>('not-a-currency', (value) => /^[A-Z]{3}$/.test(String(value))),
    currency_minor_unit: is<number>('not-a-count', (value) =>
      [0, 1, 2, 3, 4, 5, 6].includes(value as number),
    ),
  }),
  'needs_shipping?': flag,
  'shipping_rates?': list(
    object({
      'shipping_rates?': list(
        object({ 'method_id?': anything, price: money, taxes: money, 'selected?': anything }),
      ),
    }),
  ),
});

/** @throws AdapterError where it is no cart */
export function parseStoreCart(value: unknown): StoreCart {
  const parsed = parse(storeCart, value);
  if (parsed.ok) return parsed.value;
  const [first] = parsed.problems;
  throw new AdapterError('bad-response', `woocommerce cart: ${first!.path} ${first!.code}`, {
    cause: parsed.problems,
  });
}

/**
 * @param facts by the id of each item
 * @param given the basis that the merchant has chosen; else as the shop displays its prices
 */
export function toPlatformCart(
  store: StoreCart,
  facts: ReadonlyMap<number, ProductFacts>,
  given: 'net' | 'gross' | undefined,
): PlatformCart {
  const { items, coupons, fees = [], totals } = store;
  const currency = totals.currency_code;
  const shift = exponentOf(currency) - totals.currency_minor_unit;
  const toMinor = (units: number): number => (shift < 0 ? units / 10 ** -shift : units * 10 ** shift);
  /** What the shop rounds to. */
  const grain = Math.max(1, toMinor(1));
  const displayed = displayedBasis(items);
  const basis = given ?? displayed;
  /** Minor units of the currency, on the basis; with fractions where the shop has more decimals than the currency. */
  const amountOf = (net: string, tax: string | undefined): number =>
    toMinor(Number(net) + (basis === 'gross' ? Number(tax ?? 0) : 0));

  const lines = items.flatMap((item) => {
    const { line_subtotal, line_subtotal_tax } = item.totals;
    const unit = Math.round(toMinor(Number(item.prices.price)));
    const subtotal = Math.round(amountOf(line_subtotal, line_subtotal_tax));
    // Net and tax are rounded each for itself: with tax, the displayed price is the exact one.
    const slack = basis === 'gross' && Number(line_subtotal_tax) ? grain : 0;
    const isExact = basis === displayed && Math.abs(unit * item.quantity - subtotal) <= slack;
    return splitUnits(toLine(item, facts.get(item.id)), isExact ? unit : undefined, subtotal);
  });
  const charges = fees.map(({ name, totals }, index) => ({
    id: `fee:${index}`,
    title: decodeEntities(name) || `fee:${index}`,
    amount: Math.round(amountOf(totals.total, totals.total_tax)),
  }));
  const { fee, saved } = shippingOf(store, amountOf);
  const waiving = saved > 0 ? coupons.find(({ totals }) => Number(totals.total_discount) === 0) : undefined;
  const cart: Cart = {
    currency,
    lines: [
      ...lines,
      ...charges
        .filter(({ amount }) => amount > 0)
        .map(({ id, title, amount }) => ({
          id,
          product: id,
          title,
          unitPrice: amount,
          quantity: 1,
          discountable: false,
        })),
    ],
    ...(fee !== undefined && { shipping: [{ fee: waiving ? fee + saved : fee }] }),
  };
  const tax = toMinor(Number(totals.total_tax));
  const payable = toMinor(Number(totals.total_price)) - (basis === 'net' ? tax : 0);
  const discounts: readonly PlatformDiscount[] = [
    ...coupons.map(({ code, totals }) => ({
      code,
      label: code,
      amount: amountOf(totals.total_discount, totals.total_discount_tax),
    })),
    ...(waiving ? [{ code: waiving.code, label: waiving.code, amount: saved, from: 'shipping' }] : []),
    // A fee below zero is a discount that a plugin gives.
    ...charges.map(({ title, amount }) => ({ label: title, amount: -amount })),
  ].filter(({ amount }) => amount > 0);
  return {
    cart,
    codes: coupons.map(({ code }) => code),
    discounts: settle(discounts, cart, payable, grain),
    payable,
    basis,
    tax,
  };
}

/** Whether the prices are displayed without tax or with it; where there is no tax, nobody has to add any. */
function displayedBasis(items: readonly StoreItem[]): 'net' | 'gross' {
  let net = 0;
  let tax = 0;
  let displayed = 0;
  for (const { prices, quantity, totals } of items) {
    net += Number(totals.line_subtotal);
    tax += Number(totals.line_subtotal_tax);
    displayed += Number(prices.price) * quantity;
  }
  return tax > 0 && Math.abs(displayed - net) < Math.abs(displayed - net - tax) ? 'net' : 'gross';
}

function toLine(item: StoreItem, facts: ProductFacts | undefined): Omit<Line, 'unitPrice'> {
  const { key, id, name, sku, images = [], variation = [], prices, quantity } = item;
  const options = variation.map(({ value }) => value).filter(Boolean);
  const title = decodeEntities([name, ...options].filter(Boolean).join(', '));
  const image = images[0]?.thumbnail ?? images[0]?.src;
  const isOnSale = facts?.isOnSale ?? Number(prices.price) < Number(prices.regular_price ?? 0);
  const { parent, categories = [], tags = [], brand } = facts ?? {};
  return {
    id: key,
    product: String(parent || id),
    ...(sku && { sku }),
    ...(title && { title }),
    ...(image && { image }),
    ...(brand && { brand }),
    ...(categories.length > 0 && { categories }),
    ...((tags.length > 0 || isOnSale) && { tags: isOnSale ? [...tags, 'sale'] : tags }),
    quantity,
  };
}

/** The line at its unit price; where a price has more decimals than money has, as units of two prices that add up to what the shop counts. */
function splitUnits(line: Omit<Line, 'unitPrice'>, unit: number | undefined, subtotal: number): Line[] {
  const { quantity } = line;
  if (!Number.isSafeInteger(quantity)) return [{ ...line, unitPrice: subtotal, quantity: 1 }];
  if (unit !== undefined) return [{ ...line, unitPrice: unit }];
  const low = Math.floor(subtotal / quantity);
  const dearer = subtotal - low * quantity;
  const whole = { ...line, unitPrice: low, quantity: quantity - dearer };
  return dearer > 0 ? [whole, { ...line, id: `${line.id}+`, unitPrice: low + 1, quantity: dearer }] : [whole];
}

/**
 * What shipping costs, and what the shopper is spared by free shipping: the cart does not say what it would cost else, but WooCommerce's default is
 * the first other way (`wc_get_default_shipping_method_for_package`). Whether a coupon brings it is not told here.
 */
function shippingOf(
  { totals, needs_shipping: isNeeded, shipping_rates: packages = [] }: StoreCart,
  amountOf: (net: string, tax: string | undefined) => number,
): { fee?: number; saved: number } {
  const { total_shipping: total, total_shipping_tax: tax } = totals;
  if (total === undefined || isNeeded === false) return { saved: 0 };
  const saved = packages.map(({ shipping_rates: rates = [] }) => {
    const isFree = rates.some((rate) => rate.selected && rate.method_id === 'free_shipping');
    const other = rates.find((rate) => rate.method_id !== 'free_shipping');
    return isFree && other ? Math.round(amountOf(other.price, other.taxes)) : 0;
  });
  return {
    fee: Math.round(amountOf(total, tax)),
    saved: saved.reduce((sum, each) => sum + each, 0),
  };
}

/**
 * With tax, WooCommerce's own figures may be some minor units apart: each coupon's tax is rounded for itself, the total's once. What is due counts, and
 * the discounts are made to lead there; what is further apart is no rounding, and stays as it is.
 */
function settle(
  discounts: readonly PlatformDiscount[],
  { lines, shipping = [] }: Cart,
  payable: number,
  grain: number,
): readonly PlatformDiscount[] {
  const list = [
    ...lines.map(({ unitPrice, quantity }) => unitPrice * quantity),
    ...shipping.map(({ fee }) => fee),
  ].reduce((sum, each) => sum + each, 0);
  const expected = list - Math.round(payable);
  const told = discounts.reduce((sum, { amount }) => sum + amount, 0);
  const distance = Math.abs(expected - told);
  const most = grain * (lines.length + discounts.length);
  if (distance < 1 || distance > most || expected <= 0 || told <= 0) return discounts;
  const amounts = allocate(
    expected,
    discounts.map(({ amount }) => Math.round(amount)),
  );
  return discounts.map((each, index) => ({ ...each, amount: amounts[index]! }));
}
