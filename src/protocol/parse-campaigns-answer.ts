import type { Parsed, Problem } from '../model/problem.js';
import { amount, anything, object, parse } from '../model/shape.js';
import { atMost, good } from './answer-shapes.js';
import { campaignView } from './campaign-shapes.js';
import type { CampaignsAnswer } from './campaigns.js';

const maxCampaigns = 200;

const fields = object({ campaigns: atMost(maxCampaigns, anything), 'points?': amount, serverTime: amount });

/** Returns the answer without its bad campaigns, which `problems` names: one must not lose the others. */
export function parseCampaignsAnswer(value: unknown): Parsed<CampaignsAnswer> {
  const parsed = parse(fields, value);
  if (!parsed.ok) return parsed;
  const problems: Problem[] = [];
  const campaigns = good(campaignView, parsed.value.campaigns, 'campaigns', problems);
  return { ok: true, value: { ...parsed.value, campaigns, problems } };
}
