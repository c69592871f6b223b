import type { CampaignEntry } from './campaign-book.js';

/** Whether a campaign gives at this moment. @param now milliseconds since the epoch */
export function isOpen(entry: CampaignEntry, now: number): boolean {
  return !entry.campaign.disabled && refuseByTime(entry, now) === undefined;
}

/** Why it does not: it opens later, or is closed. */
export function refuseByTime({ campaign }: CampaignEntry, now: number): 'upcoming' | 'ended' | undefined {
  const { opensAt, closesAt } = campaign;
  if (closesAt !== undefined && Date.parse(closesAt) <= now) return 'ended';
  return opensAt !== undefined && Date.parse(opensAt) > now ? 'upcoming' : undefined;
}
