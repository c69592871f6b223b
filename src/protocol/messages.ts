import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Problem } from '../model/problem.js';
import type { Quote } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { RefundMode, ReturnedUnits } from '../model/refund.js';
import type { Shopper } from '../model/shopper.js';

/** A coupon that the shopper wants: the whole set is stated anew with every request. */
export interface Desired {
  /** The coupon's id. */
  readonly coupon: string;
  readonly code?: string;
}

/** Where a shopper stands with an offer. */
export type ClaimState =
  /** Can be claimed now. */
  | 'available'
  /** This shopper holds it, and may not claim another. */
  | 'claimed'
  /** This shopper has used it, and may not claim another. */
  | 'used'
  /** All are claimed. */
  | 'sold-out'
  /** Opens at `opensAt`. */
  | 'upcoming'
  /** Closed at `closesAt`. */
  | 'ended'
  /** Only for shoppers who are signed in. */
  | 'sign-in';

export interface Claim {
  readonly state: ClaimState;
  /** What a claim costs; absent: nothing. */
  readonly cost?: { readonly points?: number; readonly amount?: number };
  /** How many are left; absent: not limited, or not told. */
  readonly remaining?: number;
  /** How many there were; absent: not limited, or not told. */
  readonly stock?: number;
  /** ISO 8601. */
  readonly opensAt?: string;
  /** ISO 8601. */
  readonly closesAt?: string;
  /** How many one shopper may claim. */
  readonly perShopper?: number;
}

/** A coupon that shoppers may claim. */
export interface Offer {
  readonly coupon: Coupon;
  readonly claim: Claim;
}

/** A coupon in a shopper's wallet. */
export interface Held {
  /** The claim's id, not the coupon's. */
  readonly id: string;
  readonly coupon: Coupon;
  /** `pending`: it waits for the merchant to confirm that it is paid. `reserved`: an order under way has it. */
  readonly state: 'pending' | 'held' | 'reserved' | 'used' | 'expired';
  /** ISO 8601: while pending or reserved, until when. */
  readonly until?: string;
  /** While reserved: by which hold. */
  readonly hold?: string;
  /** ISO 8601; absent: no limit. */
  readonly validFrom?: string;
  /** ISO 8601; absent: no limit. */
  readonly validUntil?: string;
  /** Of store credit, and of nothing else: what is left of it, minor units; the coupon's benefit takes off as much. */
  readonly balance?: number;
}

/** What became of one desired coupon. */
export interface Outcome {
  readonly coupon: string;
  /** `attached`: accepted, but without effect on this cart. */
  readonly state: 'effective' | 'attached' | 'rejected';
  readonly reasons: readonly Reason[];
  /** Minor units; what it takes off. */
  readonly amount?: number;
}

/** What the backend says of a cart and the desired coupons. Its numbers are shown as they are, never derived again. */
export interface Verdict {
  /** `hashCart` of the cart that was asked about. */
  readonly cartHash: string;
  /** The backend's clock, milliseconds since the epoch. */
  readonly at: number;
  readonly outcomes: readonly Outcome[];
  /** What the backend takes off on its own. */
  readonly automatic: readonly { readonly label: string; readonly amount: number }[];
  readonly totals: Totals;
  /** Lines whose price the backend knows otherwise; absent: none. */
  readonly prices?: readonly { readonly line: string; readonly before: number; readonly after: number }[];
  /** Where the backend splits as we do. */
  readonly quote?: Quote;
  /** Proof of the price for checkout; only where every effective coupon is held by the shopper. */
  readonly token?: string;
  /** ISO 8601: until when the token holds. */
  readonly expiresAt?: string;
}

export interface Totals {
  readonly subtotal: number;
  readonly discount: number;
  readonly shipping?: number;
  readonly tax?: number;
  readonly payable: number;
  /** Whether amounts are without or with tax. */
  readonly basis: 'net' | 'gross';
}

export interface OffersRequest {
  readonly cart?: Cart;
  readonly product?: string;
}

export interface OffersAnswer {
  readonly offers: readonly Offer[];
  readonly wallet: readonly Held[];
  /** How many points the shopper has with the backend; absent: nobody is known, or nothing costs points. */
  readonly points?: number;
  /** Milliseconds since the epoch. */
  readonly serverTime: number;
  /** What the adapter left out of the answer because it is not what it should be; absent: nothing. */
  readonly problems?: readonly Problem[];
}

export interface ClaimRequest {
  /** The id of the offer's coupon. */
  readonly offer: string;
  /** What is to be priced once it is claimed, so that one trip brings both. A try that is repeated repeats it. */
  readonly quote?: QuoteRequest;
}

export interface ClaimAnswer {
  readonly held: Held;
  /** False where an earlier claim is answered again. */
  readonly fresh: boolean;
  /** The answer to `quote`; absent where that was not asked, or could not be answered: then it is asked by itself. */
  readonly verdict?: Verdict;
}

export interface ExchangeRequest {
  readonly code: string;
}

export interface ExchangeAnswer {
  readonly held: Held;
}

export interface QuoteRequest {
  readonly cart: Cart;
  readonly shopper?: Shopper;
  readonly desired: readonly Desired[];
}

export interface ReservationRequest {
  /** The verdict's. */
  readonly token: string;
  /** The same as was priced. */
  readonly cart: Cart;
}

/** All coupons of an order, held for its shopper until it is paid. */
export interface Hold {
  readonly id: string;
  readonly state: 'reserved' | 'redeemed' | 'released' | 'expired' | 'reversed';
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Whether it can still be prolonged. */
  readonly extendable: boolean;
}

export interface HoldAnswer {
  readonly hold: Hold;
}

/** By the merchant's backend: the order is paid. */
export interface RedemptionRequest {
  /** The hold's id. */
  readonly hold: string;
  /** The merchant's own number of the order. */
  readonly order: string;
  /** `cart` of the token that the order was reserved with. */
  readonly cartHash: string;
}

/** By the merchant's backend: an order is cancelled, or something of it comes back. */
export interface ReversalRequest {
  /** Absent: all that is left, shipping included. */
  readonly returned?: readonly ReturnedUnits[];
  /** Whether fees are paid back with the last unit. Default false. */
  readonly shipping?: boolean;
  /** Default `proportional`. */
  readonly mode?: RefundMode;
}

/** By the merchant's backend: gives points to a shopper, or takes them. */
export interface PointsRequest {
  /** The `sub` of the shopper's token. */
  readonly shopper: string;
  /** ≠ 0; below 0: taken. */
  readonly points: number;
}

export interface SessionAnswer {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** RFC 9457 problem details, with a closed `code`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** What a sentence about it needs to say: `{ required: 500, available: 120 }`. */
  readonly params?: Reason['params'];
  /** Where the request is wrong. */
  readonly problems?: readonly { readonly path: string; readonly code: string }[];
}
