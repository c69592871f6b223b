import type { IssueOutcome } from '../../protocol/campaigns.js';
import { isDone, type Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import type { IssueDecision } from './issue.js';
import { participationOf } from './participation-of.js';

/** Returns what a merchant's backend is told of an issue. @param now milliseconds since the epoch */
export function issueOutcome(
  decision: IssueDecision,
  entry: CampaignEntry,
  shopper: string,
  services: Pick<Services, 'book' | 'isoInZone'>,
  now: number,
): IssueOutcome {
  const campaign = entry.campaign.id;
  if (!isDone(decision)) {
    return { campaign, shopper, state: decision.state === 'sold-out' ? 'sold-out' : 'taken' };
  }
  const participation = participationOf(decision.value, entry, services, now);
  return {
    campaign,
    shopper,
    state: 'issued',
    fresh: !decision.replayed,
    participation,
    codes: [
      ...(decision.value.codes ?? []),
      ...participation.held.flatMap(({ coupon: { id, code } }) =>
        code === undefined ? [] : [{ coupon: id, code }],
      ),
    ],
  };
}
