/** `couponkit/server`: the reference server as a Fetch handler, and what a checkout verifies its tokens with. Never for a page. */
export { createClient } from './create-client.js';
export type {
  CallOptions,
  CampaignReport,
  Client,
  ClientOptions,
  CouponStanding,
  FoundHold,
  KeyedOptions,
  Outcome,
  PutCampaign,
  ReadOptions,
} from './client.js';
export { CouponServerError, type CouponServerFault } from './coupon-server-error.js';
export {
  createHandler,
  defaultRates,
  type Answered,
  type Handler,
  type HandlerOptions,
  type Surroundings,
} from './create-handler.js';
export {
  createVerifier,
  type Expected,
  type Verifier,
  type VerifierDecision,
  type VerifierOptions,
} from './create-verifier.js';
export type { Campaign } from './campaigns/index.js';
export type { Catalog } from './catalog.js';
export { createFileCatalog, type CatalogFile, type Product, type ShippingRule } from './file-catalog.js';
export { createKeys, publicKeys, rotateKeys, type Keys, type SigningKey } from './keys.js';
export type { CouponFeed, CouponFeedEntry } from './coupon-feed.js';
export { parseCouponFile, type ClaimTerms, type CouponEntry, type CouponFile } from './parse-coupon-file.js';
export type { PointsAccount, PointsPayment } from './points-account.js';
export type { Rate } from './rate-limiter.js';
export {
  signToken,
  tokenLifetimeSeconds,
  verifyToken,
  type QuoteClaims,
  type QuoteClaimsCoupon,
  type TokenDecision,
} from './token.js';
export {
  LedgerUnavailableError,
  type ClaimAttempt,
  type Count,
  type CouponReport,
  type Decision,
  type Guess,
  type GuessDecision,
  type Holding,
  type HoldPart,
  type Keyed,
  type Ledger,
  type OrderRecord,
  type PointsBalance,
  type Recalled,
  type Redemption,
  type RedeemAttempt,
  type ReserveAttempt,
  type Reversal,
  type ReverseAttempt,
  type Statement,
} from './ledgers/ledger.js';
export type { Difference, Reconciliation, TheirOrder } from './settlement/reconcile.js';
