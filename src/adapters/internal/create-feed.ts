import type { Engine } from '../../engine/index.js';
import type { Coupon } from '../../model/coupon.js';
import { normalizeCode } from '../../model/normalize-code.js';
import { isObject } from '../../model/shape.js';
import { createIdempotencyKey } from '../../protocol/create-idempotency-key.js';
import type {
  ClaimRequest,
  ClaimState,
  ExchangeRequest,
  Held,
  OffersAnswer,
} from '../../protocol/messages.js';
import { AdapterError, type Call, type Refused } from '../adapter.js';
import type { TextStorage } from './open-storage.js';
import { parseCouponList, type CouponEntry, type CouponList } from './parse-coupon-list.js';

export interface FeedOptions {
  /** The coupons, in the form of the server’s file; or its address; or what loads it. */
  readonly coupons: unknown;
  readonly check: () => Promise<Engine['check']>;
  /** Where claims are kept. */
  readonly storage: TextStorage;
  /** Under which name. */
  readonly name: string;
  /** Who is signed in, if anybody. */
  readonly shopper?: string | undefined;
  /** Coupons that the feed does not name; of two with one id or code the feed's counts. */
  readonly others?: () => readonly CouponEntry[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Offers, claims and typed codes over a list of coupons, with no server: what is claimed is kept in this browser. */
export interface Feed {
  /** Resolves to the list, loaded once; where that fails, the next call tries again. @throws AdapterError */
  load(call: Call): Promise<CouponList>;
  /** The entry with this code, however it is written. */
  find(entries: readonly CouponEntry[], code: string): CouponEntry | undefined;
  stateOf(entry: CouponEntry): ClaimState;
  /** The coupon as the shopper holds it: with its own end, of several pieces the latest. Nothing where none is held. */
  heldOf(entry: CouponEntry): Coupon | undefined;
  offers(call: Call): Promise<OffersAnswer>;
  claim(request: ClaimRequest, call: Call): Promise<{ held: Held; fresh: boolean } | Refused>;
  exchange(request: ExchangeRequest, call: Call): Promise<{ held: Held; fresh: boolean } | Refused>;
}

/** A claim as it is kept. */
interface Claimed {
  readonly id: string;
  readonly coupon: string;
  /** Milliseconds since the epoch: when this piece ends, where that is before its coupon does. */
  readonly until?: number;
}

const loadMs = 3000;
const hourMs = 3_600_000;
/** No `Date` is later. */
const lastMs = 8.64e15;

export function createFeed(options: FeedOptions): Feed {
  const { coupons, check, storage, name, shopper, others, now } = options;
  let loading: Promise<CouponList> | undefined;

  const loadOnce = () =>
    (loading ??= (async () => {
      try {
        const [content, checked] = await within(loadMs, Promise.all([readCoupons(coupons), check()]));
        return parseCouponList(content, checked);
      } catch (cause) {
        loading = undefined;
        throw cause instanceof AdapterError
          ? cause
          : new AdapterError('network', `coupons: ${cause}`, { retryable: true, cause });
      }
    })());

  const load = async ({ signal }: Call): Promise<CouponList> => {
    const { entries, problems } = await loadOnce();
    if (signal.aborted) throw new AdapterError('aborted', 'coupons', { cause: signal.reason });
    const more = (others?.() ?? []).filter(
      ({ coupon: { id, code = '' } }) =>
        !entries.some(({ coupon }) => coupon.id === id) && !find(entries, code),
    );
    return { entries: [...entries, ...more], problems };
  };

  const readClaims = (): readonly Claimed[] => {
    try {
      const claims: unknown = JSON.parse(storage.getItem(name) ?? '[]');
      return Array.isArray(claims)
        ? claims.filter((each) => isObject(each) && each['id'] && each['coupon'])
        : [];
    } catch {
      return [];
    }
  };

  /** The first of these that holds: each makes the next ones pointless. */
  const stateOf = ({ coupon, claim }: CouponEntry): ClaimState => {
    const isPast = (time?: string) => Date.parse(time ?? '') <= now();
    const owned = readClaims().filter((each) => each.coupon === coupon.id).length;
    if (isPast(coupon.validUntil)) return 'ended';
    if (owned >= (claim.perShopper ?? 1)) return 'claimed';
    if (isPast(claim.closesAt)) return 'ended';
    if (claim.opensAt && !isPast(claim.opensAt)) return 'upcoming';
    return claim.audience === 'signed-in' && !shopper ? 'sign-in' : 'available';
  };

  const toHeld = ({ id, until }: Claimed, whole: Coupon): Held => {
    const coupon = pieceOf(whole, until);
    const { validFrom, validUntil } = coupon;
    return {
      id,
      coupon,
      state: Date.parse(validUntil ?? '') <= now() ? 'expired' : 'held',
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
    };
  };

  /** The same key has one effect. */
  const grant = (
    entry: CouponEntry,
    id = createIdempotencyKey(),
  ): { held: Held; fresh: boolean } | Refused => {
    const { coupon, claim } = entry;
    const claims = readClaims();
    const before = claims.find((each) => each.id === id);
    if (before) return { held: toHeld(before, coupon), fresh: false };
    const state = stateOf(entry);
    if (state !== 'available') return refuse(state === 'claimed' ? 'shopper-limit' : state);
    const until = claim.validHours && now() + claim.validHours * hourMs;
    const claimed = { id, coupon: coupon.id, ...(until && { until }) };
    storage.setItem(name, JSON.stringify([...claims, claimed]));
    return { held: toHeld(claimed, coupon), fresh: true };
  };

  return {
    load,
    find,
    stateOf,
    heldOf({ coupon }) {
      const owned = readClaims().filter((claim) => claim.coupon === coupon.id);
      if (owned.length === 0) return undefined;
      return pieceOf(coupon, Math.max(...owned.map(({ until = Infinity }) => until)));
    },
    async offers(call) {
      const { entries, problems } = await load(call);
      return {
        offers: entries
          .filter((entry) => !isHidden(entry))
          .map((entry) => {
            const { opensAt, closesAt, perShopper = 1 } = entry.claim;
            const claim = { state: stateOf(entry), perShopper };
            return {
              coupon: entry.coupon,
              claim: { ...claim, ...(opensAt && { opensAt }), ...(closesAt && { closesAt }) },
            };
          }),
        wallet: readClaims().flatMap((claim) => {
          const entry = entries.find(({ coupon }) => coupon.id === claim.coupon);
          return entry ? toHeld(claim, entry.coupon) : [];
        }),
        serverTime: now(),
        problems,
      };
    },
    async claim({ offer }, call) {
      const entry = (await load(call)).entries.find(({ coupon }) => coupon.id === offer);
      return entry && !isHidden(entry) ? grant(entry, call.idempotencyKey) : refuse('unknown-offer');
    },
    async exchange({ code }, call) {
      const entry = find((await load(call)).entries, code);
      // A code that does not work yet is answered like one that does not exist.
      return entry && stateOf(entry) !== 'upcoming'
        ? grant(entry, call.idempotencyKey)
        : refuse('unknown-code');
    },
  };
}

/** Whether only its code brings it. */
export function isHidden({ coupon, claim }: CouponEntry): boolean {
  return claim.hidden ?? !!coupon.code;
}

export function refuse(code: string): Refused {
  return { refused: { code, params: {} } };
}

function find(entries: readonly CouponEntry[], code: string): CouponEntry | undefined {
  const typed = normalizeCode(code);
  return entries.find(({ coupon }) => coupon.code && normalizeCode(coupon.code) === typed);
}

async function readCoupons(coupons: unknown): Promise<unknown> {
  if (typeof coupons === 'function') return coupons();
  if (typeof coupons !== 'string') return coupons;
  const response = await fetch(coupons);
  if (!response.ok) throw new Error(`${coupons} ${response.status}`);
  return response.json();
}

function within<T>(ms: number, result: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AdapterError('timeout', 'coupons', { retryable: true })), ms);
    void result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A piece that ends earlier than its coupon. */
function pieceOf(coupon: Coupon, until = Infinity): Coupon {
  const { validUntil } = coupon;
  const end = validUntil === undefined ? lastMs : Date.parse(validUntil);
  return until < end ? { ...coupon, validUntil: new Date(until).toISOString() } : coupon;
}
