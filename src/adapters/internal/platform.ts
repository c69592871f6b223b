/**
 * What a shop platform has to be asked: its cart, and which codes are on it. One file a platform answers this
 * (`../vendure.ts`, …); what is the same for all of them is in `create-platform-adapter.ts`.
 */
import type { Cart } from '../../model/cart.js';
import type { Reason } from '../../model/refusal.js';
import type { Capabilities } from '../adapter.js';

export interface Platform {
  /** `vendure` */
  readonly name: string;
  /** Where its API is: an absolute address, or relative to the page. */
  readonly server: string;
  /** Whether it says why it refuses a code, and how discounts split over the lines. */
  readonly capabilities: Pick<Capabilities, 'reasons' | 'allocations'>;
  /** Events of the document by which its pages say that the cart has changed; requests to `server` are noticed without. */
  readonly events?: readonly string[];
  /** Whether a request to `server` that the page made may have changed the cart. Absent: each may. @param path what stands behind `server` */
  readonly isCartRequest?: (path: string) => boolean;
  /** Whether a request of the page to anywhere else may have changed the cart, where the shop has ways beside its API. Absent: none. @param url absolute */
  readonly isPageRequest?: (url: string) => boolean;
  /**
   * Whether a code stays on the cart with its discount when the platform would no longer take it, until codes are stated again: then those that are there
   * are stated with each verification, and once more before payment. Default false.
   */
  readonly keepsOldCodes?: boolean;
  /** Reads the shopper's cart; resolves to nothing where there is none yet. Changes nothing. */
  read(ask: AskPlatform): Promise<PlatformCart | undefined>;
  /**
   * Makes these the codes of the cart, in this order, whatever it had.
   * @param current the cart as it was read last
   * @throws AdapterError `gone` where that cart has ended: then it is read anew
   */
  setCodes(codes: readonly string[], current: PlatformCart, ask: AskPlatform): Promise<CodesAnswer>;
}

/** A cart as the platform has it. Amounts are minor units; those of discounts may have fractions where it does not round. */
export interface PlatformCart {
  /** In couponkit's form, at the prices that the shopper is shown; shipping where a way is chosen. */
  readonly cart: Cart;
  /** The codes that are on it, with effect or without, as the platform spells them. */
  readonly codes: readonly string[];
  /** What is taken off now: a row for each coupon and line. */
  readonly discounts: readonly PlatformDiscount[];
  /** What is due by the platform, on the basis of the prices; rounded here, once, where it does not round. */
  readonly payable: number;
  /** Whether prices and `payable` are without or with tax. */
  readonly basis: 'net' | 'gross';
  /** All tax, where it is told. */
  readonly tax?: number;
}

export interface PlatformDiscount {
  /** The code that brought it. Absent: the platform gives it by itself. */
  readonly code?: string;
  /** The platform's id of the promotion, where it is told: a coupon without a code, whose id this is, is recognised by it. */
  readonly promotion?: string;
  /** What the platform calls it. */
  readonly label: string;
  /** > 0 */
  readonly amount: number;
  /** The line's id; or `shipping`. Absent: not told. */
  readonly from?: string;
}

export interface CodesAnswer {
  readonly cart: PlatformCart;
  /** The codes that were not taken, where the platform says so; one that is just absent from the cart need not be here. */
  readonly refused: readonly RefusedCode[];
}

export interface RefusedCode {
  readonly code: string;
  /** `unknown-code`, `expired`, `not-started`, `sold-out`, `shopper-limit`, `min-spend`, …; `unspecified` where it can't be told. */
  readonly reason: Reason;
}

export interface PlatformRequest {
  /** Behind `server`; begins with `/`, or is empty. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `same-origin`: cookies go to the page's own origin only. */
  readonly credentials?: RequestCredentials;
  readonly body?: object;
  /** Whether it may change something: then it is not repeated blindly. Default: whether the method is not `GET`. */
  readonly changes?: boolean;
  /** Answers with these statuses are answers, too; others than 2xx are faults. */
  readonly accepts?: readonly number[];
}

export interface PlatformAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the answer: to be read with care. */
  readonly value: unknown;
}

/** Asks the platform, within the time that is left, and again where that can do no harm. @throws AdapterError */
export type AskPlatform = (request: PlatformRequest) => Promise<PlatformAnswer>;
