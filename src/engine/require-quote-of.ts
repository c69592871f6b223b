import { CouponError } from '../money/coupon-error.js';
import type { Cart, Line } from '../model/cart.js';
import type { Quote } from '../model/quote.js';

/**
 * Returns the cart's lines by id.
 * @throws CouponError where the quote was made of another cart; the order of lines and fees does not matter
 */
export function requireQuoteOf(cart: Cart, quote: Quote): ReadonlyMap<string, Line> {
  const { lines, shipping = [] } = cart;
  demand('quote.currency', quote.currency === cart.currency);
  demand('quote.lines', quote.lines.length === lines.length);
  demand('quote.fees', quote.fees.length === shipping.length);
  const listed = new Map(lines.map((line) => [line.id, line.unitPrice * line.quantity]));
  quote.lines.forEach(({ id, subtotal }, index) =>
    demand(`quote.lines[${index}]`, listed.get(id) === subtotal && listed.delete(id)),
  );
  const fees = new Map(shipping.map(({ shop, fee }) => [shop, fee]));
  quote.fees.forEach(({ shop, fee }, index) =>
    demand(`quote.fees[${index}]`, fees.get(shop) === fee && fees.delete(shop)),
  );
  return new Map(lines.map((line) => [line.id, line]));
}

function demand(argument: string, holds: boolean): void {
  if (!holds)
    throw new CouponError('invalid-argument', argument, 'give the cart of which the quote was made.');
}
