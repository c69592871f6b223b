import { holdAnswer } from '../hold-answer.js';
import { answerDecision, type Route } from '../route.js';

/** Prolongs a hold, once. */
export const reservationExtensions: Route = {
  method: 'POST',
  path: '/v1/reservations/{id}/extensions',
  access: 'owner',
  idempotent: true,
  async handle({ keyed, parameters, identity }, { ledger }) {
    const shopper = identity && { shopper: identity.subject };
    const decision = await ledger.extend({ ...keyed, hold: parameters['id']!, ...shopper });
    return answerDecision(decision, holdAnswer, { refused: { 'hold-ended': 409 } });
  },
};
