import { demand } from '../money/coupon-error.js';
import type { Cart, Line } from '../model/cart.js';
import type { Quote } from '../model/quote.js';

/**
 * Returns the cart's lines by id.
 * @throws CouponError where the quote was made of another cart; the order of lines and fees does not matter
 */
export function requireQuoteOf(cart: Cart, quote: Quote): ReadonlyMap<string, Line> {
  const { lines, shipping = [] } = cart;
  demandSame('quote.currency', quote.currency === cart.currency);
  demandSame('quote.lines', quote.lines.length === lines.length);
  demandSame('quote.fees', quote.fees.length === shipping.length);
  const listed = new Map(lines.map((line) => [line.id, line.unitPrice * line.quantity]));
  quote.lines.forEach(({ id, subtotal }, index) =>
    demandSame(`quote.lines[${index}]`, listed.get(id) === subtotal && listed.delete(id)),
  );
  const fees = new Map(shipping.map(({ shop, fee }) => [shop, fee]));
  quote.fees.forEach(({ shop, fee }, index) =>
    demandSame(`quote.fees[${index}]`, fees.get(shop) === fee && fees.delete(shop)),
  );
  return new Map(lines.map((line) => [line.id, line]));
}

function demandSame(argument: string, holds: boolean): void {
  demand(argument, holds, 'give the cart of which the quote was made.');
}
