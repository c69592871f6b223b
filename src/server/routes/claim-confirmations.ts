import { answerDecision, type Route } from '../route.js';

/** The merchant has the money for a claim that waits for it. */
export const claimConfirmations: Route = {
  method: 'POST',
  path: '/v1/claims/{id}/confirmations',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, parameters }, { ledger }) {
    const decision = await ledger.confirmClaim({ ...keyed, claim: parameters['id']! });
    return answerDecision(decision, (claim) => ({ claim }));
  },
};
