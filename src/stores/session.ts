import type { ReadableAtom } from 'nanostores';
import type { AdapterError, Capabilities } from '../adapters/adapter.js';
import type { Cart } from '../model/cart.js';
import type { Problem } from '../model/problem.js';
import type { Best, Quote } from '../model/quote.js';
import type { RefundMode, RefundPreview } from '../model/refund.js';
import type { Reason } from '../model/refusal.js';
import type { Shopper } from '../model/shopper.js';
import type { Held, Hold, Offer, Verdict } from '../protocol/messages.js';
import type { Campaigns } from './campaigns.js';
import type { SuggestOptions, Suggestions } from './suggest.js';

/** What the shopper wants used. */
export type Selection =
  /** The best set, also over offers that can be claimed at once. */
  | { readonly mode: 'auto' }
  /** No coupon at all; also where the last one chosen was removed. */
  | { readonly mode: 'none' }
  /**
   * The shopper's own choice, by coupon id, in the order of choosing. What the cart does not allow now stays in it, and comes back by itself;
   * of two that may not go together, the last chosen is used.
   */
  | { readonly mode: 'manual'; readonly coupons: readonly string[] };

/** One thing that the server's answer changed, beside the preview. */
export type Difference =
  /** The amount due. Minor units. */
  | { readonly code: 'payable'; readonly before: number; readonly after: number }
  /** A coupon that the preview applied and the server did not. */
  | { readonly code: 'coupon-dropped'; readonly coupon: string; readonly reasons: readonly Reason[] }
  /** A coupon that takes off another amount. */
  | {
      readonly code: 'coupon-amount';
      readonly coupon: string;
      readonly before: number;
      readonly after: number;
    }
  /** A unit price that the server knows otherwise. */
  | { readonly code: 'unit-price'; readonly line: string; readonly before: number; readonly after: number };

/**
 * Where the price on the screen stands:
 * - `idle`: no cart yet;
 * - `provisional`: the preview; an answer is under way, or nobody is there to confirm (an emulating adapter);
 * - `verified`: the server said the same, to the minor unit;
 * - `changed`: the server's numbers are shown; where they are higher than the last ones confirmed, `accepted` is false until
 *   the shopper accepts them;
 * - `failed`: the server is away; the preview stays, marked as an estimate.
 */
export type Verification =
  | { readonly state: 'idle' }
  | { readonly state: 'provisional' }
  | { readonly state: 'verified'; readonly verdict: Verdict }
  | {
      readonly state: 'changed';
      readonly verdict: Verdict;
      readonly differences: readonly Difference[];
      readonly accepted: boolean;
    }
  | { readonly state: 'failed'; readonly error: AdapterError };

/** A coupon that fell out of the applied set through a change that the shopper did not ask for. */
export interface Dropped {
  readonly coupon: string;
  /**
   * At least one: the engine's, or where the coupon can't be used at all the state of what is held (`used`, `reserved`, `pending`, `expired`), `cost`,
   * the state of the offer (`sold-out`, `ended`, `claimed`, …) or `not-found`.
   */
  readonly reasons: readonly Reason[];
}

/** What went wrong last; the cart, the claims and the last good quote stay. */
export type SessionError =
  | {
      readonly code: 'invalid-cart' | 'invalid-shopper' | 'invalid-offers';
      readonly problems: readonly Problem[];
    }
  | {
      readonly code: 'adapter';
      readonly during:
        'engine' | 'cart' | 'offers' | 'claim' | 'exchange' | 'verify' | 'hold' | 'campaigns' | 'participate';
      readonly error: AdapterError;
    };

export type ClaimResult =
  | { readonly ok: true; readonly held: Held; readonly fresh: boolean }
  /**
   * The server's reason (`sold-out`, `shopper-limit`, `upcoming`, `ended`, `sign-in`, `cost`, `points-too-few` with `required` and `available`, `unknown-offer`,
   * `unknown-code`), or of a fault, which `$error` holds, too: `unavailable`, or `rate-limited` with `retryAfterMs`.
   */
  | { readonly ok: false; readonly reason: Reason };

export type CheckoutResult =
  /** `token` is absent where the adapter confirms nothing; `hold` where it holds nothing, or no coupon is used. */
  | { readonly ok: true; readonly verdict: Verdict; readonly token?: string; readonly hold?: Hold }
  /** The price went up, or a coupon fell out: the shopper has to look again. `refused`: why the coupons could not be held, as all was read anew. */
  | { readonly ok: false; readonly reason: 'changed'; readonly refused?: Reason }
  /**
   * The server is away: checkout goes on without a promised price. Also where the price was confirmed and only the holding failed: a token without a hold
   * would have coupons used that nobody counts.
   */
  | { readonly ok: false; readonly reason: 'unconfirmed' }
  | { readonly ok: false; readonly reason: 'no-cart' };

export type HoldResult =
  | { readonly ok: true; readonly hold: Hold }
  /** The server's reason (`already-extended`, `hold-ended`, `unknown-hold`); or of a fault `unavailable`, or `rate-limited` with `retryAfterMs`. */
  | { readonly ok: false; readonly reason: Reason };

/** One shopper's coupons on one page. Everything is plain data in stores; nothing is kept outside of it. */
export interface Session {
  readonly capabilities: Capabilities;
  /** BCP 47; what elements use where their surroundings name no language. */
  readonly locale: string | undefined;
  /** The last valid cart. */
  readonly $cart: ReadableAtom<Cart | undefined>;
  readonly $shopper: ReadableAtom<Shopper | undefined>;
  /** Every offer that is known, by the id of its coupon. `undefined` until the first answer. */
  readonly $offers: ReadableAtom<readonly Offer[] | undefined>;
  /** What the shopper holds. `undefined` until the first answer. */
  readonly $wallet: ReadableAtom<readonly Held[] | undefined>;
  readonly $selection: ReadableAtom<Selection>;
  /** The best set, whatever is selected: what could be saved, and why each other coupon is not in it (see `compare`). */
  readonly $best: ReadableAtom<Best | undefined>;
  /** The preview of what is selected, computed in this page; `undefined` until there is a cart. */
  readonly $quote: ReadableAtom<Quote | undefined>;
  readonly $verification: ReadableAtom<Verification>;
  /**
   * The coupons of the order that is being paid: `reserved` after a checkout, or `expired` when their time was over. While they are reserved, coupons and price stay
   * as they are. Absent after the shopper went back, or changed the cart or the choice: that gives them back.
   */
  readonly $hold: ReadableAtom<Hold | undefined>;
  /**
   * What dropped out by the last change of the cart, of the offers or of the time; changes within a second count as one. With an own choice: all of it
   * that does not apply now. Empty after the next choice of the shopper.
   */
  readonly $dropped: ReadableAtom<readonly Dropped[]>;
  readonly $error: ReadableAtom<SessionError | undefined>;
  /** The server's clock less this page's, milliseconds; for countdowns. */
  readonly $clockOffset: ReadableAtom<number>;

  /** Milliseconds since the epoch, by the server's clock as far as it is known. */
  now(): number;
  /** Parses and takes a cart; where the adapter has a source of carts, that does it. A bad one leaves the last good one in place and says what is wrong; the same one again changes nothing. */
  setCart(cart: unknown): readonly Problem[];
  /** Likewise; `undefined` where nobody is signed in any more. What can be claimed and what is held is asked for anew. */
  setShopper(shopper: unknown): readonly Problem[];
  /** Asks for the offers of a product, or without one for all; those of the cart come by themselves. Repeated calls share one answer. */
  loadOffers(product?: string): Promise<void>;
  /**
   * Asks anew for all that is offered and held, as far as it was asked for: something was paid for, or given, elsewhere. Never rejects: a fault is in `$error`, and
   * the last answer stays. What opens, closes or expires by the clock needs none of this.
   */
  refresh(): Promise<void>;
  /**
   * The best price of another cart, such as one unit of a product page's, with what is held and can be claimed at once; the cart is not touched.
   * Rejects with a `CouponError` that names the place where that cart is wrong.
   */
  priceOf(cart: Cart): Promise<Best>;
  /**
   * What little more makes another coupon pay off, and which of some products fill it; with what is held and can be claimed at once. Loaded when it is first asked for;
   * it searches for up to eighty best sets, so ask when the page is idle. Resolves to nothing where there is no cart. Rejects with a `CouponError` that names the place where cart or
   * products are wrong.
   */
  suggest(options?: SuggestOptions): Promise<Suggestions | undefined>;
  /** Two acts at once are one call; of a coupon that is held already, and may not be claimed again, there is none. */
  claim(coupon: string): Promise<ClaimResult>;
  /** A typed code. What it brings is in the wallet then: part of the best set where that is better with it, applied where the shopper chooses. */
  exchange(code: string): Promise<ClaimResult>;
  /**
   * Draws, packs and invitations; loaded when they are first asked for. Every call gives the same. Rejects where they do not load, or where the adapter has none
   * (`capabilities.campaigns`): that with a `CouponError`.
   */
  campaigns(): Promise<Campaigns>;
  /** Adds a coupon to the shopper's own choice; what may not go with it leaves. */
  apply(coupon: string): void;
  remove(coupon: string): void;
  auto(): void;
  none(): void;
  /**
   * Fills into `$best` what the best set that has each coupon would save (the params of `outvalued`), for a list to choose from. That is a
   * search for each coupon; after a change of the cart it is missing again.
   */
  compare(): void;
  /**
   * What each line would pay back, were it returned, of a price of this cart: the preview's or the server's. Empty until a cart is priced.
   * Rejects where the price is another cart's.
   */
  previewRefunds(price: Quote, mode: RefundMode): Promise<readonly RefundPreview[]>;
  /** Asks the server now; what happens then is in `$verification`. */
  verify(): Promise<void>;
  /** Takes the server's new price. */
  accept(): void;
  /**
   * Claims what is applied and not held yet, has all confirmed once more, has the coupons held where the adapter can, and gives the token. Two acts at once
   * are one; a later one gives back what the earlier one held.
   */
  checkout(): Promise<CheckoutResult>;
  /** Gives back what is held, and has the price confirmed anew. Resolves when the server knows of it, or cannot be asked; then it is asked again later. */
  release(): Promise<void>;
  /** Prolongs what is held, once. Resolves to nothing where nothing is held. */
  extend(): Promise<HoldResult | undefined>;
  /**
   * Ends all that is under way. Then actions do nothing; those with an answer reject with a `CouponError`. The adapter is not closed, and what is held stays so:
   * the shopper is leaving to pay.
   */
  destroy(): void;
}

export type { SuggestOptions, Suggestions };
