import { holdAnswer } from '../hold-answer.js';
import { answerDecision, answerJson, type Route } from '../route.js';

/** Gives a hold's coupons back to their shopper. */
export const releaseReservation: Route = {
  method: 'DELETE',
  path: '/v1/reservations/{id}',
  access: 'owner',
  idempotent: true,
  async handle({ keyed, parameters, identity }, { ledger }) {
    const shopper = identity && { shopper: identity.subject };
    const decision = await ledger.release({ ...keyed, hold: parameters['id']!, ...shopper });
    // Who comes back from paying asks without knowing how that went: no mistake of the page.
    const paid = shopper && decision.state === 'hold-ended' && (await ledger.findOrder(parameters['id']!));
    if (paid) return answerJson(200, holdAnswer(paid.hold));
    return answerDecision(decision, holdAnswer, { done: 200, refused: { 'hold-ended': 409 } });
  },
};
