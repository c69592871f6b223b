import type { Coupon, Text } from '../model/coupon.js';
import type { Problem } from '../model/problem.js';
import type { Held } from './messages.js';

/**
 * What a shop gives away beside offers that are claimed one by one: draws, packs, invitations. The rules are on the server; this is what a page
 * gets to see of them, for one shopper.
 */
export type CampaignView = DrawView | PackView | InviteView;

/** Where a shopper stands with a campaign. */
export type CampaignState =
  /** Can take part now. */
  | 'available'
  /** Has taken part as often as one may, today or at all: `againAt` says when there is a next time. */
  | 'taken'
  /** All is given. */
  | 'sold-out'
  /** Opens at `opensAt`. */
  | 'upcoming'
  /** Closed at `closesAt`. */
  | 'ended'
  /** Only for shoppers who are signed in. */
  | 'sign-in'
  /** Not for this shopper: a newcomer pack for one who has ordered. */
  | 'not-eligible';

interface CommonView {
  readonly id: string;
  readonly title?: Text;
  readonly state: CampaignState;
  /** How often the shopper may still take part now; absent: not limited. */
  readonly left?: number;
  /** ISO 8601: when a shopper who has `taken` may take part again; absent: never. */
  readonly againAt?: string;
  /** How often all shoppers together may still take part; absent: not limited, or not told. */
  readonly remaining?: number;
  /** How often they could at first; absent: not limited, or not told. */
  readonly stock?: number;
  /** ISO 8601. */
  readonly opensAt?: string;
  /** ISO 8601. */
  readonly closesAt?: string;
  /** What taking part costs; absent: nothing. */
  readonly cost?: { readonly points: number };
  /** How long what is given can be used, hours from then on; absent: as the coupons themselves say. */
  readonly validHours?: number;
}

/** A wheel, a scratch card or a plain draw: how it looks is the page's choice; the server draws. */
export interface DrawView extends CommonView {
  readonly kind: 'draw';
  /** In the order of the wheel. */
  readonly prizes: readonly PublishedPrize[];
  /** The chance of no prize, basis points: what the prizes leave to 10,000, with those that are all given. */
  readonly noPrizeBps: number;
}

export interface PublishedPrize {
  readonly id: string;
  readonly title?: Text;
  /** What is won; beside points, or alone. */
  readonly coupon?: Coupon;
  readonly points?: number;
  /** The chance as it is now, basis points, 0–10,000; 0 where all are given. */
  readonly oddsBps: number;
  /** How many are left; absent: not limited. */
  readonly remaining?: number;
}

/** Several coupons at once. */
export interface PackView extends CommonView {
  readonly kind: 'pack';
  readonly coupons: readonly Coupon[];
}

/** A link that rewards both sides. */
export interface InviteView extends CommonView {
  readonly kind: 'invite';
  /** What the friend gets at once. */
  readonly invitee: readonly Coupon[];
  /** What the shopper gets for each friend, when that friend has done what `rewardedOn` says. */
  readonly inviter: readonly Coupon[];
  readonly rewardedOn: 'acceptance' | 'order';
  /** How many friends have accepted, and for how many the shopper was rewarded; absent: nobody is known. */
  readonly friends?: { readonly accepted: number; readonly rewarded: number };
}

export interface CampaignsAnswer {
  readonly campaigns: readonly CampaignView[];
  /** How many points the shopper has; absent: nobody is known. */
  readonly points?: number;
  /** Milliseconds since the epoch. */
  readonly serverTime: number;
  /** What the adapter left out of the answer because it is not what it should be; absent: nothing. */
  readonly problems?: readonly Problem[];
}

/** The shopper draws, takes the pack, or accepts an invitation. */
export interface ParticipationRequest {
  readonly campaign: string;
  /** The code of the invitation that is accepted. */
  readonly invitation?: string;
}

export interface Participation {
  readonly id: string;
  readonly campaign: string;
  /** Of a draw: the prize's id; absent: no prize. */
  readonly prize?: string;
  /** The coupons that are in the wallet now. */
  readonly held: readonly Held[];
  /** Points that were won. */
  readonly points?: number;
}

export interface ParticipationAnswer {
  readonly participation: Participation;
  /** The campaign as it stands now for this shopper. */
  readonly campaign: CampaignView;
}

/** The shopper wants a link for friends; `lines` shares what is in the cart. */
export interface InvitationRequest {
  readonly campaign: string;
  readonly lines?: readonly SharedLine[];
}

export interface SharedLine {
  readonly product: string;
  readonly sku?: string;
  readonly quantity: number;
}

export interface Invitation {
  /** What stands in the link, 16 characters of `A–Z a–z 0–9 - _`. */
  readonly code: string;
  readonly campaign: string;
  readonly lines?: readonly SharedLine[];
  /** Whether whoever asks has made it: nobody can accept their own. */
  readonly own: boolean;
}

export interface InvitationAnswer {
  readonly invitation: Invitation;
  /** Its campaign as it stands for whoever asks. */
  readonly campaign: InviteView;
}

/** By the merchant's backend: something has happened that campaigns may wait for. */
export interface TriggerRequest {
  readonly on: 'order' | 'registration' | 'abandonment';
  /** The `sub` of the shopper's token. */
  readonly shopper: string;
  /** The merchant's own number of the order, certain of an order; of an abandoned cart the cart's. What it brings, it brings once. */
  readonly order?: string;
  /** What was paid, minor units. */
  readonly amount?: number;
  /** ISO 4217. */
  readonly currency?: string;
  /** How many orders the shopper had completed before; absent: not known, so that nothing is a first one. */
  readonly orders?: number;
  readonly tags?: readonly string[];
}

/** By the merchant's backend: gives what a `push` campaign gives to these shoppers. */
export interface IssuesRequest {
  readonly campaign: string;
  /** Each by the `sub` of the shopper's token; 1 to 100. */
  readonly shoppers: readonly string[];
}

/** What became of one shopper and campaign. */
export type IssueOutcome =
  | {
      readonly campaign: string;
      /** `shopper:<sub>`, or `anonymous:<id>`. */
      readonly shopper: string;
      readonly state: 'issued';
      /** False where it had been issued before for the same occasion. */
      readonly fresh: boolean;
      readonly participation: Participation;
      /** What may be typed to get a coupon: codes of their own, which work once, and those of coupons that have one for everybody. */
      readonly codes: readonly { readonly coupon: string; readonly code: string }[];
    }
  | {
      readonly campaign: string;
      readonly shopper: string;
      /** `taken`: the shopper has had it, or the occasion has brought it to somebody already. */
      readonly state: 'taken' | 'sold-out' | 'not-eligible';
    };

export interface IssuesAnswer {
  readonly outcomes: readonly IssueOutcome[];
}
