import type { Problem } from '../model/problem.js';
import type { Reason } from '../model/refusal.js';
import type { ProblemDetails } from '../protocol/messages.js';

/** Every way a request can fail: its status and its title. The code is what programs go by. */
const problems = {
  'malformed-json': [400, 'The body is not JSON.'],
  'idempotency-key-missing': [400, 'The header Idempotency-Key must have 1 to 128 visible ASCII characters.'],
  unauthorized: [401, 'The bearer token is missing, not valid or expired.'],
  'points-too-few': [402, 'The shopper has too few points.'],
  'unknown-key': [403, 'The header Couponkit-Key is not this shop’s publishable key.'],
  'origin-not-allowed': [403, 'This page’s origin is not on the list.'],
  'secret-key-in-page': [403, 'Secret keys are for the merchant’s backend, never for a page.'],
  'sign-in': [403, 'Only for shoppers who are signed in.'],
  'not-eligible': [403, 'Not for this shopper.'],
  'not-found': [404, 'There is nothing here.'],
  'unknown-offer': [404, 'There is no such offer.'],
  'unknown-code': [404, 'There is no such code.'],
  'unknown-claim': [404, 'There is no such claim.'],
  'unknown-hold': [404, 'There is no such hold.'],
  'unknown-campaign': [404, 'There is no such campaign.'],
  'unknown-invitation': [404, 'There is no such invitation.'],
  'unknown-redemption': [404, 'There is no such redemption.'],
  'method-not-allowed': [405, 'Not with this method.'],
  'sold-out': [409, 'All are claimed.'],
  'shopper-limit': [409, 'This shopper has as many as one may have.'],
  taken: [409, 'This shopper has taken part as often as one may.'],
  'own-invitation': [409, 'Nobody can accept their own invitation.'],
  'already-invited': [409, 'This shopper has accepted an invitation already.'],
  upcoming: [409, 'It cannot be claimed yet.'],
  ended: [409, 'It can no longer be claimed.'],
  'not-held': [409, 'The shopper does not hold one of the coupons.'],
  'already-reserved': [409, 'Another hold of the shopper has one of the coupons.'],
  'too-many-holds': [409, 'The shopper has as many holds as one may have.'],
  'already-extended': [409, 'A hold can be prolonged once.'],
  'cart-changed': [409, 'This is another cart than the one that was priced.'],
  'price-changed': [409, 'The cart has another price now.'],
  'other-shopper': [409, 'The price was promised to another shopper.'],
  'other-order': [409, 'The hold, or the order’s number, belongs to another order.'],
  'other-mode': [409, 'The order’s first reversal had another mode.'],
  'quote-expired': [410, 'The price is promised no longer.'],
  'hold-ended': [410, 'The hold has ended.'],
  'payload-too-large': [413, 'The body is larger than 1 MiB.'],
  'unsupported-media-type': [415, 'The body must be application/json.'],
  'invalid-request': [422, 'The request is not of the right form.'],
  'bad-token': [422, 'The token was not signed here, or was changed.'],
  'unknown-line': [422, 'There is no such line in the order.'],
  'more-than-remains': [422, 'More comes back than is left of the order.'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request.'],
  'rate-limited': [429, 'Too many requests.'],
  internal: [500, 'The server made a mistake.'],
  unavailable: [503, 'The store is busy.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

/** The closed list. */
export const problemCodes = Object.keys(problems) as readonly ProblemCode[];

export interface ProblemExtras {
  /** Where a call has another one than the list. */
  readonly status?: number;
  readonly detail?: string;
  /** What a sentence about it needs to say. */
  readonly params?: Reason['params'];
  readonly problems?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that knows its own code. */
export type ProblemResponse = Response & { readonly code: ProblemCode };

/** Returns an answer of RFC 9457. */
export function answerProblem(code: ProblemCode, extras: ProblemExtras = {}): ProblemResponse {
  const [usual, title] = problems[code];
  const { status = usual, detail, params, problems: found, headers } = extras;
  const body: ProblemDetails = {
    type: `urn:couponkit:problem:${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(params && { params }),
    ...(found && { problems: found.map(({ path, code }) => ({ path, code })) }),
  };
  const answer = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
  return Object.assign(answer, { code });
}
