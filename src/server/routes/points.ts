import { parsePointsRequest } from '../../protocol/parse-request.js';
import { subjectOf } from '../identity.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, type Route } from '../route.js';

/** Gives points to a shopper, or takes them. */
export const points: Route = {
  method: 'POST',
  path: '/v1/points',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body }, { ledger, points: account }) {
    // They are kept elsewhere.
    if (account) return answerProblem('not-found');
    const parsed = parsePointsRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { shopper, points } = parsed.value;
    const decision = await ledger.changePoints({ ...keyed, shopper: subjectOf(shopper), points });
    return answerDecision(decision, (account) => ({ account }));
  },
};
