import { invitationAnswer } from '../issuing/invitation-answer.js';
import { answerProblem } from '../problem-details.js';
import { refuseGuess } from '../refuse-guess.js';
import { answerJson, type Route } from '../route.js';

/** What a link brings to whoever has opened it. */
export const invitation: Route = {
  method: 'GET',
  path: '/v1/invitations/{code}',
  access: 'page',
  async handle(call, services) {
    const record = await services.ledger.findInvitation(call.parameters['code']!);
    const entry = record && services.campaigns.byId(record.campaign);
    const isRight = entry?.others && !entry.campaign.disabled;
    const refused = await refuseGuess(!isRight, call, services);
    if (refused) return refused;
    if (!record || !isRight) return answerProblem('unknown-invitation');
    return answerJson(200, await invitationAnswer(record, entry, call, services));
  },
};
