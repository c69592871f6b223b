import type { CampaignView } from '../protocol/campaigns.js';

/** Returns the campaigns as they stand at `now`: what opens, closes, or can be done again does so without asking. The same list where none of them changed. */
export function campaignsAt(campaigns: readonly CampaignView[], now: number): readonly CampaignView[] {
  const aged = campaigns.map((campaign) => campaignAt(campaign, now));
  return aged.some((each, index) => each !== campaigns[index]) ? aged : campaigns;
}

function campaignAt(campaign: CampaignView, now: number): CampaignView {
  const { state, opensAt, closesAt, againAt } = campaign;
  const isPast = (time?: string) => now >= Date.parse(time ?? '');
  const isAgain = state === 'taken' && isPast(againAt);
  const isOpen = state === 'available' || isAgain || (state === 'upcoming' && isPast(opensAt));
  if (!isOpen) return campaign;
  const next = isPast(closesAt) ? 'ended' : 'available';
  if (next === state) return campaign;
  if (!isAgain) return { ...campaign, state: next };
  // How often this time, the next answer says.
  const { left: _, againAt: __, ...rest } = campaign;
  return { ...rest, state: next };
}
