import type { Cart } from '../model/cart.js';
import type { Reason } from '../model/refusal.js';
import type { Shopper } from '../model/shopper.js';
import type {
  CampaignsAnswer,
  InvitationAnswer,
  InvitationRequest,
  ParticipationAnswer,
  ParticipationRequest,
} from '../protocol/campaigns.js';
import type {
  ClaimAnswer,
  ClaimRequest,
  Desired,
  ExchangeAnswer,
  ExchangeRequest,
  HoldAnswer,
  OffersAnswer,
  OffersRequest,
  ReservationRequest,
  Verdict,
} from '../protocol/messages.js';

/**
 * The port to whoever verifies: couponkit's own server, a shop platform, or nobody (`local`).
 * A refusal by the backend is a value ({@link Refused}, or inside the verdict); only faults throw, as {@link AdapterError}.
 * Every call heeds `call.signal`.
 */
export interface Adapter {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Prices the cart with the whole desired set. */
  verify(input: VerifyInput, call: Call): Promise<Verdict>;
  /** The same, read-only and anew, right before payment. */
  recheck(input: RecheckInput, call: Call): Promise<Verdict>;
  /** What can be claimed, and what the shopper holds. */
  offers?(input: OffersRequest, call: Call): Promise<OffersAnswer>;
  /** Idempotent by `call.idempotencyKey`. */
  claim?(input: ClaimRequest, call: Call): Promise<ClaimAnswer | Refused>;
  /** A typed code → a coupon in the wallet. */
  exchange?(input: ExchangeRequest, call: Call): Promise<ExchangeAnswer | Refused>;
  /** Holds all coupons of a verdict for the order that is about to be paid, or none. Idempotent by `call.idempotencyKey`. */
  reserve?(input: ReservationRequest, call: Call): Promise<HoldAnswer | Refused>;
  /** Gives them back; a hold that has ended already is answered as it is. Idempotent by `call.idempotencyKey`. */
  release?(input: ReleaseInput, call: Call): Promise<HoldAnswer | Refused>;
  /** Prolongs a hold, once. Idempotent by `call.idempotencyKey`. */
  extend?(input: ReleaseInput, call: Call): Promise<HoldAnswer | Refused>;
  /** What the shop gives away beside offers: draws, packs, invitations. */
  campaigns?(call: Call): Promise<CampaignsAnswer>;
  /** Draws, takes a pack, accepts an invitation. Idempotent by `call.idempotencyKey`. */
  participate?(input: ParticipationRequest, call: Call): Promise<ParticipationAnswer | Refused>;
  /** Makes a link for friends; the same shopper, campaign and lines have one. Idempotent by `call.idempotencyKey`. */
  invite?(input: InvitationRequest, call: Call): Promise<InvitationAnswer | Refused>;
  /** Looks an invitation up by its code. */
  invitation?(input: InvitationInput, call: Call): Promise<InvitationAnswer | Refused>;
  /** Of a platform that keeps the cart itself: where to read it. A session with such an adapter needs no `setCart`. */
  cart?(): CartSource;
  close(): Promise<void>;
}

/** A cart that the platform keeps; it is read, never changed but for its coupons. */
export interface CartSource {
  /** @throws AdapterError */
  read(call: Call): Promise<CartReading>;
  /** Calls the listener whenever the cart may be another than at the last reading; returns what ends that. */
  watch(listener: () => void): () => void;
}

export interface CartReading {
  /** Absent: this shopper has none yet. */
  readonly cart?: Cart;
  /** Whether the platform says otherwise of the coupons than at the last reading: what was offered, held and confirmed is to be asked for anew. */
  readonly isNews: boolean;
}

export interface VerifyInput {
  readonly cart: Cart;
  readonly shopper?: Shopper;
  readonly desired: readonly Desired[];
}

export interface RecheckInput {
  readonly cart: Cart;
  readonly shopper?: Shopper;
  /** The verdict to confirm: its coupons are the desired ones. */
  readonly last: Verdict;
}

export interface ReleaseInput {
  /** The hold's id. */
  readonly hold: string;
}

export interface InvitationInput {
  readonly code: string;
}

/** The backend understood and said no. */
export interface Refused {
  readonly refused: Reason;
}

/** `native`: the backend does it. `emulated`: the adapter does it in the page, so nobody has confirmed it. `missing`: not at all. */
export type Capability = 'native' | 'emulated' | 'missing';

export interface Capabilities {
  readonly verify: 'native' | 'emulated';
  readonly offers: Capability;
  readonly claim: Capability;
  readonly exchange: Capability;
  /** Whether coupons can be held for an order while it is paid. */
  readonly reserve: Capability;
  /** Whether there are draws, packs and invitations. */
  readonly campaigns: 'native' | 'missing';
  /** Whether a refusal comes with its reasons. */
  readonly reasons: Capability;
  /** Whether the verdict says how discounts split over the lines. */
  readonly allocations: Capability;
}

export interface Call {
  readonly signal: AbortSignal;
  /** Milliseconds; default by kind of call. */
  readonly timeoutMs?: number;
  /** For calls that change something: the same key has one effect. */
  readonly idempotencyKey?: string;
}

export type AdapterErrorKind =
  | 'aborted'
  | 'timeout'
  | 'network'
  | 'rate-limited'
  | 'unauthorized'
  | 'conflict'
  | 'invalid-request'
  | 'gone'
  | 'unavailable'
  | 'bad-response';

export interface AdapterErrorOptions {
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
  /** Whether the call may have had its effect. */
  readonly ambiguous?: boolean;
  /** Milliseconds to wait before the next try. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The outside world failed. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly kind: AdapterErrorKind;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(kind: AdapterErrorKind, message: string, options: AdapterErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryable = options.retryable ?? false;
    this.ambiguous = options.ambiguous ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}
