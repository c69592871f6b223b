import type { Problem } from '../model/problem.js';
import type { ProblemDetails } from '../protocol/messages.js';

/** Every way a request can fail: its status and its title. The code is what programs go by. */
const problems = {
  'malformed-json': [400, 'The body is not JSON.'],
  'idempotency-key-missing': [400, 'The header Idempotency-Key must have 1 to 128 visible ASCII characters.'],
  unauthorized: [401, 'The bearer token is missing, not valid or expired.'],
  'unknown-key': [403, 'The header Couponkit-Key is not this shop’s publishable key.'],
  'origin-not-allowed': [403, 'This page’s origin is not on the list.'],
  'secret-key-in-page': [403, 'Secret keys are for the merchant’s backend, never for a page.'],
  'sign-in': [403, 'Only for shoppers who are signed in.'],
  'not-found': [404, 'There is nothing here.'],
  'unknown-offer': [404, 'There is no such offer.'],
  'unknown-code': [404, 'There is no such code.'],
  'method-not-allowed': [405, 'Not with this method.'],
  'sold-out': [409, 'All are claimed.'],
  'shopper-limit': [409, 'This shopper has as many as one may have.'],
  upcoming: [409, 'It cannot be claimed yet.'],
  ended: [409, 'It can no longer be claimed.'],
  'payload-too-large': [413, 'The body is larger than 1 MiB.'],
  'unsupported-media-type': [415, 'The body must be application/json.'],
  'invalid-request': [422, 'The request is not of the right form.'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request.'],
  'rate-limited': [429, 'Too many requests.'],
  internal: [500, 'The server made a mistake.'],
  unavailable: [503, 'The store is busy.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

/** The closed list. */
export const problemCodes = Object.keys(problems) as readonly ProblemCode[];

export interface ProblemExtras {
  readonly detail?: string;
  readonly problems?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns an answer of RFC 9457. */
export function answerProblem(
  code: ProblemCode,
  { detail, problems: found, headers }: ProblemExtras = {},
): Response {
  const [status, title] = problems[code];
  const body: ProblemDetails = {
    type: `urn:couponkit:problem:${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(found && { problems: found.map(({ path, code }) => ({ path, code })) }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
