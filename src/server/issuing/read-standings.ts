import type { Coupon } from '../../model/coupon.js';
import type { CampaignState, CampaignView } from '../../protocol/campaigns.js';
import type { PrizeTerms, ViewFacts } from '../campaigns/campaign-kind.js';
import type { Reward } from '../campaigns/campaign.js';
import type { Friend } from '../ledgers/issuing.js';
import { withCredit } from '../personal-coupon.js';
import type { Call, Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import {
  campaignStanding,
  leftOf,
  type CampaignStanding,
  type Side,
  type Standing,
} from './campaign-state.js';
import { hoursOf } from './reward.js';

/** Where one shopper stands with campaigns. */
export interface Standings {
  of(entry: CampaignEntry, side: Side): CampaignStanding;
  /** What a page sees of a campaign that it may see. */
  viewOf(entry: CampaignEntry, side: Side): CampaignView;
}

/** Reads what the states of campaigns hang on; of nobody only what hangs on everybody. */
export async function readStandings(
  entries: readonly CampaignEntry[],
  { identity, now }: Pick<Call, 'identity' | 'now'>,
  { ledger, counts, issueCounts, isoInZone }: Services,
): Promise<Standings> {
  const subject = identity?.subject;
  const needsPieces = entries.some(({ limits }) => limits.onlyAfterExpiry);
  const needsFriends = entries.some(({ others }) => others);
  const [issued, known, records, holdings, friends] = await Promise.all([
    issueCounts.read(),
    counts.read(),
    subject === undefined ? [] : ledger.issues(subject),
    subject !== undefined && needsPieces ? ledger.holdings(subject) : [],
    subject !== undefined && needsFriends ? ledger.friends(subject) : [],
  ]);
  const standingOf = (entry: CampaignEntry, side: Side): Standing => ({
    side,
    identity,
    records,
    holdings,
    issued: issued.get(entry.campaign.id),
    counts: known,
    now,
    isoInZone,
  });
  return {
    of: (entry, side) => campaignStanding(entry, standingOf(entry, side)),
    viewOf: (entry, side) => viewOf(entry, standingOf(entry, side), friends),
  };
}

/** On which side whoever opens a page stands: they invite, and take part in everything else. */
export function sideOf({ others }: CampaignEntry): Side {
  return others ? 'others' : 'own';
}

/**
 * Returns why a shopper cannot take part now, as far as that can be told without looking into what they took part in: that, and how many are left, only the ledger can say,
 * under its lock.
 */
export async function refuseByState(
  entry: CampaignEntry,
  side: Side,
  { identity, now }: Pick<Call, 'identity' | 'now'>,
  { counts, issueCounts, isoInZone }: Services,
): Promise<Exclude<CampaignState, 'available'> | undefined> {
  const [issued, known] = await Promise.all([issueCounts.read(), counts.read()]);
  const { state } = campaignStanding(entry, {
    side,
    identity,
    records: [],
    holdings: [],
    issued: issued.get(entry.campaign.id),
    counts: known,
    now,
    isoInZone,
  });
  return state === 'available' ? undefined : state;
}

function viewOf(entry: CampaignEntry, standing: Standing, friends: readonly Friend[]): CampaignView {
  const { campaign, kind, cost, limits } = entry;
  const { state, left, againAt } = campaignStanding(entry, standing);
  const { id, title, opensAt, closesAt } = campaign;
  const remaining = remainingOf(entry, standing);
  const validHours = shortestOf(entry, standing.side);
  const common = {
    id,
    ...(title !== undefined && { title }),
    state,
    ...(left !== undefined && { left }),
    ...(againAt !== undefined && { againAt: standing.isoInZone(againAt) }),
    ...(remaining !== undefined && { remaining }),
    ...(limits.stock !== undefined && { stock: limits.stock }),
    ...(opensAt !== undefined && { opensAt }),
    ...(closesAt !== undefined && { closesAt }),
    ...(cost && { cost }),
    ...(validHours !== undefined && { validHours }),
  };
  const facts: ViewFacts = {
    couponOf: (reward) => publicCoupon(entry, reward),
    leftOf: (terms) => leftOf(bookPrize(entry, terms), entry, standing),
    friends: standing.identity && friendsOf(entry, standing, friends),
  };
  return kind.view!(campaign, common, facts);
}

/** How often all shoppers together may still take part, where the campaign has a stock, or what is certain has one. */
function remainingOf(entry: CampaignEntry, standing: Standing): number | undefined {
  const { limits, prizes, others } = entry;
  const [only] = prizes.length === 1 && !others ? prizes : [];
  const ofPrize = only && leftOf(only, entry, standing);
  const ofStock = limits.stock === undefined ? undefined : limits.stock - (standing.issued?.issued ?? 0);
  const least = Math.min(ofPrize ?? Infinity, ofStock ?? Infinity);
  return least === Infinity ? undefined : Math.max(0, least);
}

/** How long the first of what is given can be used, hours. */
function shortestOf({ prizes, others, couponOf }: CampaignEntry, side: Side): number | undefined {
  const given = side === 'others' ? [others!.prize] : prizes;
  const hours = given
    .flatMap(({ terms }) => terms.rewards)
    .flatMap(({ reward }) => hoursOf(reward, couponOf(reward).terms) ?? []);
  return hours.length > 0 ? Math.min(...hours) : undefined;
}

/** A coupon as it is announced: store credit with what is given of it, and nobody learns a code. */
function publicCoupon({ couponOf }: CampaignEntry, reward: Reward): Coupon {
  const { code: _code, ...coupon } = couponOf(reward).coupon;
  return reward.credit === undefined ? coupon : withCredit(coupon, reward.credit);
}

function bookPrize({ prizes }: CampaignEntry, { id }: PrizeTerms): CampaignEntry['prizes'][number] {
  return prizes.find(({ terms }) => terms.id === id)!;
}

function friendsOf(
  { campaign, others }: CampaignEntry,
  { records }: Standing,
  friends: readonly Friend[],
): { readonly accepted: number; readonly rewarded: number } {
  const own = records.filter((record) => record.campaign === campaign.id);
  return {
    accepted: friends.filter((friend) => friend.campaign === campaign.id).length,
    rewarded: own.filter(({ prize, invitation }) => !invitation && prize === others?.prize.terms.id).length,
  };
}
