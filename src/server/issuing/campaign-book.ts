import { canonicalJson } from '../../protocol/canonical-json.js';
import type { AnyCampaign, CampaignKind, PrizeTerms } from '../campaigns/campaign-kind.js';
import type { Reward } from '../campaigns/campaign.js';
import { campaignKinds, type Campaign } from '../campaigns/index.js';
import type { InviteCampaign } from '../campaigns/invite.js';
import type { TriggerCampaign } from '../campaigns/trigger.js';
import type { BookEntry, CouponBook } from '../coupon-book.js';
import { subjectOf } from '../identity.js';
import type { Grant, IssueLimits, Prize } from '../ledgers/issuing.js';
import { sha256 } from '../sha256.js';
import { hoursOf, rewardWorth } from './reward.js';

/** Every campaign of the shop, as the server looks them up. */
export interface CampaignBook {
  /** In the order of the file, then those that stand only in the store. */
  readonly all: readonly CampaignEntry[];
  /** What pages may see: what shoppers take part in by themselves, in the same order. */
  readonly shown: readonly CampaignEntry[];
  /** What is put into the wallet of whoever it is for, the next time that they look. */
  readonly pushed: readonly CampaignEntry[];
  readonly triggers: readonly CampaignEntry<TriggerCampaign>[];
  /** Those in which a friend's order is rewarded. */
  readonly invitesByOrder: readonly CampaignEntry<InviteCampaign>[];
  byId(campaign: string): CampaignEntry | undefined;
}

export interface CampaignEntry<Of extends Campaign = Campaign> {
  readonly campaign: Of;
  readonly kind: CampaignKind;
  /** What whoever takes part is given: one of these, by chance. */
  readonly prizes: readonly BookPrize[];
  readonly limits: IssueLimits;
  /** What others are given because of it, and how often one of them; absent: nothing. */
  readonly others: { readonly prize: BookPrize; readonly limits: IssueLimits } | undefined;
  readonly cost: { readonly points: number } | undefined;
  /** The subjects that it is for; absent: everybody. */
  readonly subjects: ReadonlySet<string> | undefined;
  /** Of the definition: another definition has another version. */
  readonly version: string;
  couponOf(reward: Reward): BookEntry;
}

/** A prize as the merchant says it, and as the ledger gives it. */
export interface BookPrize {
  readonly terms: PrizeTerms;
  readonly prize: Prize;
  readonly coupons: readonly BookEntry[];
}

const hourMs = 3_600_000;

/** @param campaigns that were parsed with these coupons */
export async function createCampaignBook(
  campaigns: readonly Campaign[],
  coupons: CouponBook,
): Promise<CampaignBook> {
  const all = await Promise.all(campaigns.map((campaign) => entryOf(campaign, coupons)));
  const open = all.filter(({ campaign }) => !campaign.disabled);
  const byId = new Map(all.map((entry) => [entry.campaign.id, entry]));
  return {
    all,
    shown: open.filter(({ kind }) => kind.view),
    pushed: open.filter(({ campaign }) => campaign.kind === 'push' && isAddressed(campaign)),
    triggers: open.filter(isTrigger),
    invitesByOrder: open.filter(isInviteByOrder),
    byId: (campaign) => byId.get(campaign),
  };
}

/** Returns what tells one definition of a campaign from another. */
export async function campaignVersion(campaign: Campaign): Promise<string> {
  return (await sha256(canonicalJson(campaign))).slice(0, 16);
}

async function entryOf(campaign: Campaign, coupons: CouponBook): Promise<CampaignEntry> {
  const kind = campaignKinds.find((each) => each.kind === campaign.kind) as unknown as CampaignKind;
  const couponOf = ({ coupon }: Reward): BookEntry => coupons.byId(coupon)!;
  const { limits: { perShopper, perShopperPerDay, stock } = {}, budget } = campaign;
  const everybody: IssueLimits = {
    ...(stock !== undefined && { stock }),
    ...(budget !== undefined && { budget }),
  };
  const often = perShopper ?? kind.perShopper?.(campaign) ?? 1;
  const limits: IssueLimits = {
    ...everybody,
    ...(often !== Infinity && { perShopper: often }),
    ...(perShopperPerDay !== undefined && { perShopperPerDay }),
    ...(kind.onlyAfterExpiry?.(campaign) && { onlyAfterExpiry: true }),
  };
  const others = kind.others?.(campaign);
  return {
    campaign,
    kind,
    prizes: kind.prizes(campaign).map((terms) => prizeOf(terms, couponOf)),
    // Where others are rewarded, it is they whom the limits are for: who takes part does so once, by an invitation.
    limits: others ? everybody : limits,
    others: others && { prize: prizeOf(others, couponOf), limits },
    cost: kind.cost?.(campaign),
    subjects: campaign.shoppers && new Set(campaign.shoppers.map(subjectOf)),
    version: await campaignVersion(campaign),
    couponOf,
  };
}

function prizeOf(terms: PrizeTerms, couponOf: (reward: Reward) => BookEntry): BookPrize {
  const { id, oddsBps, stock, points, rewards } = terms;
  const worths = rewards.map(({ reward }) => rewardWorth(reward, couponOf(reward).coupon) ?? 0);
  return {
    terms,
    coupons: rewards.map(({ reward }) => couponOf(reward)),
    prize: {
      id,
      oddsBps,
      ...(stock !== undefined && { stock }),
      ...(points !== undefined && { points }),
      grants: rewards.map(({ reward }) => grantOf(reward, couponOf(reward))),
      worth: terms.worth ?? worths.reduce((sum, worth) => sum + worth, 0),
    },
  };
}

function grantOf(reward: Reward, { coupon, terms }: BookEntry): Grant {
  const hours = hoursOf(reward, terms);
  return {
    coupon: coupon.id,
    ...(terms.stock !== undefined && { stock: terms.stock }),
    ...(hours !== undefined && { validForMs: hours * hourMs }),
    ...(reward.credit !== undefined && { credit: reward.credit }),
    ...(reward.byCode && { byCode: true }),
  };
}

function isAddressed({ shoppers, shopperTags }: AnyCampaign): boolean {
  return shoppers !== undefined || shopperTags !== undefined;
}

function isTrigger(entry: CampaignEntry): entry is CampaignEntry<TriggerCampaign> {
  return entry.campaign.kind === 'trigger';
}

function isInviteByOrder(entry: CampaignEntry): entry is CampaignEntry<InviteCampaign> {
  return entry.campaign.kind === 'invite' && entry.campaign.rewardedOn !== 'acceptance';
}
