import type { Held } from '../protocol/messages.js';
import { claimState, heldOf } from './claim-state.js';
import type { BookEntry } from './coupon-book.js';
import type { ClaimAttempt, Decision, Holding } from './ledgers/ledger.js';
import { answerTooFew, payPoints } from './pay-points.js';
import { answerProblem, type ProblemCode } from './problem-details.js';
import { replay } from './replay.js';
import { answerDecision, isDone, type Call, type Services } from './route.js';

type GrantDecision = Decision<Holding, 'sold-out' | 'shopper-limit' | 'points-too-few'>;

/** The body of the answer to a coupon that is in the wallet now. */
export type GrantBody = (held: Held, replayed: boolean) => unknown;

const hourMs = 3_600_000;

/** Grants a coupon to whoever asks, or answers why not. */
export async function grant(
  entry: BookEntry,
  call: Call,
  services: Services,
  bodyOf: GrantBody,
): Promise<Response> {
  const { keyed, now } = call;
  const { coupon, terms, perShopper } = entry;
  const { ledger, counts, points } = services;
  const { subject, signedIn } = call.identity!;
  // How many are left, and how many the shopper has, only the ledger can say, under its lock.
  const spent = terms.budget === undefined ? 0 : ((await counts.read()).get(coupon.id)?.spent ?? 0);
  const state = claimState(entry, { holdings: [], count: { granted: -1, spent }, signedIn, now });
  if (state === 'sold-out' || state === 'upcoming' || state === 'ended' || state === 'sign-in') {
    return refuseGrant(state, call, services, bodyOf);
  }
  const claim = (cost: ClaimAttempt['cost']): Promise<GrantDecision> =>
    ledger.claim({
      ...keyed,
      coupon: coupon.id,
      shopper: subject,
      ...(terms.stock !== undefined && { stock: terms.stock }),
      perShopper,
      ...(cost && { cost }),
      ...(terms.validHours !== undefined && { validForMs: terms.validHours * hourMs }),
    });
  const price = terms.cost?.points;
  const decision = await (points && price !== undefined
    ? payPoints({ shopper: subject, points: price, keyed }, { points, ledger }, () => claim(undefined))
    : claim(terms.cost));
  if (decision.state === 'points-too-few') return answerTooFew(price!, subject, services);
  if (isDone(decision) && !decision.replayed) counts.add(coupon.id);
  return answerGrant(decision, call, services, bodyOf);
}

/** Answers with what this key was granted before, else with the problem. */
export async function refuseGrant(
  problem: ProblemCode,
  call: Call,
  services: Services,
  bodyOf: GrantBody,
): Promise<Response> {
  return (await replayGrant(call, services, bodyOf)) ?? answerProblem(problem);
}

/** Answers with what this key was granted before; `undefined`: nothing. */
export async function replayGrant(
  call: Call,
  services: Services,
  bodyOf: GrantBody,
): Promise<Response | undefined> {
  const decision = await replay<Holding>(call, services);
  return decision && answerGrant(decision, call, services, bodyOf);
}

/** Answers with the coupon that is in the wallet now, or with the problem. */
export function answerGrant(
  decision: GrantDecision,
  { now }: Call,
  { book, isoInZone }: Services,
  bodyOf: GrantBody,
): Response {
  if (isDone(decision) && !book.byId(decision.value.coupon)) return answerProblem('unknown-offer');
  return answerDecision(decision, (holding, replayed) =>
    bodyOf(heldOf(holding, book.byId(holding.coupon)!, now, isoInZone), replayed),
  );
}
