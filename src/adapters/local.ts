import type { Engine } from '../engine/index.js';
import type { Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { Outcome, Verdict } from '../protocol/messages.js';
import type { Adapter, Call, VerifyInput } from './adapter.js';
import { createFeed, isHidden } from './internal/create-feed.js';
import { openStorage, type TextStorage } from './internal/open-storage.js';

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

/**
 * Returns an adapter without a server: coupons come from the page or a file, claims are kept in this browser, and nobody confirms
 * a price. How many are left of a coupon cannot be known so, and is not told. Nor is anything held for an order: where nobody confirms a price,
 * nobody could take a coupon from another order either.
 */
export function createLocalAdapter(options: LocalOptions): Adapter {
  const { coupons, engine, policy, shopper, now = Date.now } = options;
  const { storage: given } = options;
  const name = [options.key ?? 'couponkit', 'claims', ...(shopper ? [shopper] : [])].join(' ');
  let loading: Promise<LocalEngine> | undefined;

  const loadEngine = async (): Promise<LocalEngine> => {
    if (typeof engine !== 'function') return engine;
    // Where it does not come, the next call asks again.
    loading ??= engine().catch((cause: unknown) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  };

  const feed = createFeed({
    coupons,
    check: async () => (await loadEngine()).check,
    storage: openStorage(given && (() => given)),
    name,
    shopper,
    now,
  });

  const price = async ({ cart, shopper, desired }: VerifyInput, call: Call): Promise<Verdict> => {
    const { entries } = await feed.load(call);
    const engine = await loadEngine();
    const admitted = desired.map(({ coupon: id }): Coupon | string => {
      const entry = entries.find(({ coupon }) => coupon.id === id);
      const held = entry && feed.heldOf(entry);
      if (held) return held;
      if (!entry || isHidden(entry)) return 'not-held';
      const state = feed.stateOf(entry);
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
    offers: (_, call) => feed.offers(call),
    claim: (request, call) => feed.claim(request, call),
    exchange: (request, call) => feed.exchange(request, call),
    async close() {},
  };
}
