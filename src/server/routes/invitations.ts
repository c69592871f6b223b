import type { Problem } from '../../model/problem.js';
import { canonicalJson } from '../../protocol/canonical-json.js';
import type { SharedLine } from '../../protocol/campaigns.js';
import { parseInvitationRequest } from '../../protocol/parse-campaign-request.js';
import { isShownTo } from '../issuing/campaign-state.js';
import { invitationAnswer } from '../issuing/invitation-answer.js';
import { refuseByState } from '../issuing/read-standings.js';
import type { InvitationRecord } from '../ledgers/issuing.js';
import type { Catalog } from '../catalog.js';
import { answerProblem } from '../problem-details.js';
import { replay } from '../replay.js';
import { answerDecision, isDone, type Route } from '../route.js';

/** Makes a shopper's link for friends, with what is in the cart where that is to be shared. */
export const invitations: Route = {
  method: 'POST',
  path: '/v1/invitations',
  access: 'shopper',
  idempotent: true,
  // Each stays in the store, with its cart.
  weight: 5,
  async handle(call, services) {
    const parsed = parseInvitationRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { campaign, lines } = parsed.value;
    const entry = services.campaigns.byId(campaign);
    if (!entry?.others) return answerProblem('unknown-campaign');
    const problems = lines ? await findUnknown(lines, services.catalog) : [];
    if (problems.length > 0) return answerProblem('invalid-request', { problems });
    const isKnown = !entry.campaign.disabled && isShownTo(entry, call.identity);
    const refusal = isKnown ? await refuseByState(entry, 'others', call, services) : 'unknown-campaign';
    const decision = refusal
      ? await replay<InvitationRecord>(call, services)
      : await services.ledger.invite({
          ...call.keyed,
          campaign,
          shopper: call.identity!.subject,
          ...(lines && { content: canonicalJson(lines) }),
        });
    if (!decision) return answerProblem(refusal!);
    if (!isDone(decision)) return answerDecision(decision, () => undefined);
    const body = await invitationAnswer(decision.value, entry, call, services);
    return answerDecision(decision, () => body);
  },
};

/** What is shared are goods of this shop, and no text of a stranger's. */
async function findUnknown(lines: readonly SharedLine[], catalog: Catalog): Promise<readonly Problem[]> {
  const sample = await catalog.cartOf(lines[0]!.product);
  if (!sample) return [{ path: 'lines[0].product', severity: 'error', code: 'unknown-product', params: {} }];
  const resolved = await catalog.resolve({
    currency: sample.currency,
    lines: lines.map((line, index) => ({ id: `${index}`, unitPrice: 0, ...line })),
  });
  return resolved.ok ? [] : resolved.problems;
}
