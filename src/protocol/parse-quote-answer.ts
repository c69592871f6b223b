import { layers } from '../model/coupon.js';
import type { Parsed } from '../model/problem.js';
import type { Quote } from '../model/quote.js';
import { amount, integer, object, oneOf, parse, text, type Shape } from '../model/shape.js';
import { atMost, date, reasons } from './answer-shapes.js';
import type { Verdict } from './messages.js';

const maxLines = 500;
const maxCoupons = 100;

const allocations = atMost(maxCoupons, object({ coupon: text, amount, platform: amount }));

const quote: Shape<Quote> = object({
  currency: text,
  subtotal: amount,
  shipping: amount,
  discount: amount,
  payable: amount,
  lines: atMost(
    maxLines,
    object({ id: text, subtotal: amount, discount: amount, payable: amount, allocations }),
  ),
  fees: atMost(
    maxLines,
    object({ 'shop?': text, fee: amount, discount: amount, payable: amount, allocations }),
  ),
  applied: atMost(maxCoupons, object({ coupon: text, layer: oneOf(...layers), amount, platform: amount })),
  refused: atMost(maxCoupons, object({ coupon: text, reasons })),
});

/** Within 500 lines and 50 coupons. */
export const verdict: Shape<Verdict> = object({
  cartHash: text,
  at: integer(0),
  outcomes: atMost(
    maxCoupons,
    object({ coupon: text, state: oneOf('effective', 'attached', 'rejected'), reasons, 'amount?': amount }),
  ),
  automatic: atMost(maxCoupons, object({ label: text, amount })),
  totals: object({
    subtotal: amount,
    discount: amount,
    'shipping?': amount,
    'tax?': amount,
    payable: amount,
    basis: oneOf('net', 'gross'),
  }),
  'prices?': atMost(maxLines, object({ line: text, before: amount, after: amount })),
  'quote?': quote,
  'token?': text,
  'expiresAt?': date,
});

/** Returns the verdict, within 500 lines and 100 coupons. */
export function parseQuoteAnswer(value: unknown): Parsed<Verdict> {
  return parse(verdict, value);
}
