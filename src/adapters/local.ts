import type { Engine } from '../engine/index.js';
import type { Coupon } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Policy } from '../model/policy.js';
import { isObject } from '../model/shape.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { ClaimState, Held, Outcome, Verdict } from '../protocol/messages.js';
import { AdapterError, type Adapter, type Call, type Refused, type VerifyInput } from './adapter.js';
import { openStorage, type TextStorage } from './internal/open-storage.js';
import { parseCouponList, type CouponEntry, type CouponList } from './internal/parse-coupon-list.js';

export interface LocalOptions {
  /** The coupons, in the form of the server's file; or its address; or what loads it. */
  readonly coupons: unknown;
  readonly engine: LocalEngine | (() => Promise<LocalEngine>);
  /** Where claims are kept; default `localStorage`. */
  readonly storage?: TextStorage;
  /** Under which name; default `couponkit`. */
  readonly key?: string;
  /** Who is signed in; each has claims of their own. */
  readonly shopper?: string;
  /** As for the session. */
  readonly policy?: Policy;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

export type LocalEngine = Pick<Engine, 'quote' | 'check'>;

/** A claim as it is kept. */
interface Claimed {
  readonly id: string;
  readonly coupon: string;
  /** Milliseconds since the epoch: when this piece ends, where that is before its coupon does. */
  readonly until?: number;
}

const hourMs = 3_600_000;
/** No `Date` is later. */
const lastMs = 8.64e15;

/**
 * Returns an adapter without a server: coupons come from the page or a file, claims are kept in this browser, and nobody confirms
 * a price. How many are left of a coupon cannot be known so, and is not told. Nor is anything held for an order: where nobody confirms a price,
 * nobody could take a coupon from another order either.
 */
export function createLocalAdapter(options: LocalOptions): Adapter {
  const { coupons, engine, policy, shopper, now = Date.now } = options;
  const { storage: given } = options;
  const storage = openStorage(given && (() => given));
  const name = [options.key ?? 'couponkit', 'claims', ...(shopper ? [shopper] : [])].join(' ');
  let loading: Promise<CouponList & { readonly engine: LocalEngine }> | undefined;

  const loadOnce = () =>
    (loading ??= (async () => {
      try {
        const [content, loaded] = await Promise.all([
          readCoupons(coupons),
          typeof engine === 'function' ? engine() : engine,
        ]);
        return { ...parseCouponList(content, loaded.check), engine: loaded };
      } catch (cause) {
        loading = undefined;
        throw cause instanceof AdapterError
          ? cause
          : new AdapterError('network', `coupons: ${cause}`, { retryable: true, cause });
      }
    })());

  const load = async ({ signal }: Call) => {
    const loaded = await loadOnce();
    if (signal.aborted) throw new AdapterError('aborted', 'coupons', { cause: signal.reason });
    return loaded;
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

  const heldOf = ({ id, until }: Claimed, whole: Coupon): Held => {
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
    if (before) return { held: heldOf(before, coupon), fresh: false };
    const state = stateOf(entry);
    if (state !== 'available') return refuse(state === 'claimed' ? 'shopper-limit' : state);
    const until = claim.validHours && now() + claim.validHours * hourMs;
    const claimed = { id, coupon: coupon.id, ...(until && { until }) };
    storage.setItem(name, JSON.stringify([...claims, claimed]));
    return { held: heldOf(claimed, coupon), fresh: true };
  };

  const price = async ({ cart, shopper, desired }: VerifyInput, call: Call): Promise<Verdict> => {
    const { entries, engine } = await load(call);
    const claims = readClaims();
    const admitted = desired.map(({ coupon: id }): Coupon | string => {
      const entry = entries.find(({ coupon }) => coupon.id === id);
      const owned = claims.filter((claim) => claim.coupon === id);
      // Of several pieces, the one that can be used the longest.
      if (entry && owned.length > 0)
        return pieceOf(entry.coupon, Math.max(...owned.map(({ until = Infinity }) => until)));
      if (!entry || isHidden(entry)) return 'not-held';
      const state = stateOf(entry);
      return state === 'available' ? entry.coupon : state;
    });
    const known = admitted.filter((each) => typeof each !== 'string');
    const at = now();
    const quote = engine.quote(cart, known, {
      now: at,
      ...(shopper && { shopper }),
      ...(policy && { policy }),
    });
    const { subtotal, discount, shipping, payable } = quote;
    return {
      cartHash: await hashCart(cart),
      at,
      outcomes: desired.map(({ coupon }, index): Outcome => {
        const code = admitted[index]!;
        if (typeof code === 'string') return { coupon, state: 'rejected', reasons: [{ code, params: {} }] };
        const applied = quote.applied.find((each) => each.coupon === coupon);
        if (applied) return { coupon, state: 'effective', reasons: [], amount: applied.amount };
        const refused = quote.refused.find((each) => each.coupon === coupon);
        return { coupon, state: 'rejected', reasons: refused?.reasons ?? [] };
      }),
      automatic: [],
      totals: { subtotal, discount, shipping, payable, basis: 'gross' },
      quote,
    };
  };

  return {
    name: 'local ' + name,
    capabilities: {
      verify: 'emulated',
      offers: 'native',
      claim: 'native',
      exchange: 'native',
      reserve: 'missing',
      campaigns: 'missing',
      reasons: 'native',
      allocations: 'native',
    },
    verify: price,
    recheck: ({ last, ...input }, call) => price({ ...input, desired: last.outcomes }, call),
    async offers(_, call) {
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
          return entry ? heldOf(claim, entry.coupon) : [];
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
      const typed = normalizeCode(code);
      const entry = (await load(call)).entries.find(
        ({ coupon }) => coupon.code && normalizeCode(coupon.code) === typed,
      );
      // A code that does not work yet is answered like one that does not exist.
      return entry && stateOf(entry) !== 'upcoming'
        ? grant(entry, call.idempotencyKey)
        : refuse('unknown-code');
    },
    async close() {},
  };
}

async function readCoupons(coupons: unknown): Promise<unknown> {
  if (typeof coupons === 'function') return coupons();
  if (typeof coupons !== 'string') return coupons;
  const response = await fetch(coupons);
  if (!response.ok) throw new Error(`${coupons} ${response.status}`);
  return response.json();
}

/** A piece that ends earlier than its coupon. */
function pieceOf(coupon: Coupon, until = Infinity): Coupon {
  const { validUntil } = coupon;
  const end = validUntil === undefined ? lastMs : Date.parse(validUntil);
  return until < end ? { ...coupon, validUntil: new Date(until).toISOString() } : coupon;
}

function isHidden({ coupon, claim }: CouponEntry): boolean {
  return claim.hidden ?? !!coupon.code;
}

function refuse(code: string): Refused {
  return { refused: { code, params: {} } };
}
