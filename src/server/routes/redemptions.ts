import { parseRedemptionRequest } from '../../protocol/parse-request.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, type Route } from '../route.js';

/** The order is paid: its coupons are used, and the books say who bears them. */
export const redemptions: Route = {
  method: 'POST',
  path: '/v1/redemptions',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body }, { ledger }) {
    const parsed = parseRedemptionRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const decision = await ledger.redeem({ ...keyed, ...parsed.value });
    return answerDecision(decision, (redemption) => ({ redemption }));
  },
};
