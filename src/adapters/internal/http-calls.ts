/** The calls of the HTTP adapter beside offers: nothing of them is needed before a shopper has a cart, or claims something. */
import { createIdempotencyKey } from '../../protocol/create-idempotency-key.js';
import type { ClaimAnswer, Verdict } from '../../protocol/messages.js';
import { parseClaimAnswer } from '../../protocol/parse-claim-answer.js';
import { parseQuoteAnswer as parse } from '../../protocol/parse-quote-answer.js';
import type { AdapterError, Call, RecheckInput, Refused, VerifyInput } from '../adapter.js';
import type { Ask, Request } from '../http.js';
import type { Problem } from './send-json.js';

export function verify(ask: Ask, body: VerifyInput, call: Call): Promise<Verdict> {
  return ask({ path: 'quotes', body, call, timeoutMs: 4000, parse });
}

/** Right before payment a token is wanted, and it is a shopper's. */
export function recheck(ask: Ask, { last, ...input }: RecheckInput, call: Call): Promise<Verdict> {
  const body = { ...input, desired: last.outcomes.map(({ coupon }) => ({ coupon })) };
  return ask({ path: 'quotes', body, call, timeoutMs: 6000, parse, needsShopper: true });
}

export function change(
  ask: Ask,
  path: 'claims' | 'exchanges',
  body: object,
  call: Call,
): Promise<ClaimAnswer | Refused> {
  return askToChange(ask, { path, body, call, parse: parseClaimAnswer });
}

/** Asks as the shopper for what changes something. What the server refuses for the shop's reasons is a value. @throws AdapterError where it is a fault */
export async function askToChange<T>(
  ask: Ask,
  request: Omit<Request<T>, 'timeoutMs' | 'needsShopper'>,
): Promise<T | Refused> {
  const { idempotencyKey = createIdempotencyKey(), ...rest } = request.call;
  const call = { ...rest, idempotencyKey };
  try {
    return await ask({ ...request, call, timeoutMs: 4000, needsShopper: true });
  } catch (error) {
    const { status, code } = ((error as AdapterError).cause ?? {}) as Partial<Problem>;
    if (typeof code !== 'string') throw error;
    const isRefusal =
      /^(402|409|410)$/.test(`${status}`) || /^(sign-in|unknown-(offer|code|hold))$/.test(code);
    if (!isRefusal) throw error;
    return { refused: { code, params: {} } };
  }
}
