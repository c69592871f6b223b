import type { Held } from '../../protocol/messages.js';
import { parseExchangeRequest } from '../../protocol/parse-request.js';
import { claimState } from '../claim-state.js';
import { isFor, type BookEntry } from '../coupon-book.js';
import { grant, replayGrant } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import { refuseGuess } from '../refuse-guess.js';
import type { Call, Route } from '../route.js';

/** Turns a typed code into a coupon in the shopper's wallet. */
export const exchanges: Route = {
  method: 'POST',
  path: '/v1/exchanges',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseExchangeRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const entry = redeemable(services.book.byCode(parsed.value.code), call);
    // Whatever is wrong with a code, the store is asked the same: how long it takes tells nothing, either.
    return (
      (await replayGrant(call, services, bodyOf)) ??
      (await refuseGuess(entry === undefined, call, services)) ??
      (entry ? grant(entry, call, services, bodyOf) : answerProblem('unknown-code'))
    );
  },
};

/** A code that is not for this shopper, or not yet or no more, is answered like one that does not exist: nobody finds next week's. */
function redeemable(entry: BookEntry | undefined, { identity, now }: Call): BookEntry | undefined {
  const nobody = { holdings: [], count: { granted: 0, spent: 0 }, signedIn: true, now };
  return entry && isFor(entry, identity) && claimState(entry, nobody) !== 'upcoming' ? entry : undefined;
}

const bodyOf = (held: Held): unknown => ({ held });
