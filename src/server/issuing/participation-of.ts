import type { Participation } from '../../protocol/campaigns.js';
import { heldOf } from '../claim-state.js';
import type { Issue } from '../ledgers/issuing.js';
import type { Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';

/** Returns what an issue is for whoever got it. */
export function participationOf(
  { id, campaign, prize, holdings, points }: Issue,
  { kind }: Pick<CampaignEntry, 'kind'>,
  { book, isoInZone }: Pick<Services, 'book' | 'isoInZone'>,
  now: number,
): Participation {
  return {
    id,
    campaign,
    ...(kind.byChance && prize !== undefined && { prize }),
    held: holdings.flatMap((holding) => {
      const entry = book.byId(holding.coupon);
      return entry ? [heldOf(holding, entry, now, isoInZone)] : [];
    }),
    ...(points !== undefined && { points }),
  };
}
