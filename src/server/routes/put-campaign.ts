import { isObject } from '../../model/shape.js';
import type { Problem } from '../../model/problem.js';
import { collect } from '../../model/shape.js';
import { campaignVersion } from '../issuing/campaign-book.js';
import { campaignDocument } from '../issuing/merge-campaigns.js';
import { parseCampaigns } from '../issuing/parse-campaigns.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** Defines a campaign for every server of the store, be it new, of the file, or defined here before. */
export const putCampaign: Route = {
  method: 'PUT',
  path: '/v1/campaigns/{id}',
  access: 'secret',
  async handle({ body, parameters }, { book, ledger, refreshBook }) {
    const id = parameters['id']!;
    const entries = book.all.map(({ coupon, terms }) => ({ coupon, claim: terms }));
    const problems: Problem[] = [];
    const [campaign] = parseCampaigns([body], '', entries, collect(problems));
    const own = problems.map((problem) => ({ ...problem, path: problem.path.replace(/^\[0\]\.?/, '') }));
    if (isObject(body) && body['id'] !== undefined && body['id'] !== id) {
      own.push({ path: 'id', severity: 'error', code: 'not-one-of', params: { values: [id] } });
    }
    if (own.some(({ severity }) => severity === 'error')) {
      return answerProblem('invalid-request', { problems: own });
    }
    await ledger.documents.write(campaignDocument(id), campaign);
    await refreshBook();
    const warnings = own.map(({ path, code }) => ({ path, code }));
    return answerJson(200, { campaign, version: await campaignVersion(campaign!), warnings });
  },
};
