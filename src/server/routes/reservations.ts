import { parseReservationRequest } from '../../protocol/parse-request.js';
import { holdAnswer } from '../hold-answer.js';
import type { Hold } from '../ledgers/ledger.js';
import { priceAgain } from '../price-again.js';
import { answerProblem } from '../problem-details.js';
import { replay } from '../replay.js';
import { answerDecision, type Route } from '../route.js';

/** Holds all coupons of a promised price for the order that is about to be paid, or none. */
export const reservations: Route = {
  method: 'POST',
  path: '/v1/reservations',
  access: 'shopper',
  idempotent: true,
  // Each leaves its cart in the store for a while.
  weight: 5,
  async handle(call, services) {
    const parsed = parseReservationRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const promised = await priceAgain(parsed.value, call, services);
    if (promised instanceof Response) {
      const replayed = await replay<Hold>(call, services);
      return replayed ? answerDecision(replayed, holdAnswer) : promised;
    }
    const { subject } = call.identity!;
    const decision = await services.ledger.reserve({ ...call.keyed, shopper: subject, ...promised });
    return answerDecision(decision, holdAnswer);
  },
};
