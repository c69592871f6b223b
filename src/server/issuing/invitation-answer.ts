import type { InvitationAnswer, InviteView, SharedLine } from '../../protocol/campaigns.js';
import type { InvitationRecord } from '../ledgers/issuing.js';
import type { Call, Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import { readStandings } from './read-standings.js';

/** Returns an invitation as whoever asks may see it: whose it is, only they themselves learn. */
export async function invitationAnswer(
  { code, campaign, shopper, content }: InvitationRecord,
  entry: CampaignEntry,
  call: Call,
  services: Services,
): Promise<InvitationAnswer> {
  const own = shopper === call.identity?.subject;
  const standings = await readStandings([entry], call, services);
  return {
    invitation: {
      code,
      campaign,
      ...(content !== undefined && { lines: JSON.parse(content) as readonly SharedLine[] }),
      own,
    },
    campaign: standings.viewOf(entry, own ? 'others' : 'own') as InviteView,
  };
}
