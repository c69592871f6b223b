import type { Cart, Line } from '../../model/cart.js';
import { normalizeCode } from '../../model/normalize-code.js';
import type { Reason } from '../../model/refusal.js';
import type { UcpSession, UcpTotal } from './parse-ucp-session.js';
import type { PlatformCart, PlatformDiscount, RefusedCode } from './platform.js';

/** Of the codes in specification/shopping/extensions/discount, rejected codes. Why the others do not apply is not said more closely. */
const reasons: Readonly<Record<string, string>> = {
  discount_code_expired: 'expired',
  discount_code_invalid: 'unknown-code',
  discount_code_combination_disallowed: 'conflict',
  discount_code_user_not_logged_in: 'sign-in',
};

/** Types of totals; all others are fees and credits, also of kinds that shops name themselves. */
const known = ['subtotal', 'items_discount', 'discount', 'fulfillment', 'tax', 'total'];

/** Returns what a session says of the cart, in couponkit’s form. @param basis of its prices, where it lists no tax */
export function toUcpCart(session: UcpSession, basis: 'net' | 'gross'): PlatformCart {
  const { totals, discounts } = session;
  const taxes = totals.filter(({ type }) => type === 'tax');
  const tax = sumOf(taxes);
  const refused = toUcpRefused(session);
  return {
    cart: toCart(session),
    codes: (discounts?.codes ?? []).filter((code) => !refused.some((each) => isSameUcpCode(each.code, code))),
    discounts: toDiscounts(session),
    payable: sumOf(totals.filter(({ type }) => type === 'total')) - tax,
    // All that is not the total adds up to it: a tax that is listed is not in the prices.
    basis: taxes.length ? 'net' : basis,
    ...(taxes.length && { tax }),
  };
}

function toCart({ currency, line_items, totals }: UcpSession): Cart {
  const fees = totals.filter(({ type }) => type === 'fulfillment');
  const lines = line_items.map(({ id, item, quantity, totals = [] }): Line => {
    const subtotal = totals.find(({ type }) => type === 'subtotal')?.amount ?? item.price * quantity;
    // What is sold by weight or time is priced as one: the shop rounds the line.
    const isPlain = subtotal === item.price * quantity;
    return {
      id,
      product: item.id,
      title: item.title,
      ...(item.image_url && { image: item.image_url }),
      unitPrice: isPlain ? item.price : subtotal,
      quantity: isPlain ? quantity : 1,
    };
  });
  const charges = totals.filter(isCharge).map(({ type, display_text = 'Fee', amount }, index): Line => ({
    id: `${type}:${index}`,
    product: type,
    title: display_text,
    unitPrice: amount,
    quantity: 1,
    discountable: false,
  }));
  return {
    currency,
    lines: [...lines, ...charges],
    ...(fees.length && { shipping: [{ fee: sumOf(fees) }] }),
  };
}

function toDiscounts(session: UcpSession): readonly PlatformDiscount[] {
  const { discounts, totals } = session;
  const applied = discounts?.applied ?? [];
  const taken = totals.filter(isDiscount);
  // Where the shop says of a discount only what it comes to.
  const untold = {
    label: taken[0]?.display_text ?? 'Discount',
    // Below 0 since 2026-04-08; before, above it.
    amount: Math.abs(sumOf(taken)) - sumOf(applied),
  };
  const credits = totals
    .filter(isCredit)
    .map(({ display_text = 'Credit', amount }) => ({ label: display_text, amount: -amount }));
  const rows = applied.flatMap(({ code, title, amount, allocations = [] }) => {
    const parts = sumOf(allocations) === amount ? allocations : [{ path: '', amount }];
    return parts.map(({ path, amount }): PlatformDiscount => {
      const from = findTarget(path, session);
      return { label: title, amount, ...(code && { code }), ...(from && { from }) };
    });
  });
  return [...rows, untold, ...credits].filter(({ amount }) => amount > 0);
}

/** RFC 9535 as the specification uses it: `$.line_items[0]`, `$.totals[?@.type == "fulfillment"]`; until 2026-04-08 `$.totals.shipping`. */
function findTarget(path: string, { line_items, totals }: UcpSession): string | undefined {
  const [, list, index] = /^\$\.(line_items|totals)\[(\d+)\]/.exec(toShorthand(path)) ?? [];
  if (list === 'line_items') return line_items[+index!]?.id;
  const isShipping = list
    ? totals[+index!]?.type === 'fulfillment'
    : /^\$\.totals(\.shipping$|\[\?.*\bfulfillment\b)/.test(toShorthand(path));
  return isShipping ? 'shipping' : undefined;
}

/** Returns the codes that the messages name as rejected, and that take nothing off. */
export function toUcpRefused({ discounts, messages = [] }: UcpSession): readonly RefusedCode[] {
  const { codes = [], applied = [] } = discounts ?? {};
  const idle = codes.filter((code) => !applied.some((each) => each.code && isSameUcpCode(each.code, code)));
  const told = messages.flatMap(({ code = '', path = '' }) => {
    if (!code.startsWith('discount_code_')) return [];
    const [, index] = /^\$\.discounts\.codes\[(\d+)\]/.exec(toShorthand(path)) ?? [];
    return { at: index && codes[+index], reason: toReason(code) };
  });
  return idle.flatMap((code) => {
    // A message without a path can only be meant for the only one.
    const message = told.find(({ at }) => (at ? isSameUcpCode(at, code) : idle.length === 1));
    return message ? [{ code, reason: message.reason }] : [];
  });
}

function toReason(code: string): Reason {
  return { code: (Object.hasOwn(reasons, code) && reasons[code]) || 'unspecified', params: {} };
}

/** `$['line_items'][0]` → `$.line_items[0]` */
function toShorthand(path: string): string {
  return path.replace(/\[(['"])(\w+)\1\]/g, '.$2');
}

/** Codes are matched without regard to case (specification/shopping/extensions/discount, operations). */
export function isSameUcpCode(one: string, other: string): boolean {
  return normalizeCode(one) === normalizeCode(other);
}

function isDiscount({ type }: UcpTotal): boolean {
  return type === 'items_discount' || type === 'discount';
}

function isCharge({ type, amount }: UcpTotal): boolean {
  return amount > 0 && !known.includes(type);
}

function isCredit({ type, amount }: UcpTotal): boolean {
  return amount < 0 && !known.includes(type);
}

function sumOf(entries: readonly { readonly amount: number }[]): number {
  return entries.reduce((sum, { amount }) => sum + amount, 0);
}
