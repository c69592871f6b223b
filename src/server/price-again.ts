import type { Quote } from '../model/quote.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { ReservationRequest } from '../protocol/messages.js';
import { price, resolveCart } from './create-verdict.js';
import { publicKeys } from './keys.js';
import { withCredit } from './personal-coupon.js';
import type { HoldPart, ReserveAttempt } from './ledgers/ledger.js';
import { answerProblem } from './problem-details.js';
import type { Call, Services } from './route.js';
import { verifyToken, type QuoteClaims } from './token.js';

/** What a token promises, to be held. */
export type Promised = Pick<ReserveAttempt, 'cartHash' | 'order' | 'parts'>;

/** Prices the cart of a reservation anew. Returns what is to be held where it costs what the token says, to the minor unit; else the answer that says what is not so. */
export async function priceAgain(
  { token, cart }: ReservationRequest,
  call: Call,
  services: Services,
): Promise<Promised | Response> {
  const { book, keys, policy } = services;
  const { keys: known } = publicKeys(await keys());
  const keyOf = async (id: string) => known.find(({ kid }) => kid === id);
  const decision = await verifyToken(token, keyOf, call.now);
  if (!decision.ok) return answerProblem(decision.reason === 'expired' ? 'quote-expired' : 'bad-token');
  const { claims } = decision;
  const { subject, shopper } = call.identity!;
  if (claims.sub !== subject) return answerProblem('other-shopper');
  const resolved = await resolveCart(cart, services);
  if (!resolved.ok) return answerProblem('invalid-request', { problems: resolved.problems });
  if ((await hashCart(resolved.value)) !== claims.cart) {
    // Where the page's own cart is the one that was priced, it is the catalogue that has changed.
    return answerProblem((await hashCart(cart)) === claims.cart ? 'price-changed' : 'cart-changed');
  }
  const entries = claims.coupons.flatMap(({ coupon, version }) => {
    const entry = book.byId(coupon);
    return entry?.version === version ? [entry] : [];
  });
  // Of store credit what was promised; whether there is so much of it, the ledger says.
  const coupons = entries.map(({ coupon, terms }) =>
    terms.credit ? withCredit(coupon, promisedBy(claims, coupon.id)) : coupon,
  );
  const quote = price(resolved.value, coupons, call, services);
  if (!isPromised(quote, claims)) return answerProblem('price-changed');
  const parts = claims.coupons.map(({ coupon, held, amount }): HoldPart => {
    const { budget } = book.byId(coupon)!.terms;
    return { claim: held, coupon, amount, ...(budget !== undefined && { budget }) };
  });
  const order = {
    cart: resolved.value,
    quote,
    coupons,
    policy,
    ...(shopper && { shopper }),
    pricedAt: call.now,
  };
  return { cartHash: claims.cart, order, parts };
}

function promisedBy({ coupons }: QuoteClaims, id: string): number {
  return coupons.find(({ coupon }) => coupon === id)!.amount;
}

function isPromised(
  { payable, currency, applied }: Quote,
  { total, currency: own, coupons }: QuoteClaims,
): boolean {
  return (
    payable === total &&
    currency === own &&
    applied.length === coupons.length &&
    coupons.every(({ coupon, amount }) =>
      applied.some((each) => each.coupon === coupon && each.amount === amount),
    )
  );
}
