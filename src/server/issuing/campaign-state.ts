import type { CampaignState } from '../../protocol/campaigns.js';
import type { Count, Holding } from '../ledgers/ledger.js';
import type { IssueCount, IssueLimits, IssueRecord } from '../ledgers/issuing.js';
import type { Identity } from '../identity.js';
import type { BookPrize, CampaignEntry } from './campaign-book.js';
import { refuseByTime } from './is-open.js';

/** On which side of a campaign a shopper stands: whoever takes part (with an invitation: the friend), or whoever is rewarded for bringing others. */
export type Side = 'own' | 'others';

/** What a campaign's state depends on beside the campaign. */
export interface Standing {
  readonly side: Side;
  readonly identity: Identity | undefined;
  /** What this shopper took part in, of all campaigns. */
  readonly records: readonly IssueRecord[];
  /** What the shopper holds. */
  readonly holdings: readonly Holding[];
  /** Of this campaign. */
  readonly issued: IssueCount | undefined;
  /** Of all coupons. */
  readonly counts: ReadonlyMap<string, Count>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Writes an instant as the shop's clock shows it. */
  readonly isoInZone: (at: number) => string;
}

/** Where a shopper stands, and when there is a next time for one who has taken part. */
export interface CampaignStanding {
  readonly state: CampaignState;
  /** How often the shopper may still take part now; absent: not limited. */
  readonly left?: number;
  /** Milliseconds since the epoch; absent: never again, or at once. */
  readonly againAt?: number;
}

const none: IssueCount = { issued: 0, spent: 0, prizes: new Map() };

/** Where a shopper stands with a campaign: the first of these that holds, since each makes the next ones pointless. */
export function campaignStanding(entry: CampaignEntry, standing: Standing): CampaignStanding {
  const { now, identity } = standing;
  const { audience, shopperTags, maxOrders } = entry.campaign;
  const byTime = refuseByTime(entry, now);
  if (byTime) return { state: byTime };
  if (prizesOf(entry, standing.side).every((prize) => hasEnded(prize, now))) return { state: 'ended' };
  const taken = takenBy(entry, standing);
  if (taken.left === 0) return { state: 'taken', ...taken };
  if (isSoldOut(entry, standing)) return { state: 'sold-out' };
  const needsName = entry.kind.signedIn || audience === 'signed-in' || entry.subjects || shopperTags;
  if (!identity?.signedIn && (needsName || maxOrders !== undefined)) return { state: 'sign-in' };
  if (!isEligible(entry, standing.side, identity?.shopper)) return { state: 'not-eligible' };
  return { state: 'available', ...taken };
}

/** Whether anybody of this name gets to know of a campaign. */
export function isShownTo({ subjects }: CampaignEntry, identity: Identity | undefined): boolean {
  return !subjects || (identity !== undefined && subjects.has(identity.subject));
}

/** Whether what is known of a shopper is what the campaign asks for; what is not known is not. */
export function isEligible(
  { campaign: { shopperTags, maxOrders }, others }: CampaignEntry,
  side: Side,
  { tags = [], orders }: { readonly tags?: readonly string[]; readonly orders?: number } = {},
): boolean {
  // Of an invitation, tags say who may invite, and the number of orders who counts as a friend.
  const asksTags = side === 'others' || !others;
  const asksOrders = side === 'own';
  return (
    (!asksTags || !shopperTags || shopperTags.some((tag) => tags.includes(tag))) &&
    (!asksOrders || maxOrders === undefined || (orders !== undefined && orders <= maxOrders))
  );
}

/** How many of a prize are left, no more than the budget pays for; `undefined`: no limit. 0 where it cannot be given for whatever reason. */
export function leftOf(
  book: BookPrize,
  { campaign: { budget = Infinity } }: CampaignEntry,
  standing: Pick<Standing, 'issued' | 'counts' | 'now'>,
): number | undefined {
  const { prize } = book;
  const { issued = none, counts } = standing;
  const paid = prize.worth === 0 ? Infinity : Math.floor((budget - issued.spent) / prize.worth);
  if (isGone(book, standing) || issued.spent + prize.worth > budget) return 0;
  const lefts = prize.grants.map(({ coupon, stock = Infinity }) => {
    const wanted = prize.grants.filter((grant) => grant.coupon === coupon).length;
    return Math.floor((stock - (counts.get(coupon)?.granted ?? 0)) / wanted);
  });
  const left = Math.min((prize.stock ?? Infinity) - (issued.prizes.get(prize.id) ?? 0), ...lefts);
  return left === Infinity ? undefined : Math.max(0, Math.min(left, paid));
}

/** Whether one of its coupons cannot be had any more, or is good for nothing. */
export function isGone({ coupons }: BookPrize, { counts, now }: Pick<Standing, 'counts' | 'now'>): boolean {
  return coupons.some(({ coupon, terms: { disabled, budget = Infinity } }) => {
    const { spent } = counts.get(coupon.id) ?? { spent: 0 };
    return disabled || isPast(coupon.validUntil, now) || spent >= budget;
  });
}

function hasEnded({ coupons }: BookPrize, now: number): boolean {
  return coupons.some(({ coupon }) => isPast(coupon.validUntil, now));
}

function isSoldOut(entry: CampaignEntry, standing: Standing): boolean {
  const { stock = Infinity } = entry.limits;
  return (
    (standing.issued?.issued ?? 0) >= stock ||
    prizesOf(entry, standing.side).every((prize) => leftOf(prize, entry, standing) === 0)
  );
}

function prizesOf({ prizes, others }: CampaignEntry, side: Side): readonly BookPrize[] {
  return side === 'others' ? [others!.prize] : prizes;
}

/** How often the shopper may still take part now, and else when. */
function takenBy(entry: CampaignEntry, standing: Standing): Omit<CampaignStanding, 'state'> {
  const { now, isoInZone } = standing;
  const records = recordsOf(entry, standing);
  const { perShopper = Infinity, perShopperPerDay = Infinity, onlyAfterExpiry } = limitsOf(entry, standing);
  const left = perShopper - records.length;
  if (left <= 0) return { left: 0 };
  if (onlyAfterExpiry && records.length > 0) {
    const end = endOfUse(records, standing.holdings);
    if (end === undefined || end > now) return { left: 0, ...(end !== undefined && { againAt: end }) };
  }
  // Which day it is costs more than all the rest of this.
  const today = records.length > 0 ? isoInZone(now).slice(0, 10) : '';
  const leftToday = perShopperPerDay - records.filter(({ day }) => day === today).length;
  if (leftToday <= 0) return { left: 0, againAt: nextDay(now, isoInZone) };
  const least = Math.min(left, leftToday);
  return least === Infinity ? {} : { left: least };
}

/** Of whoever is rewarded for others, and of whoever accepts an invitation, only that counts. */
function recordsOf({ campaign, others }: CampaignEntry, { side, records }: Standing): readonly IssueRecord[] {
  const byInvitation = others !== undefined && side === 'own';
  return records.filter(
    (record) => record.campaign === campaign.id && (record.invitation !== undefined) === byInvitation,
  );
}

function limitsOf({ limits, others }: CampaignEntry, { side }: Standing): IssueLimits {
  if (!others) return limits;
  return side === 'others' ? others.limits : { perShopper: 1 };
}

/** Returns when the last unused piece ends, milliseconds since the epoch; `undefined`: one was used, or has no end. */
function endOfUse(records: readonly IssueRecord[], holdings: readonly Holding[]): number | undefined {
  const given = new Set(records.flatMap(({ claims }) => claims));
  const pieces = holdings.filter(({ id }) => given.has(id));
  const ends = pieces.map(({ state, validUntil, until = 0 }) =>
    // What is reserved may be used as long as that lasts.
    state === 'used' || validUntil === undefined ? undefined : Math.max(validUntil, until),
  );
  return ends.some((end) => end === undefined) ? undefined : Math.max(0, ...(ends as number[]));
}

/** Returns when the shop's next day begins: between a moment and a day and a half from now. */
function nextDay(now: number, isoInZone: (at: number) => string): number {
  const dayOf = (at: number): string => isoInZone(at).slice(0, 10);
  const today = dayOf(now);
  let [before, after] = [now, now + 36 * 3_600_000];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle) === today) before = middle;
    else after = middle;
  }
  return after;
}

function isPast(instant: string | undefined, now: number): boolean {
  return instant !== undefined && Date.parse(instant) <= now;
}
