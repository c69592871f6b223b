import type { Issue, IssueAttempt, IssueLimits, IssueRefusal } from '../ledgers/issuing.js';
import type { Decision, Keyed } from '../ledgers/ledger.js';
import { payPoints } from '../pay-points.js';
import { isDone, type Services } from '../route.js';
import type { BookPrize, CampaignEntry } from './campaign-book.js';
import { isGone } from './campaign-state.js';
import { drawChance } from './draw-chance.js';

/** Who is given what a campaign gives, and why. */
export interface Giving {
  readonly shopper: string;
  readonly keyed: Keyed;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What it is for: a campaign issues once for each. */
  readonly occasion?: string;
  /** The invitation that is accepted. */
  readonly invitation?: string;
  /** Default: as the campaign says for those who take part. */
  readonly prizes?: readonly BookPrize[];
  readonly limits?: IssueLimits;
}

export type IssueDecision = Decision<Issue, IssueRefusal>;

/** Gives a shopper what a campaign gives: one decision of the ledger, and where points live elsewhere, with what is paid and won there. */
export async function issue(
  entry: CampaignEntry,
  { shopper, keyed, now, occasion, invitation, prizes = entry.prizes, limits = entry.limits }: Giving,
  services: Services,
): Promise<IssueDecision> {
  const { ledger, counts, issueCounts, points } = services;
  const { campaign, cost } = entry;
  const { subject, key, request } = keyed;
  const known = await counts.read();
  const attempt: IssueAttempt = {
    subject,
    key,
    request,
    campaign: campaign.id,
    shopper,
    ...(occasion !== undefined && { occasion }),
    ...(invitation !== undefined && { invitation }),
    limits,
    prizes: prizes.filter((each) => !isGone(each, { counts: known, now })).map(({ prize }) => prize),
    chance: drawChance(),
  };
  const decision = await (points && cost
    ? payPoints({ shopper, points: cost.points, keyed }, { points, ledger }, () => ledger.issue(attempt))
    : ledger.issue({ ...attempt, ...(cost && { cost }) }));
  if (!isDone(decision)) return decision;
  const { value, replayed } = decision;
  if (!replayed) {
    const prize = prizes.find(({ terms }) => terms.id === value.prize);
    issueCounts.add(campaign.id, prize?.prize);
    for (const { coupon, balance } of value.holdings) if (balance === undefined) counts.add(coupon);
    for (const { coupon } of value.codes ?? []) counts.add(coupon);
  }
  // The ledger's own account gets them in any case; where it is not the shop's, nobody reads it.
  if (points && value.points !== undefined) {
    await points.give({ shopper, points: value.points, key: `won ${value.id}` });
  }
  return decision;
}
