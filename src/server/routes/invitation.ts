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
    // An old link of a campaign that is gone is no guess.
    const refused = await refuseGuess(!record, call, services);
    if (refused) return refused;
    if (!record || !entry?.others || entry.campaign.disabled) return answerProblem('unknown-invitation');
    return answerJson(200, await invitationAnswer(record, entry, call, services));
  },
};
