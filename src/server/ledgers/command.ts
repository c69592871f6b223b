import type { HoldPart, Keyed } from './ledger.js';
import type { WorkingSet } from './working-set.js';

/**
 * One thing to do to the ledger: a decision over rows that are locked and loaded, without a word of SQL. It checks everything first and changes
 * rows only where it succeeds, since others are decided in the same transaction.
 */
export interface Command<Outcome> {
  /** Absent: it is idempotent by itself. */
  readonly keyed?: Keyed;
  readonly needs: Needs;
  decide(set: WorkingSet): Outcome;
}

/** What must be locked and loaded. */
export interface Needs {
  /** Coupons whose counters are changed. */
  readonly coupons?: readonly string[];
  /** Shoppers whose accounts are changed; their live holds come with them. */
  readonly shoppers?: readonly string[];
  /** All pieces that these shoppers have of these coupons. */
  readonly pieces?: readonly { readonly coupon: string; readonly shopper: string }[];
  /** Pieces by id, with their shopper's others of the same coupon; with their coupons' counters and shoppers' accounts. */
  readonly claims?: readonly string[];
  /** Pieces that a new hold is made of, and the counters of those that have a budget. */
  readonly parts?: readonly HoldPart[];
  /** Holds by id, with their pieces and their shoppers' accounts. */
  readonly holds?: readonly string[];
  /** The same, with all that was ordered and reversed. */
  readonly orders?: readonly string[];
  /** The merchant's number of an order: the hold that was redeemed for it. */
  readonly orderNumber?: string;
  /** Counters of campaigns and prizes that are changed, by `campaignKey`. */
  readonly campaigns?: readonly string[];
  /** All that a shopper took part in of a campaign, and whatever it has issued for an occasion. */
  readonly issues?: { readonly campaign: string; readonly shopper: string; readonly occasion?: string };
  /** Invitations by their codes. */
  readonly invitations?: readonly string[];
  /** The invitation that a shopper has made to this campaign with this content. */
  readonly invitation?: { readonly shopper: string; readonly campaign: string; readonly digest: string };
  /** It books transfers. */
  readonly books?: boolean;
}
