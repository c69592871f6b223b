import type { ParticipationAnswer } from '../../protocol/campaigns.js';
import { parseParticipationRequest } from '../../protocol/parse-campaign-request.js';
import type { CampaignEntry } from '../issuing/campaign-book.js';
import { isShownTo } from '../issuing/campaign-state.js';
import { issue, type IssueDecision } from '../issuing/issue.js';
import { participationOf } from '../issuing/participation-of.js';
import { readStandings, refuseByState } from '../issuing/read-standings.js';
import { rewardInviter } from '../issuing/reward-inviter.js';
import type { InvitationRecord, Issue } from '../ledgers/issuing.js';
import { answerTooFew } from '../pay-points.js';
import { answerProblem, type ProblemCode } from '../problem-details.js';
import { refuseGuess } from '../refuse-guess.js';
import { replay } from '../replay.js';
import { answerDecision, isDone, type Call, type Route, type Services } from '../route.js';

/** The shopper draws, takes a pack, or accepts an invitation. */
export const participations: Route = {
  method: 'POST',
  path: '/v1/participations',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseParticipationRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { campaign, invitation: code } = parsed.value;
    const entry = services.campaigns.byId(campaign);
    if (!entry?.kind.view) return refuse('unknown-campaign', undefined, call, services);
    if (entry.others) return accept(entry, code, call, services);
    const isKnown = !entry.campaign.disabled && isShownTo(entry, call.identity);
    const refusal = isKnown ? await refuseByState(entry, 'own', call, services) : 'unknown-campaign';
    if (refusal) return refuse(refusal, entry, call, services);
    const { keyed, now } = call;
    const shopper = call.identity!.subject;
    return answer(await issue(entry, { shopper, keyed, now }, services), entry, call, services);
  },
};

/** The friend gets something at once, and whoever has invited where it was promised for that. */
async function accept(
  entry: CampaignEntry,
  code: string | undefined,
  call: Call,
  services: Services,
): Promise<Response> {
  if (code === undefined) {
    const problem = { path: 'invitation', severity: 'error', code: 'required', params: {} } as const;
    return answerProblem('invalid-request', { problems: [problem] });
  }
  const invitation = await services.ledger.findInvitation(code);
  const isOfCampaign = invitation?.campaign === entry.campaign.id;
  const isRight = isOfCampaign && !entry.campaign.disabled;
  const known = await replay<Issue>(call, services);
  if (known) return answer(known, entry, call, services, isRight ? invitation : undefined);
  // An old link of a campaign that is off is no guess.
  const refused = await refuseGuess(!isOfCampaign, call, services);
  if (refused) return refused;
  if (!isRight) return answerProblem('unknown-invitation');
  const refusal = await refuseByState(entry, 'own', call, services);
  if (refusal) return refuse(refusal, entry, call, services, invitation);
  const { keyed, now } = call;
  const giving = { shopper: call.identity!.subject, keyed, now, invitation: code };
  return answer(await issue(entry, giving, services), entry, call, services, invitation);
}

/** Answers with what this key was given before, else with the problem. */
async function refuse(
  problem: ProblemCode,
  entry: CampaignEntry | undefined,
  call: Call,
  services: Services,
  invitation?: InvitationRecord,
): Promise<Response> {
  const known = entry && (await replay<Issue>(call, services));
  return known ? answer(known, entry, call, services, invitation) : answerProblem(problem);
}

async function answer(
  decision: IssueDecision,
  entry: CampaignEntry,
  call: Call,
  services: Services,
  invitation?: InvitationRecord,
): Promise<Response> {
  if (decision.state === 'points-too-few') {
    return answerTooFew(entry.cost!.points, call.identity!.subject, services);
  }
  if (!isDone(decision)) return answerDecision(decision, () => undefined);
  // A call that is repeated finishes what a crash has left, too.
  if (invitation && entry.campaign.kind === 'invite' && entry.campaign.rewardedOn === 'acceptance') {
    await rewardInviter(entry, invitation.shopper, call.identity!.subject, services, call.now);
  }
  const standings = await readStandings([entry], call, services);
  return answerDecision(decision, (value): ParticipationAnswer => ({
    participation: participationOf(value, entry, services, call.now),
    campaign: standings.viewOf(entry, 'own'),
  }));
}
