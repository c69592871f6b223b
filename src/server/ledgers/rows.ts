import type { Row } from './database.js';
import type { HoldState, TransferKind } from './ledger.js';

/** The rows of `schema.ts` that commands read and change. */

export interface CounterRow extends Row {
  readonly coupon: string;
  readonly granted: number;
  readonly stock: number | null;
  readonly spent: number;
  readonly budget: number | null;
}

export interface AccountRow extends Row {
  readonly shopper: string;
  readonly points: number;
  /** How many live holds the shopper has. */
  readonly holds: number;
}

export interface ClaimRow extends Row {
  readonly id: string;
  readonly coupon: string;
  readonly shopper: string;
  readonly ordinal: number | null;
  readonly state: 'pending' | 'held' | 'reserved' | 'used' | 'given-up';
  readonly claimed_at: number;
  readonly until: number | null;
  readonly hold: string | null;
  /** What was paid for it. */
  readonly points: number;
  /** Minor units; what is or was to be paid for it. */
  readonly amount: number;
  readonly per_shopper: number;
  /** Null: as the coupon says. */
  readonly valid_until: number | null;
  /** Which campaign gave it. */
  readonly campaign: string | null;
  /** Of store credit: what is left of it, minor units. */
  readonly balance: number | null;
}

/** Of a campaign (`prize` is ''), or of one of its prizes. */
export interface CampaignCounterRow extends Row {
  /** `campaignKey`. */
  readonly id: string;
  readonly campaign: string;
  readonly prize: string;
  readonly issued: number;
  readonly stock: number | null;
  readonly spent: number;
  readonly budget: number | null;
}

export interface IssueRow extends Row {
  readonly id: string;
  readonly campaign: string;
  readonly shopper: string;
  readonly ordinal: number;
  readonly per_shopper: number | null;
  readonly day: string;
  readonly day_ordinal: number;
  readonly per_day: number | null;
  readonly at: number;
  readonly occasion: string | null;
  readonly invitation: string | null;
  readonly prize: string | null;
  readonly points: number;
  /** JSON: the ids of the pieces. */
  readonly claims: string;
}

export interface InvitationRow extends Row {
  readonly code: string;
  readonly campaign: string;
  readonly shopper: string;
  /** JSON, or empty. */
  readonly content: string;
  /** Of the content. */
  readonly digest: string;
  readonly at: number;
}

/** What of a hold never changes is in {@link HoldFacts}. */
export interface HoldRow extends Row {
  readonly id: string;
  readonly state: HoldState;
  readonly until: number;
  readonly extended: number;
  readonly order_id: string | null;
  readonly redeemed_at: number | null;
  readonly day: string | null;
  readonly late: number;
  readonly mode: string | null;
}

export interface HoldFacts extends Row {
  readonly id: string;
  readonly shopper: string;
  readonly cart_hash: string;
  /** JSON: `HoldPart[]`. */
  readonly parts: string;
  /** JSON: `OrderSnapshot`; large, so it is read only where it is needed. */
  readonly snapshot?: string;
  readonly reserved_at: number;
}

export interface ReversalRow extends Row {
  readonly id: string;
  readonly hold: string;
  readonly ordinal: number;
  readonly at: number;
  /** JSON: `Reversal`. */
  readonly content: string;
}

export interface TransferRow extends Row {
  readonly id: string;
  readonly journal: string;
  readonly kind: TransferKind;
  readonly at: number;
  readonly day: string;
  readonly order_id: string | null;
  readonly coupon: string | null;
  readonly debit: string;
  readonly credit: string;
  readonly amount: number;
  readonly currency: string;
  readonly note: string | null;
}

export interface KeyRow extends Row {
  /** `keyId` of subject and key. */
  readonly id: string;
  readonly request: string;
  /** JSON: the decision's value. */
  readonly answer: string;
  readonly at: number;
}

/** A line feed can be in neither. */
export function campaignKey(campaign: string, prize = ''): string {
  return `${campaign}\n${prize}`;
}

/** A line feed can be in neither. */
export function keyId({ subject, key }: { readonly subject: string; readonly key: string }): string {
  return `${subject}\n${key}`;
}
