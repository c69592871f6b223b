import type { Held } from '../../protocol/messages.js';
import { parseExchangeRequest } from '../../protocol/parse-request.js';
import { claimState } from '../claim-state.js';
import { isFor, type BookEntry } from '../coupon-book.js';
import { answerGrant, grant, replayGrant } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import { refuseGuess } from '../refuse-guess.js';
import type { Call, Route, Services } from '../route.js';

/** Turns a typed code into a coupon in the shopper's wallet. */
export const exchanges: Route = {
  method: 'POST',
  path: '/v1/exchanges',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseExchangeRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { code } = parsed.value;
    const entry = redeemable(services.book.byCode(code), call);
    // Whatever is wrong with a code, the store is asked the same: how long it takes tells nothing, either.
    const piece = await services.ledger.findCode(code);
    const isPersonal = !entry && piece !== undefined && services.book.byId(piece.coupon) !== undefined;
    return (
      (await replayGrant(call, services, bodyOf)) ??
      (await refuseGuess(!entry && !isPersonal, call, services)) ??
      (entry ? grant(entry, call, services, bodyOf) : exchange(code, isPersonal, call, services))
    );
  },
};

/** A code that works once: whoever types it first has its coupon. */
async function exchange(
  code: string,
  isPersonal: boolean,
  call: Call,
  services: Services,
): Promise<Response> {
  if (!isPersonal) return answerProblem('unknown-code');
  const { keyed, identity } = call;
  const decision = await services.ledger.exchangeCode({ ...keyed, code, shopper: identity!.subject });
  return decision.state === 'unknown-code'
    ? answerProblem('unknown-code')
    : answerGrant(decision, call, services, bodyOf);
}

/** A code that is not for this shopper, or not yet or no more, is answered like one that does not exist: nobody finds next week's. */
function redeemable(entry: BookEntry | undefined, { identity, now }: Call): BookEntry | undefined {
  const nobody = { holdings: [], count: { granted: 0, spent: 0 }, signedIn: true, now };
  return entry && isFor(entry, identity) && claimState(entry, nobody) !== 'upcoming' ? entry : undefined;
}

const bodyOf = (held: Held): unknown => ({ held });
