import type { IssueOutcome, IssuesAnswer } from '../../protocol/campaigns.js';
import { parseIssuesRequest } from '../../protocol/parse-campaign-request.js';
import { subjectOf } from '../identity.js';
import { refuseByTime } from '../issuing/is-open.js';
import { issue } from '../issuing/issue.js';
import { issueOutcome } from '../issuing/issue-outcome.js';
import { serverKey } from '../issuing/server-key.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, isDone, type Route } from '../route.js';

/** Puts what a campaign pushes into the wallets of these shoppers, whatever is known of them; each has it once, however often it is called. */
export const issues: Route = {
  method: 'POST',
  path: '/v1/issues',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body, now }, services) {
    const parsed = parseIssuesRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { campaign, shoppers } = parsed.value;
    const entry = services.campaigns.byId(campaign);
    if (entry?.campaign.kind !== 'push' || entry.campaign.disabled) return answerProblem('unknown-campaign');
    const byTime = refuseByTime(entry, now);
    if (byTime) return answerProblem(byTime);
    const begun = await services.ledger.begin(keyed);
    if (!isDone(begun)) return answerDecision(begun, () => undefined);
    const outcomes = await Promise.all(
      shoppers.map(subjectOf).map(async (shopper): Promise<IssueOutcome> => {
        if (entry.subjects && !entry.subjects.has(shopper)) {
          return { campaign, shopper, state: 'not-eligible' };
        }
        const giving = { shopper, keyed: serverKey('push', campaign, shopper), now };
        return issueOutcome(await issue(entry, giving, services), entry, shopper, services, now);
      }),
    );
    return answerDecision(begun, (): IssuesAnswer => ({ outcomes }));
  },
};
