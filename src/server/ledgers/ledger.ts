/**
 * The port to the store that remembers who holds what. Its one promise: whatever runs at the same time, and however
 * it ends, no coupon is granted more often than its stock and its limit by shopper say, and what was granted stays.
 * Every implementation passes `ledgerContract`.
 */
export interface Ledger {
  /**
   * Grants one coupon, or says why not, in one transaction with the record of its idempotency key. Once it has resolved,
   * a grant outlives the process and the machine.
   */
  claim(attempt: ClaimAttempt): Promise<ClaimDecision>;
  /** What an idempotency key of this shopper has had as its effect; `undefined`: nothing yet. */
  recall(shopper: string, key: string): Promise<Recalled | undefined>;
  /** Everything that the shopper was granted, the oldest first. */
  holdings(shopper: string): Promise<readonly Holding[]>;
  /** How many of each coupon are granted; a coupon that nobody has claimed is absent. */
  granted(): Promise<ReadonlyMap<string, number>>;
  /** Counts a guess against its limits; a guess that is over one of them is refused, whether it was right or wrong. */
  guess(guess: Guess): Promise<GuessDecision>;
  close(): Promise<void>;
}

export interface ClaimAttempt {
  readonly coupon: string;
  readonly shopper: string;
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  /** How many one shopper may have, ≥ 1. */
  readonly perShopper: number;
  /** The idempotency key; unique by shopper. */
  readonly key: string;
  /** What the request asked for: the same key with another request is a mistake. */
  readonly request: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type ClaimDecision =
  | { readonly state: 'granted'; readonly holding: Holding }
  /** The key has had its effect before; this is it. */
  | { readonly state: 'replayed'; readonly holding: Holding }
  /** The key has been used for another request. */
  | { readonly state: 'key-reused' }
  | { readonly state: 'sold-out' }
  | { readonly state: 'shopper-limit' };

export interface Recalled {
  readonly request: string;
  readonly holding: Holding;
}

/** One coupon in the hands of one shopper. */
export interface Holding {
  readonly id: string;
  readonly coupon: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
}

export interface Guess {
  /** Who is counted, and how many wrong guesses each may make within the window. */
  readonly subjects: readonly { readonly name: string; readonly limit: number }[];
  /** Only a wrong one counts. */
  readonly wrong: boolean;
  /** Milliseconds. */
  readonly windowMs: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type GuessDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

/** The store cannot answer now; the same call may succeed later, and had no effect. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
}
