import type { Cart } from '../model/cart.js';
import { cartShape } from '../model/parse-cart.js';
import { shopperShape } from '../model/parse-shopper.js';
import type { Parsed } from '../model/problem.js';
import { list, object, parse, text, type Shape } from '../model/shape.js';
import type { ClaimRequest, Desired, ExchangeRequest, OffersRequest, QuoteRequest } from './messages.js';

/** What a request may hold at most. */
export const requestLimits = { lines: 500, desired: 50, textLength: 200 } as const;

/** What the body of a request says, or every problem that it has, with its path: `cart.lines[2].unitPrice`. */
export function parseClaimRequest(body: unknown): Parsed<ClaimRequest> {
  return parse(object({ offer: shortText }), body);
}

export function parseExchangeRequest(body: unknown): Parsed<ExchangeRequest> {
  return parse(object({ code: shortText }), body);
}

export function parseOffersRequest(body: unknown): Parsed<OffersRequest> {
  return parse(object({ 'cart?': cart, 'product?': shortText }), body);
}

export function parseQuoteRequest(body: unknown): Parsed<QuoteRequest> {
  return parse(object({ cart, 'shopper?': shopperShape, desired }), body);
}

const shortText: Shape<string> = (value, path, report) => {
  const clean = text(value, path, report);
  const max = requestLimits.textLength;
  if (typeof clean === 'string' && clean.length > max) report(path, 'too-long', { max });
  return clean;
};

const desired: Shape<readonly Desired[]> = (value, path, report) => {
  const max = requestLimits.desired;
  if (Array.isArray(value) && value.length > max) return (report(path, 'too-many', { max }), []);
  const clean = list<Desired>(object({ coupon: shortText, 'code?': shortText }))(value, path, report);
  clean.forEach(({ coupon }, index) => {
    if (clean.findIndex((other) => other.coupon === coupon) < index)
      report(`${path}[${index}].coupon`, 'duplicate');
  });
  return clean;
};

const cart: Shape<Cart> = (value, path, report) => {
  const lines = (value as Partial<Cart> | null)?.lines;
  const max = requestLimits.lines;
  if (Array.isArray(lines) && lines.length > max) {
    report(`${path}.lines`, 'too-many', { max });
    return value as Cart;
  }
  return cartShape(value, path, report);
};
