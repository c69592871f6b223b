import type { CampaignsAnswer } from '../../protocol/campaigns.js';
import { isShownTo } from '../issuing/campaign-state.js';
import { deliverPushes } from '../issuing/deliver-pushes.js';
import { readStandings, sideOf } from '../issuing/read-standings.js';
import { showPoints } from '../pay-points.js';
import { answerJson, type Route } from '../route.js';

/** What a shop gives away beside offers, and where the shopper stands with each of it. */
export const campaigns: Route = {
  method: 'GET',
  path: '/v1/campaigns',
  access: 'page',
  async handle(call, services) {
    const { identity } = call;
    const shown = services.campaigns.shown.filter((entry) => isShownTo(entry, identity));
    await deliverPushes(call, services);
    const [standings, points] = await Promise.all([
      readStandings(shown, call, services),
      identity && showPoints(identity.subject, services),
    ]);
    const answer: CampaignsAnswer = {
      campaigns: shown.map((entry) => standings.viewOf(entry, sideOf(entry))),
      ...(points !== undefined && { points }),
      serverTime: call.now,
    };
    return answerJson(200, answer);
  },
};
