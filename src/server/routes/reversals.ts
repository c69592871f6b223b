import { parseReversalRequest } from '../../protocol/parse-request.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, type Route } from '../route.js';

/** An order is cancelled, or something of it comes back: says what to pay back, and undoes the entries of the books. */
export const reversals: Route = {
  method: 'POST',
  path: '/v1/redemptions/{id}/reversals',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body, parameters }, { ledger, engine }) {
    const parsed = parseReversalRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const decision = await ledger.reverse({
      ...keyed,
      ...parsed.value,
      redemption: parameters['id']!,
      refund: engine.refund,
    });
    return answerDecision(decision, (reversal) => ({ reversal }));
  },
};
