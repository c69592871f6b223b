import { claimState, heldOf } from './claim-state.js';
import type { BookEntry } from './coupon-book.js';
import type { Held } from '../protocol/messages.js';
import type { Holding } from './ledgers/ledger.js';
import { answerProblem } from './problem-details.js';
import type { Call, Services } from './route.js';

/** A coupon that is in the wallet now. */
export interface Grant {
  readonly held: Held;
  /** The same idempotency key has had this effect before. */
  readonly replayed: boolean;
}

/**
 * Returns what this idempotency key has granted before; `undefined` where it has not been used. Asked before anything else, since a claim
 * that was granted is answered with the same for good.
 */
export async function replay(
  request: string,
  call: Call,
  services: Services,
): Promise<Grant | Response | undefined> {
  const recalled = await services.ledger.recall(call.identity!.subject, call.idempotencyKey);
  if (!recalled) return undefined;
  if (recalled.request !== request) return answerProblem('idempotency-key-reused');
  return grantOf(recalled.holding, true, call, services);
}

/** Grants a coupon to whoever asks, or answers why not. */
export async function grant(
  entry: BookEntry,
  request: string,
  call: Call,
  services: Services,
): Promise<Grant | Response> {
  const { identity, idempotencyKey, now } = call;
  // How many are left only the ledger can say, under its lock.
  const state = claimState(entry, { owned: 0, granted: 0, signedIn: identity!.signedIn, now });
  if (state === 'sold-out' || state === 'upcoming' || state === 'ended' || state === 'sign-in') {
    return answerProblem(state);
  }
  const { stock } = entry.terms;
  const decision = await services.ledger.claim({
    coupon: entry.coupon.id,
    shopper: identity!.subject,
    ...(stock !== undefined && { stock }),
    perShopper: entry.perShopper,
    key: idempotencyKey,
    request,
    at: now,
  });
  switch (decision.state) {
    case 'granted':
    case 'replayed':
      return grantOf(decision.holding, decision.state === 'replayed', call, services);
    case 'key-reused':
      return answerProblem('idempotency-key-reused');
    default:
      return answerProblem(decision.state);
  }
}

/** How a grant is answered: 201, or 200 where it is an earlier one. */
export function grantStatus({ replayed }: Grant): [status: number, headers: Record<string, string>] {
  return replayed ? [200, { 'idempotent-replayed': 'true' }] : [201, {}];
}

function grantOf(holding: Holding, replayed: boolean, { now }: Call, { book }: Services): Grant | Response {
  const entry = book.byId(holding.coupon);
  return entry ? { held: heldOf(holding, entry, now), replayed } : answerProblem('unknown-offer');
}
