import type { IssueOutcome, IssuesRequest, TriggerRequest } from '../protocol/campaigns.js';
import type { Hold, PointsRequest, RedemptionRequest, ReversalRequest } from '../protocol/messages.js';
import type { Campaign } from './campaigns/index.js';
import type {
  CouponReport,
  Holding,
  PointsBalance,
  Redemption,
  Reversal,
  Statement,
} from './ledgers/ledger.js';
import type { Reconciliation, TheirOrder } from './settlement/reconcile.js';

export interface ClientOptions {
  /** Its address, with what stands before `/v1`: `https://coupons.example`. */
  readonly server: string;
  /** `sk_…`; never in a page. */
  readonly secretKey: string;
  /** Default: the platform's own. In the same process: `(request) => handler(request)`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For a call with all of its tries, milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * What the coupon server is asked by the backend behind a checkout. What it refuses is a value, `{ ok: false, code }`. Every method rejects with a
 * {@link CouponServerError} where the server is away or does not understand. Calls that change something carry an idempotency key, so that one that is
 * repeated has one effect: by these methods, twice at most, and by whoever calls them, after a crash too.
 */
export interface Client {
  /** The order is paid: its coupons are used. By default the key is made of what is asked: the same order again has one effect. */
  redeem(
    paid: RedemptionRequest,
    options?: CallOptions,
  ): Promise<Outcome<Redemption, 'unknown-hold' | 'cart-changed' | 'other-order' | 'hold-ended'>>;
  /**
   * Undoes a redemption, in whole or in part; `value.refund.amount` is what to pay back, minor units. It needs a key of the caller's: two equal partial
   * returns are two.
   * @param redemption its id, which is the hold's
   */
  reverse(
    redemption: string,
    back: ReversalRequest,
    options: KeyedOptions,
  ): Promise<Outcome<Reversal, 'unknown-redemption' | 'more-than-remains' | 'other-mode' | 'unknown-line'>>;
  /** The payment has failed: the coupons are the shopper's again. */
  release(hold: string, options?: CallOptions): Promise<Outcome<Hold, 'unknown-hold' | 'hold-ended'>>;
  /** What a hold stands for, and what has become of it. */
  findHold(hold: string, options?: ReadOptions): Promise<Outcome<FoundHold, 'unknown-hold'>>;
  /** A coupon that costs money is paid. */
  confirmClaim(
    claim: string,
    options?: CallOptions,
  ): Promise<Outcome<Holding, 'unknown-claim' | 'sold-out' | 'shopper-limit'>>;
  /** Gives points to a shopper, or takes them, below 0. It needs a key of the caller's: two equal gifts are two. */
  changePoints(
    change: PointsRequest,
    options: KeyedOptions,
  ): Promise<Outcome<PointsBalance, 'points-too-few'>>;
  /** One statement a shop and day, both days inclusive: `2026-11-22`. */
  settlements(
    period: { readonly from: string; readonly to: string; readonly shop?: string },
    options?: ReadOptions,
  ): Promise<readonly Statement[]>;
  /** Whether the orders of these days, the last one included, are the same in the merchant's books: only ours, only theirs, other amounts. */
  reconcile(
    period: { readonly from: string; readonly to: string },
    orders: readonly TheirOrder[],
    options?: ReadOptions,
  ): Promise<Reconciliation>;
  /** What became of each coupon so far. */
  reports(options?: ReadOptions): Promise<readonly CouponStanding[]>;
  /** How often each campaign was taken part in so far, and what it gave. */
  campaignReports(options?: ReadOptions): Promise<readonly CampaignReport[]>;
  /**
   * Something has happened that campaigns may wait for; what it brought is in the shopper's wallet then, and is named, so that a mail can say it. By default the key is made
   * of what is said, so that the same order, registration or cart has one effect; of an abandoned cart without a number a key of the caller's is needed. An order that
   * is redeemed need not be said: it is the same occasion.
   */
  trigger(event: TriggerRequest, options?: CallOptions): Promise<Outcome<readonly IssueOutcome[], never>>;
  /** Puts what a `push` campaign gives into the wallets of up to 100 shoppers, once each. Resolves to an outcome each, in their order. */
  issue(
    issues: IssuesRequest,
    options?: CallOptions,
  ): Promise<Outcome<readonly IssueOutcome[], 'unknown-campaign' | 'upcoming' | 'ended'>>;
  /** Defines a campaign for every server of the store. Rejects with `invalid-request` where it is wrong; its message says where. */
  putCampaign(campaign: Campaign, options?: ReadOptions): Promise<PutCampaign>;
}

/** What was done, or why not. */
export type Outcome<Value, Refusal extends string> =
  | {
      readonly ok: true;
      readonly value: Value;
      /** It had been done before by a call with this key: what hangs on it may have been done, too. */
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: Refusal };

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

export interface CallOptions extends ReadOptions {
  /** 1–128 visible ASCII characters. */
  readonly idempotencyKey?: string;
}

export interface KeyedOptions extends ReadOptions {
  /** 1–128 visible ASCII characters: one for each act, over all orders, and the same when it is repeated. */
  readonly idempotencyKey: string;
}

export interface CouponStanding extends CouponReport {
  /** How many of the claimed ones are used, hundredths of a percent. */
  readonly redemptionRateBps: number;
}

/** What became of one campaign. */
export interface CampaignReport {
  readonly campaign: string;
  /** How often it was taken part in, where nothing was won, too. */
  readonly issued: number;
  /** What was given, minor units, as far as its worth is known. */
  readonly spent: number;
  /** How many of each prize, by its id. */
  readonly prizes: Readonly<Record<string, number>>;
}

/** A campaign as it is defined from now on. */
export interface PutCampaign {
  readonly campaign: Campaign;
  readonly version: string;
  /** What a merchant should look at. */
  readonly warnings: readonly { readonly path: string; readonly code: string }[];
}

/** An order as the coupon server knows it. */
export interface FoundHold {
  readonly hold: Hold;
  /** Whose: `shopper:<id>`, or `anonymous:<id>`. */
  readonly shopper: string;
  readonly cartHash: string;
  readonly currency: string;
  /** What is to be paid, minor units. */
  readonly total: number;
  readonly coupons: Redemption['coupons'];
  /** Absent: it is not paid. */
  readonly redemption?: Redemption;
  readonly reversals: readonly Reversal[];
}
