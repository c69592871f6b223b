import type { IssuesAnswer } from '../../protocol/campaigns.js';
import { parseTriggerRequest } from '../../protocol/parse-campaign-request.js';
import { subjectOf } from '../identity.js';
import { reactTo } from '../issuing/react-to.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, isDone, type Route } from '../route.js';

/** Something has happened: gives what campaigns give because of it, and says what that is, so that a mail can. */
export const triggers: Route = {
  method: 'POST',
  path: '/v1/triggers',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body, now }, services) {
    const parsed = parseTriggerRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const begun = await services.ledger.begin(keyed);
    if (!isDone(begun)) return answerDecision(begun, () => undefined);
    const occurrence = { ...parsed.value, shopper: subjectOf(parsed.value.shopper), key: keyed.key };
    const outcomes = await reactTo(occurrence, services, now);
    return answerDecision(begun, (): IssuesAnswer => ({ outcomes }));
  },
};
