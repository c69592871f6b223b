import type { Cart } from '../model/cart.js';
import { cartShape } from '../model/parse-cart.js';
import { shopperShape } from '../model/parse-shopper.js';
import type { Parsed } from '../model/problem.js';
import type { ReturnedUnits } from '../model/refund.js';
import { flag, is, list, object, oneOf, parse, positive, text, type Shape } from '../model/shape.js';
import type {
  ClaimRequest,
  Desired,
  ExchangeRequest,
  OffersRequest,
  PointsRequest,
  QuoteRequest,
  RedemptionRequest,
  ReservationRequest,
  ReversalRequest,
} from './messages.js';

/** What a request may hold at most. */
export const requestLimits = { lines: 500, desired: 100, textLength: 200, points: 1_000_000_000 } as const;

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

export function parseReservationRequest(body: unknown): Parsed<ReservationRequest> {
  return parse(object({ token: text, cart }), body);
}

export function parseRedemptionRequest(body: unknown): Parsed<RedemptionRequest> {
  return parse(object({ hold: shortText, order: shortText, cartHash }), body);
}

export function parseReversalRequest(body: unknown): Parsed<ReversalRequest> {
  const mode = oneOf('proportional', 'recalculated');
  return parse(object({ 'returned?': returned, 'shipping?': flag, 'mode?': mode }), body);
}

export function parsePointsRequest(body: unknown): Parsed<PointsRequest> {
  return parse(object({ shopper: shortText, points }), body);
}

/** A text that can be stored everywhere: without control characters and halves of surrogate pairs. */
export const shortText: Shape<string> = (value, path, report) => {
  const clean = text(value, path, report);
  const max = requestLimits.textLength;
  if (typeof clean !== 'string') return clean;
  if (clean.length > max) report(path, 'too-long', { max });
  if (/[\p{Cc}\p{Cs}]/u.test(clean)) report(path, 'control-character');
  return clean;
};

const cartHash: Shape<string> = is('not-a-hash', (value) => /^[0-9a-f]{64}$/.test(value as string));

const points: Shape<number> = is(
  'not-in-range',
  (value) => Number.isSafeInteger(value) && value !== 0 && Math.abs(value as number) <= requestLimits.points,
  { min: -requestLimits.points, max: requestLimits.points },
);

const returned: Shape<readonly ReturnedUnits[]> = (value, path, report) => {
  const max = requestLimits.lines;
  if (Array.isArray(value) && value.length > max) return (report(path, 'too-many', { max }), []);
  return list<ReturnedUnits>(object({ line: text, quantity: positive }), 1)(value, path, report);
};

const desired: Shape<readonly Desired[]> = (value, path, report) => {
  const max = requestLimits.desired;
  if (Array.isArray(value) && value.length > max) return (report(path, 'too-many', { max }), []);
  const clean = list<Desired>(object({ coupon: shortText, 'code?': shortText }))(value, path, report);
  const seen = new Set<string>();
  clean.forEach(({ coupon }, index) => {
    if (seen.has(coupon)) report(`${path}[${index}].coupon`, 'duplicate');
    seen.add(coupon);
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
