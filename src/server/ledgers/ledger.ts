import type { Refund, RefundMode, ReturnedUnits } from '../../model/refund.js';
import type { refund } from '../../engine/index.js';
import type { OrderSnapshot } from '../order-snapshot.js';
import type { Issuing } from './issuing.js';

/**
 * The port to the store that remembers who holds what, what is reserved, redeemed and reversed, and who owes whom for it. Its one promise:
 * whatever runs at the same time, and however it ends, no coupon is granted or spent more often than its limits say, and what was answered stays.
 * Time is the store's own clock, so that many servers agree. Every implementation passes `ledgerContract`.
 *
 * Whatever changes something has an idempotency key, written in the same transaction as its effect; a refusal has no effect and leaves no key. A method
 * rejects with a {@link LedgerUnavailableError} where the same call may be repeated with the same key.
 */
export interface Ledger extends Issuing {
  /** The store's clock, milliseconds since the epoch. */
  now(): Promise<number>;

  /** Grants one coupon. What is paid with money is `pending` until it is confirmed, and counts against stock and limit meanwhile. */
  claim(attempt: ClaimAttempt): Promise<Decision<Holding, 'sold-out' | 'shopper-limit' | 'points-too-few'>>;
  /** The merchant has the money for a pending claim. One that was given up meanwhile is granted all the same, if a piece is left. */
  confirmClaim(
    attempt: ConfirmAttempt,
  ): Promise<Decision<Holding, 'unknown-claim' | 'sold-out' | 'shopper-limit'>>;
  /** Adds points to a shopper's account, or takes them. */
  changePoints(attempt: PointsAttempt): Promise<Decision<PointsBalance, 'points-too-few'>>;

  /** Holds all of an order's coupons for its shopper, or none. */
  reserve(
    attempt: ReserveAttempt,
  ): Promise<Decision<Hold, 'not-held' | 'already-reserved' | 'too-many-holds' | 'sold-out'>>;
  /** Prolongs a live hold, once. */
  extend(attempt: ExtendAttempt): Promise<Decision<Hold, HoldRefusal | 'already-extended'>>;
  /** Gives a live hold's coupons back to their shopper. */
  release(attempt: HoldAttempt): Promise<Decision<Hold, HoldRefusal>>;
  /**
   * The order is paid: the coupons are used, and the ledger says who bears them. A payment that lands after the hold has ended is taken
   * all the same (`late`), where all of its coupons are still free; else `hold-ended`, and nothing has changed.
   */
  redeem(
    attempt: RedeemAttempt,
  ): Promise<Decision<Redemption, 'unknown-hold' | 'cart-changed' | 'other-order' | 'hold-ended'>>;
  /** Undoes a redemption, in whole or in part, with exactly the opposite entries. */
  reverse(
    attempt: ReverseAttempt,
  ): Promise<Decision<Reversal, 'unknown-redemption' | 'more-than-remains' | 'other-mode' | 'unknown-line'>>;
  /** Ends what is overdue: holds and pending claims. Any number of servers may call it at any time; it is never needed for a right answer. */
  sweep(): Promise<Swept>;

  /** What an idempotency key has had as its effect; `undefined`: nothing yet. */
  recall(subject: string, key: string): Promise<Recalled | undefined>;
  /** Everything that the shopper was granted, the oldest first. */
  holdings(shopper: string): Promise<readonly Holding[]>;
  /** How many of each coupon are granted; a coupon that nobody has claimed is absent. */
  counts(): Promise<ReadonlyMap<string, Count>>;
  points(shopper: string): Promise<PointsBalance>;
  /** By the hold's id, which is the redemption's id, too. */
  findOrder(hold: string): Promise<OrderRecord | undefined>;

  /** Books money between the platform and a shop: a payout, or an adjustment after a day was closed. */
  post(attempt: PostAttempt): Promise<Decision<Posted, never>>;
  /** Closes every day that is over and not closed: what is booked from then on counts for a later day. Resolves to the last day that is closed. */
  closeDays(): Promise<string>;
  /** One statement a shop and day with movements, by day, then shop. The days in between are theirs too: nothing moved. */
  statements(period: Period): Promise<readonly Statement[]>;
  /** The transfers of a period, the oldest first: those after one that is known already, at most `limit` of them; absent: all. */
  transfers(
    period: Period,
    after?: Pick<Transfer, 'day' | 'at' | 'id'>,
    limit?: number,
  ): Promise<readonly Transfer[]>;
  /** The orders that were redeemed in a period, the oldest first, as they are now. */
  orders(period: Pick<Period, 'from' | 'to'>): Promise<readonly OrderSummary[]>;
  /** What became of each coupon. */
  report(): Promise<readonly CouponReport[]>;

  /** Counts a guess against its limits; a guess that is over one of them is refused, whether it was right or wrong. */
  guess(guess: Guess): Promise<GuessDecision>;
  /** Takes tokens from buckets that all servers of this store share. Resolves to 0, or to how many milliseconds to wait; then none are taken. */
  takeTokens(request: TokenRequest): Promise<number>;

  /** What servers of this store share beside: rules, keys. */
  readonly documents: Documents;
  /** The audit log, the oldest entry first. */
  audit(after?: number, limit?: number): Promise<readonly AuditEntry[]>;
  /** What its last entry should be; of an empty log 0 and 64 zeros. */
  auditHead(): Promise<AuditHead>;
  close(): Promise<void>;
}

/** Whoever repeats a call repeats its key. */
export interface Keyed {
  /** Who calls: a shopper, or `merchant`. */
  readonly subject: string;
  /** The idempotency key; unique by subject. */
  readonly key: string;
  /** What the request asked for: the same key with another request is a mistake. */
  readonly request: string;
}

export type Decision<Value, Refusal extends string> =
  | {
      readonly state: 'done';
      readonly value: Value;
      /** The key has had this effect before. */
      readonly replayed: boolean;
    }
  | { readonly state: 'key-reused' }
  | { readonly state: Refusal };

export interface Recalled {
  readonly request: string;
  /** The `value` of the decision. */
  readonly value: unknown;
}

export interface ClaimAttempt extends Keyed {
  readonly coupon: string;
  readonly shopper: string;
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  /** How many one shopper may have, ≥ 1. */
  readonly perShopper: number;
  /** What it costs; `points` are taken at once, `amount` (minor units) waits for the merchant's confirmation. */
  readonly cost?: { readonly points?: number; readonly amount?: number };
  /** How long it can be used from now on, milliseconds; absent: as the coupon says. */
  readonly validForMs?: number;
}

/** One coupon in the hands of one shopper. */
export interface Holding {
  readonly id: string;
  readonly coupon: string;
  readonly state: 'pending' | 'held' | 'reserved' | 'used';
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  /** While `pending` or `reserved`: until when. Milliseconds since the epoch. */
  readonly until?: number;
  /** While `reserved`: by which hold. */
  readonly hold?: string;
  /** Milliseconds since the epoch: until when this piece can be used; absent: as the coupon says. */
  readonly validUntil?: number;
  /** Store credit: what is left of it, minor units. */
  readonly balance?: number;
}

export interface Count {
  /** Pieces in shoppers' hands, pending ones included. */
  readonly granted: number;
  /** Of a budget: what is reserved and redeemed, minor units. */
  readonly spent: number;
}

export interface ConfirmAttempt extends Keyed {
  readonly claim: string;
}

export interface PointsAttempt extends Keyed {
  readonly shopper: string;
  /** ≠ 0; below 0: taken. */
  readonly points: number;
}

export interface PointsBalance {
  readonly points: number;
}

export interface ReserveAttempt extends Keyed {
  readonly shopper: string;
  /** `hashCart` of the cart as the server priced it. */
  readonly cartHash: string;
  readonly order: OrderSnapshot;
  readonly parts: readonly HoldPart[];
}

/** One coupon of an order. */
export interface HoldPart {
  /** The holding that is used. */
  readonly claim: string;
  readonly coupon: string;
  /** What it takes off, minor units. */
  readonly amount: number;
  /** How much of this coupon may be spent by all shoppers together, minor units; absent: no limit. */
  readonly budget?: number;
}

export type HoldState = 'reserved' | 'redeemed' | 'released' | 'expired' | 'reversed';

export interface Hold {
  readonly id: string;
  readonly state: HoldState;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly extended: boolean;
}

/** The hold is not known or another shopper's, or it has ended. */
export type HoldRefusal = 'unknown-hold' | 'hold-ended';

export interface HoldAttempt extends Keyed {
  readonly hold: string;
  /** Absent: the merchant asks. */
  readonly shopper?: string;
}

export type ExtendAttempt = HoldAttempt;

export interface RedeemAttempt extends Keyed {
  readonly hold: string;
  /** The merchant's own number of the order; a redemption each. */
  readonly order: string;
  readonly cartHash: string;
}

export interface Redemption {
  /** The hold's. */
  readonly id: string;
  readonly order: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly currency: string;
  /** What the shopper has paid, minor units. */
  readonly total: number;
  readonly coupons: readonly { readonly coupon: string; readonly amount: number }[];
  /** The payment landed after the hold had ended. */
  readonly late: boolean;
}

export interface ReverseAttempt extends Keyed {
  readonly redemption: string;
  /** Absent: all that is left, shipping included, as where the order is cancelled. */
  readonly returned?: readonly ReturnedUnits[];
  /** Whether fees are paid back with the last unit. Default false. */
  readonly shipping?: boolean;
  /** The first reversal of an order says it for all. Default `proportional`. */
  readonly mode?: RefundMode;
  /** The engine's. */
  readonly refund: typeof refund;
}

export interface Reversal {
  readonly id: string;
  readonly redemption: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly refund: Refund;
  /** Nothing is left of the order. */
  readonly complete: boolean;
  /** The coupons that went back to the shopper with this reversal. */
  readonly returned: readonly string[];
}

export interface Swept {
  readonly holds: number;
  readonly claims: number;
}

/** An order as the ledger knows it. */
export interface OrderRecord {
  readonly hold: Hold;
  readonly shopper: string;
  readonly cartHash: string;
  readonly order: OrderSnapshot;
  readonly parts: readonly HoldPart[];
  readonly redemption?: Redemption;
  readonly reversals: readonly Reversal[];
}

export interface OrderSummary {
  readonly order: string;
  readonly redemption: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The ledger's day, `2026-11-22`. */
  readonly day: string;
  readonly currency: string;
  /** What the shopper has paid less what was paid back, minor units. */
  readonly paid: number;
  /** What the coupons take off what is kept, minor units. */
  readonly discount: number;
}

/** Days of the ledger, `2026-11-22`, both inclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly shop?: string;
}

/** Who an entry is booked on: everybody's account is `shopper`, `platform`, `bank`, `shop:<id>` or `discount:<id>`; the platform's own goods are the shop ''. */
export type Account = string;

export type TransferKind = 'redemption' | 'reversal' | 'adjustment' | 'payout';

/** One entry on both sides: `amount` goes from `debit` to `credit`, so that every journal's sum is 0. */
export interface TransferDraft {
  readonly debit: Account;
  readonly credit: Account;
  /** Minor units, > 0. */
  readonly amount: number;
  readonly currency: string;
  /** Which coupon it is for; absent: a payment, a payout. */
  readonly coupon?: string;
}

export interface Transfer extends TransferDraft {
  readonly id: string;
  /** What is booked together. */
  readonly journal: string;
  readonly kind: TransferKind;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The day that it counts for. */
  readonly day: string;
  /** The merchant's number of the order; absent: a payout. */
  readonly order?: string;
  /** Why, for a person. */
  readonly note?: string;
}

export interface PostAttempt extends Keyed {
  readonly kind: 'adjustment' | 'payout';
  readonly shop: string;
  readonly currency: string;
  /** Minor units; > 0: the platform owes the shop more (an adjustment), or has paid it (a payout). */
  readonly amount: number;
  readonly order?: string;
  readonly note?: string;
}

export interface Posted {
  readonly journal: string;
  readonly day: string;
}

/**
 * What the platform owes a shop for coupons, minor units: `opening + redemptions − reversals + adjustments − payouts = closing`. A statement's opening is
 * the closing of the one before.
 */
export interface Statement {
  /** '' is the platform as a seller. */
  readonly shop: string;
  readonly day: string;
  readonly currency: string;
  readonly opening: number;
  readonly redemptions: number;
  readonly reversals: number;
  readonly adjustments: number;
  readonly payouts: number;
  readonly closing: number;
  /** For information: what shoppers paid for its goods and fees on this day, less what was paid back. */
  readonly paid: number;
  /** For information: what of the coupons it bore itself on this day, less what was undone. */
  readonly borneByShop: number;
  /** The day is over: nothing changes any more. */
  readonly closed: boolean;
}

export interface CouponReport {
  readonly coupon: string;
  readonly claimed: number;
  readonly reserved: number;
  /** Pieces that are used now. */
  readonly redeemed: number;
  /** What they took off, less what was undone, minor units by currency. */
  readonly discount: readonly {
    readonly currency: string;
    readonly amount: number;
    readonly platform: number;
  }[];
}

export interface Guess {
  /** Who is counted, and how many wrong guesses each may make within the window. */
  readonly subjects: readonly { readonly name: string; readonly limit: number }[];
  /** Only a wrong one counts. */
  readonly wrong: boolean;
  /** Milliseconds. */
  readonly windowMs: number;
}

export type GuessDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

export interface TokenRequest {
  readonly subject: string;
  readonly tokens: number;
  /** How many the bucket holds. */
  readonly burst: number;
  readonly perMinute: number;
}

/** Small JSON documents by name, with a version that grows at each change of any of them. */
export interface Documents {
  version(): Promise<number>;
  read(): Promise<ReadonlyMap<string, unknown>>;
  /** Resolves to false where `only: 'new'` and there is one of this name already. */
  write(name: string, value: unknown, only?: 'new'): Promise<boolean>;
}

/** Whoever keeps one elsewhere can tell for good whether an entry up to it was changed. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface AuditEntry extends AuditHead {
  /** 1, 2, 3, … without a gap. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** JSON: what was done in one transaction. */
  readonly events: string;
  /** Of the entry before; of the first: 64 zeros. */
  readonly previous: string;
  /** SHA-256 of `previous`, `at` and `events` with a line feed between them, hexadecimal. */
  readonly hash: string;
}

/** The store cannot answer now; the same call with the same key may succeed later. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
}
