import type { IssueOutcome } from '../../protocol/campaigns.js';
import type { Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import { issue } from './issue.js';
import { issueOutcome } from './issue-outcome.js';
import { serverKey } from './server-key.js';

/**
 * Gives whoever has invited a friend what that brings: once a friend, as often as the campaign's limits say.
 * @param now milliseconds since the epoch
 */
export async function rewardInviter(
  entry: CampaignEntry,
  inviter: string,
  friend: string,
  services: Services,
  now: number,
): Promise<IssueOutcome> {
  const { id } = entry.campaign;
  const { prize, limits } = entry.others!;
  const giving = {
    shopper: inviter,
    keyed: serverKey('inviter', id, inviter, friend),
    now,
    occasion: `friend:${friend}`,
    prizes: [prize],
    limits,
  };
  return issueOutcome(await issue(entry, giving, services), entry, inviter, services, now);
}
