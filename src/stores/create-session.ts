import { atom, batch, type WritableAtom } from 'nanostores';
import type { Adapter } from '../adapters/adapter.js';
import type { Engine, Filler, Fillers, Nudge, Nudges, RefundOptions } from '../engine/index.js';
import type { Cart } from '../model/cart.js';
import { parseCart } from '../model/parse-cart.js';
import { parseShopper } from '../model/parse-shopper.js';
import type { Policy } from '../model/policy.js';
import type { Parsed, Problem } from '../model/problem.js';
import type { Best, Quote } from '../model/quote.js';
import type { RefundPreview } from '../model/refund.js';
import type { Shopper } from '../model/shopper.js';
import type { Hold } from '../protocol/messages.js';
import { CouponError } from '../money/coupon-error.js';
import type { Campaigns } from './campaigns.js';
import { createContext, type Schedule, type TabStorage } from './create-context.js';
import type { createDesk, Desk } from './create-desk.js';
import { createWallet } from './create-wallet.js';
import type { CheckoutResult, Dropped, Selection, Session, Verification } from './session.js';

export interface SessionOptions {
  readonly adapter: Adapter;
  /** The engine, or how to load it when there is something to price. */
  readonly engine: PricingEngine | (() => Promise<PricingEngine>);
  /** Where carts are priced; absent: loaded with the first cart. Together with an engine that is there, `$quote` is there at once. */
  readonly desk?: typeof createDesk;
  /** What the site decides for all coupons; the server's must be the same. */
  readonly policy?: Policy;
  /** BCP 47. */
  readonly locale?: string;
  /** As for `setShopper`. */
  readonly shopper?: unknown;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
  /** Default `setTimeout`. */
  readonly schedule?: Schedule;
  /** Calls the listener each time the network is back; returns how to stop that. On a page: the `online` event. */
  readonly onOnline?: (listener: () => void) => () => void;
  /** Likewise when the shopper comes back to the page as it was left. On a page: `pageshow` where that is `persisted`. */
  readonly onReturn?: (listener: () => void) => () => void;
  /** Where a hold is remembered until the shopper comes back, for this tab alone. Absent: only a page that stays gives it back. */
  readonly storage?: TabStorage;
}

export interface PricingEngine extends Pick<Engine, 'quote' | 'best'> {
  /** Absent: returns are not previewed. */
  previewRefunds?(
    cart: Cart,
    quote: Quote,
    options: RefundOptions,
  ): readonly RefundPreview[] | Promise<readonly RefundPreview[]>;
  /** Absent: nothing is suggested. */
  nudges?(...cart: Parameters<Nudges>): readonly Nudge[] | Promise<readonly Nudge[]>;
  fillers?(...cart: Parameters<Fillers>): readonly Filler[] | Promise<readonly Filler[]>;
}

/**
 * Returns the coupons of one shopper on one page: what the cart costs with them, now and confirmed. Nothing of it is kept elsewhere.
 * Throws nothing; bad input, refusals and faults are told by the stores.
 */
export function createSession(options: SessionOptions): Session {
  const { adapter, engine, policy, locale, shopper, now = Date.now, schedule = setTimer } = options;
  const context = createContext(adapter, now, schedule, options.storage);
  const wallet = createWallet(
    context,
    (isAct) => plan(isAct),
    () => desk,
  );
  const { $error, signal } = context;
  const $cart = atom<Cart | undefined>();
  const $shopper = atom<Shopper | undefined>();
  const $selection = atom<Selection>({ mode: 'auto' });
  const $best = atom<Best | undefined>();
  const $quote = atom<Quote | undefined>();
  const $verification = atom<Verification>({ state: 'idle' });
  const $hold = atom<Hold | undefined>();
  const $dropped = atom<readonly Dropped[]>([]);
  const stores = { $cart, $shopper, $selection, $best, $quote, $verification, $hold, $dropped };
  let desk: Desk | undefined;
  let loading: Promise<PricingEngine> | undefined;
  let checkingOut: Promise<CheckoutResult> | undefined;
  let campaigns: Campaigns | undefined;

  const open = (create: typeof createDesk, loaded: PricingEngine) => {
    if (!signal.aborted) desk ??= create(context, stores, wallet, loaded, pricing);
    return loaded;
  };

  const pricing = () => ({
    now: context.now(),
    ...($shopper.value && { shopper: $shopper.value }),
    ...(policy && { policy }),
  });

  const load = (): Promise<PricingEngine> =>
    (loading ??= (async () => {
      try {
        const [loaded, module] = await Promise.all([
          typeof engine === 'function' ? engine() : engine,
          import('./create-desk.js'),
        ]);
        context.recover('engine');
        return open(module.createDesk, loaded);
      } catch (cause) {
        loading = undefined;
        throw context.fail('engine', cause);
      }
    })());

  const plan = (isAct?: boolean): void => {
    if (!$cart.value || signal.aborted) return;
    if (desk) batch(() => desk!.plan(isAct));
    else
      load().then(
        () => plan(isAct),
        () => {},
      );
  };

  const act = (select: (chosen: readonly string[]) => Selection) => {
    if (signal.aborted) return;
    const { value } = $selection;
    const applied = value.mode === 'auto' ? ($quote.value?.applied.map(({ coupon }) => coupon) ?? []) : [];
    batch(() => {
      $selection.set(select(value.mode === 'manual' ? value.coupons : applied));
      plan(true);
    });
  };

  const apply = (coupon: string) =>
    act((chosen) => ({ mode: 'manual', coupons: [...chosen.filter((id) => id !== coupon), coupon] }));

  const remove = (coupon: string) =>
    act((chosen) => {
      const coupons = chosen.filter((id) => id !== coupon);
      return coupons[0] === undefined ? { mode: 'none' } : { mode: 'manual', coupons };
    });

  const take = <T>(
    code: 'invalid-cart' | 'invalid-shopper',
    parsed: Parsed<T>,
    $store: WritableAtom<T | undefined>,
    follow: (value: T) => void,
  ): readonly Problem[] => {
    if (signal.aborted) return [];
    if (!parsed.ok) {
      $error.set({ code, problems: parsed.problems });
      return parsed.problems;
    }
    context.recover(code);
    const { value } = parsed;
    if (JSON.stringify(value) !== JSON.stringify($store.value))
      batch(() => {
        $store.set(value);
        follow(value);
        plan();
      });
    return [];
  };

  const setShopper = (value: unknown) =>
    take('invalid-shopper', parseShopper(value ?? {}), $shopper, wallet.reload);

  const checkOut = async (): Promise<CheckoutResult> => {
    if (!$cart.value) return { ok: false, reason: 'no-cart' };
    try {
      await load();
      return await desk!.checkOut();
    } catch {
      return { ok: false, reason: 'unconfirmed' };
    }
  };

  /** What has an answer for the caller rejects after `destroy`. */
  const alive = <T>(run: () => Promise<T>): Promise<T> =>
    signal.aborted ? Promise.reject(new CouponError('destroyed', 'session', 'make a new one')) : run();

  const unfollow = options.onOnline?.(() => {
    context.breaker.reset();
    wallet.retry();
    desk?.retry();
  });
  const stay = options.onReturn?.(() => void desk?.release());
  if (options.desk && typeof engine !== 'function') open(options.desk, engine);
  if (shopper) setShopper(shopper);

  const session: Session = {
    ...stores,
    capabilities: adapter.capabilities,
    locale,
    $offers: wallet.$offers,
    $wallet: wallet.$wallet,
    $error,
    $clockOffset: context.$clockOffset,
    now: context.now,
    setCart: (value) => take('invalid-cart', parseCart(value), $cart, wallet.follow),
    setShopper,
    loadOffers: async (product) => {
      if (!signal.aborted) await wallet.load(product);
    },
    refresh: async () => {
      if (!signal.aborted) await wallet.reload();
    },
    priceOf: (value) =>
      alive(async () => {
        const parsed = parseCart(value);
        if (!parsed.ok)
          throw new CouponError('invalid-argument', parsed.problems[0]!.path, parsed.problems[0]!.code);
        const { best } = await load();
        return best(parsed.value, [...wallet.usable().values()], { ...pricing(), compare: false });
      }),
    suggest: (wanted) =>
      alive(async () => {
        const { suggest } = await import('./suggest.js');
        return suggest(await load(), [...wallet.usable().values()], pricing(), $cart.value, wanted);
      }),
    claim: (coupon) => alive(() => wallet.claim(coupon)),
    exchange: (code) =>
      alive(async () => {
        const result = await wallet.exchange(code);
        if (result.ok && $selection.value.mode !== 'auto') apply(result.held.coupon.id);
        return result;
      }),
    campaigns: () =>
      alive(async () => {
        const { createCampaigns } = await import('./create-campaigns.js');
        return (campaigns ??= createCampaigns(context, stores, wallet));
      }),
    apply,
    remove,
    auto: () => act(() => ({ mode: 'auto' })),
    none: () => act(() => ({ mode: 'none' })),
    verify: async () => {
      if ($cart.value && !signal.aborted && adapter.capabilities.verify === 'native')
        await load().then(
          () => desk?.verify(),
          () => {},
        );
    },
    compare: () => desk?.compare(),
    previewRefunds: (...price) => alive(async () => desk?.previewRefunds(...price) ?? []),
    accept: () => desk?.accept(),
    checkout: () => alive(() => (checkingOut ??= checkOut().finally(() => (checkingOut = undefined)))),
    release: () => alive(async () => desk?.release()),
    extend: () => alive(async () => desk?.extend()),
    destroy() {
      unfollow?.();
      stay?.();
      context.destroy();
      wallet.destroy();
    },
  };
  if (adapter.cart)
    import('./follow-cart.js').then(
      ({ followCart }) => followCart(context, session, $verification),
      (cause) => context.fail('cart', cause),
    );
  return session;
}

const setTimer: Schedule = (run, ms) => {
  const timer = setTimeout(run, ms);
  // In Node a session that waits for a coupon to expire would keep the process alive.
  if (ms > 60_000) (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer);
};
