import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** A campaign as it is defined now. */
export const readCampaign: Route = {
  method: 'GET',
  path: '/v1/campaigns/{id}',
  access: 'secret',
  async handle({ parameters }, { campaigns }) {
    const entry = campaigns.byId(parameters['id']!);
    if (!entry) return answerProblem('unknown-campaign');
    return answerJson(200, { campaign: entry.campaign, version: entry.version });
  },
};
