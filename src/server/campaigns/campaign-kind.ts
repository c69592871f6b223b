import type { Coupon, Text } from '../../model/coupon.js';
import type { Report, Shape } from '../../model/shape.js';
import type { CampaignView } from '../../protocol/campaigns.js';
import type { CampaignTerms, Reward } from './campaign.js';

/**
 * By what rule does a campaign give coupons? The port: one file a kind, named like it. Who may take part, how often and within which budget is the same for all of
 * them (`CampaignTerms`); a kind says what is given, and what of it a page may see.
 */
export interface CampaignKind<
  Kind extends string = string,
  Fields extends AnyCampaign & { readonly kind: Kind } = AnyCampaign & { readonly kind: Kind },
> {
  readonly kind: Kind;
  /** The forms of its fields beside `kind` and the terms; `name?` may be absent. */
  readonly fields: Readonly<Record<string, Shape<unknown>>>;
  /** What whoever takes part is given: one of these, by chance. */
  prizes(campaign: Fields): readonly PrizeTerms[];
  /** What others are given because of it; absent: nothing. */
  others?(campaign: Fields): PrizeTerms;
  /** How often one shopper may take part, where the terms do not say; absent: once. */
  perShopper?(campaign: Fields): number;
  /** Again only where nothing that was given before was used or can still be used. Default false. */
  onlyAfterExpiry?(campaign: Fields): boolean;
  /** What taking part costs; absent: nothing. */
  cost?(campaign: Fields): { readonly points: number } | undefined;
  /** What a merchant would regret beyond the form, and beyond what is asked of all campaigns. Called for a well-formed one. */
  check?(campaign: Fields, report: Report, facts: CheckFacts): void;
  /** What pages see of it, and shoppers take part in by themselves; absent: the server alone gives. */
  view?(campaign: Fields, common: CommonView, facts: ViewFacts): CampaignView;
  /** Whether chance decides what is given, so that whoever takes part is told which prize it was. Default false. */
  readonly byChance?: boolean;
  /** Whether whoever is given something is told by the merchant's backend, so that rewards may be codes. Default false. */
  readonly tellsMerchant?: boolean;
  /** Only for shoppers who are signed in, whatever the terms say. Default false. */
  readonly signedIn?: boolean;
}

/** A campaign of a kind that is not known here. */
export interface AnyCampaign extends CampaignTerms {
  readonly kind: string;
}

/** What is given together. */
export interface PrizeTerms {
  readonly id: string;
  readonly title?: Text;
  /** Basis points, 1–10,000. */
  readonly oddsBps: number;
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  readonly rewards: readonly PlacedReward[];
  readonly points?: number;
  /** What it takes of the campaign's budget, minor units. Default: what its rewards are worth. */
  readonly worth?: number;
  /** Where it stands in the campaign: `prizes[0]`; empty where it is the campaign itself. */
  readonly path: string;
}

/** A reward, and where it stands in the campaign: `rewards[0]`. */
export interface PlacedReward {
  readonly reward: Reward;
  readonly path: string;
}

export interface CheckFacts {
  /** How long a reward can be used, hours; absent: as the coupon says. */
  validHoursOf(reward: Reward): number | undefined;
}

/** What every view has. */
export type CommonView = Omit<Extract<CampaignView, { readonly kind: 'pack' }>, 'kind' | 'coupons'>;

export interface ViewFacts {
  couponOf(reward: Reward): Coupon;
  /** How many of a prize are left; `undefined`: no limit. 0 where it cannot be given for whatever reason. */
  leftOf(prize: PrizeTerms): number | undefined;
  /** Whom the shopper has brought, and for how many of them was rewarded; absent: nobody is known. */
  readonly friends: { readonly accepted: number; readonly rewarded: number } | undefined;
}

/** All odds together. */
export const certainBps = 10_000;

/** Returns one prize that whoever takes part is given. @param field the campaign's, in which its rewards stand */
export function certain(id: string, field: string, rewards: readonly Reward[]): PrizeTerms {
  return {
    id,
    oddsBps: certainBps,
    rewards: rewards.map((reward, index) => ({ reward, path: `${field}[${index}]` })),
    path: '',
  };
}
