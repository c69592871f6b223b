import { holdingOf } from './commands/decision.js';
import { codeHolder } from './commands/exchange-code.js';
import { invitationOf } from './commands/invite.js';
import type { Database } from './database.js';
import type { Friend, IssueCount, IssueRecord, Issuing } from './issuing.js';
import type { CampaignCounterRow, ClaimRow, InvitationRow, IssueRow } from './rows.js';

/** Returns what the ledger knows of campaigns. */
export function createIssuingReader({
  select,
  now,
}: Pick<Database, 'select' | 'now'>): Pick<
  Issuing,
  'findCode' | 'findInvitation' | 'issues' | 'friends' | 'issueCounts'
> {
  return {
    async findCode(code) {
      const [rows, at] = await Promise.all([
        select<ClaimRow>("SELECT * FROM claim WHERE shopper = $1 AND state = 'held'", [codeHolder(code)]),
        now(),
      ]);
      const [row] = rows.filter(({ valid_until }) => valid_until === null || valid_until > at);
      return row && holdingOf(row);
    },

    async findInvitation(code) {
      const [row] = await select<InvitationRow>('SELECT * FROM invitation WHERE code = $1', [code]);
      return row && invitationOf(row);
    },

    async issues(shopper) {
      const rows = await select<IssueRow>('SELECT * FROM issue WHERE shopper = $1 ORDER BY at, id', [
        shopper,
      ]);
      return rows.map(recordOf);
    },

    async friends(inviter) {
      return select<Friend & Record<string, string | number>>(friendsOf, [inviter]);
    },

    async issueCounts() {
      const rows = await select<CampaignCounterRow>('SELECT * FROM campaign_counter WHERE issued > 0');
      const counts = new Map<string, IssueCount>();
      for (const { campaign, prize, issued, spent } of rows) {
        if (prize === '') counts.set(campaign, { issued, spent, prizes: prizesOf(rows, campaign) });
      }
      return counts;
    },
  };
}

const friendsOf = `SELECT issue.campaign, issue.invitation, issue.shopper, issue.at
  FROM invitation JOIN issue ON issue.invitation = invitation.code
  WHERE invitation.shopper = $1 ORDER BY issue.at, issue.id`;

function recordOf(row: IssueRow): IssueRecord {
  const { id, campaign, shopper, at, day, occasion, invitation, prize, points, claims } = row;
  return {
    id,
    campaign,
    shopper,
    at,
    day,
    ...(prize !== null && { prize }),
    ...(points > 0 && { points }),
    ...(occasion !== null && { occasion }),
    ...(invitation !== null && { invitation }),
    claims: JSON.parse(claims) as string[],
  };
}

function prizesOf(rows: readonly CampaignCounterRow[], campaign: string): ReadonlyMap<string, number> {
  const own = rows.filter((row) => row.campaign === campaign && row.prize !== '');
  return new Map(own.map(({ prize, issued }) => [prize, issued]));
}
