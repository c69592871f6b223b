/** The calls of the HTTP adapter beside offers: nothing of them is needed before a shopper has a cart, or claims something. */
import type { Reason } from '../../model/refusal.js';
import { isObject } from '../../model/shape.js';
import { createIdempotencyKey } from '../../protocol/create-idempotency-key.js';
import type {
  ClaimAnswer,
  ClaimRequest,
  ExchangeAnswer,
  ExchangeRequest,
  Verdict,
} from '../../protocol/messages.js';
import { parseClaimAnswer } from '../../protocol/parse-claim-answer.js';
import { parseQuoteAnswer as parse } from '../../protocol/parse-quote-answer.js';
import type { AdapterError, Call, RecheckInput, Refused, VerifyInput } from '../adapter.js';
import type { Ask, Request } from '../http.js';
import type { Problem } from './send-json.js';

/** Whoever claims needs it, so it comes along. */
export { renewSession } from './renew-session.js';

export function verify(ask: Ask, body: VerifyInput, call: Call): Promise<Verdict> {
  return ask({ path: 'quotes', body, call, timeoutMs: 4000, parse });
}

/** Right before payment a token is wanted, and it is a shopper's. */
export function recheck(ask: Ask, { last, ...input }: RecheckInput, call: Call): Promise<Verdict> {
  const body = { ...input, desired: last.outcomes.map(({ coupon }) => ({ coupon })) };
  return ask({ path: 'quotes', body, call, timeoutMs: 6000, parse, needsShopper: true });
}

export function claim(ask: Ask, body: ClaimRequest, call: Call): Promise<ClaimAnswer | Refused> {
  return askToChange(ask, { path: 'claims', body, call, parse: parseClaimAnswer });
}

export function exchange(ask: Ask, body: ExchangeRequest, call: Call): Promise<ExchangeAnswer | Refused> {
  return askToChange(ask, { path: 'exchanges', body, call, parse: parseClaimAnswer });
}

/** Asks as the shopper for what changes something. @throws AdapterError where it fails; a refusal is a value */
export function askToChange<T>(
  ask: Ask,
  request: Omit<Request<T>, 'timeoutMs' | 'needsShopper'>,
): Promise<T | Refused> {
  const { idempotencyKey = createIdempotencyKey(), ...rest } = request.call;
  const call = { ...rest, idempotencyKey };
  return orRefused(ask({ ...request, call, timeoutMs: 4000, needsShopper: true }));
}

const refusals =
  /^(sign-in|not-eligible|taken|own-invitation|already-invited|points-too-few|unknown-(offer|code|hold|campaign|invitation))$/;

/** What the server refuses for the shop's reasons is a value. @throws AdapterError where it is a fault */
export async function orRefused<T>(answer: Promise<T>): Promise<T | Refused> {
  try {
    return await answer;
  } catch (error) {
    const { status, code, params } = ((error as AdapterError).cause ?? {}) as Partial<Problem>;
    if (typeof code !== 'string' || !(/^(402|409|410)$/.test(`${status}`) || refusals.test(code)))
      throw error;
    return { refused: { code, params: plainParams(params) } };
  }
}

const maxParams = 20;
const maxTextLength = 200;

/** What a sentence can say of it; the rest is left out. */
function plainParams(params: unknown): Reason['params'] {
  const isPlain = (value: unknown) =>
    typeof value === 'string'
      ? value.length <= maxTextLength
      : typeof value === 'boolean' || Number.isFinite(value);
  const entries = Object.entries(isObject(params) ? params : {}).slice(0, maxParams);
  return Object.fromEntries(entries.filter(([, value]) => isPlain(value)));
}
