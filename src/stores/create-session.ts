import { atom, batch, type WritableAtom } from 'nanostores';
import type { Adapter } from '../adapters/adapter.js';
import type { Engine } from '../engine/index.js';
import type { Cart } from '../model/cart.js';
import { parseCart } from '../model/parse-cart.js';
import { parseShopper } from '../model/parse-shopper.js';
import type { Policy } from '../model/policy.js';
import type { Parsed, Problem } from '../model/problem.js';
import type { Best, Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';
import { CouponError } from '../money/coupon-error.js';
import { createContext, type Schedule } from './create-context.js';
import { createVerification } from './create-verification.js';
import { createWallet } from './create-wallet.js';
import type { CheckoutResult, Dropped, Selection, Session } from './session.js';
import { whyUnusable } from './usable-coupons.js';

export interface SessionOptions {
  readonly adapter: Adapter;
  /** The engine, or how to load it when there is something to price. */
  readonly engine: PricingEngine | (() => Promise<PricingEngine>);
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
}

export type PricingEngine = Pick<Engine, 'quote' | 'best'>;

/** Changes of the cart within this time count as one: what they made drop out is told together. */
const burstMs = 1000;

/**
 * Returns the coupons of one shopper on one page: what the cart costs with them, now and confirmed. Nothing of it is kept elsewhere.
 * Throws nothing; bad input, refusals and faults are told by the stores.
 */
export function createSession({
  adapter,
  engine,
  policy,
  locale,
  shopper,
  now = Date.now,
  schedule = setTimer,
  onOnline,
}: SessionOptions): Session {
  const context = createContext(adapter, now, schedule);
  const wallet = createWallet(context, (held) => plan(!!held));
  const verification = createVerification(context, wallet.settled);
  const { $error, signal } = context;
  const $cart = atom<Cart | undefined>();
  const $shopper = atom<Shopper | undefined>();
  const $selection = atom<Selection>({ mode: 'auto' });
  const $best = atom<Best | undefined>();
  const $quote = atom<Quote | undefined>();
  const $dropped = atom<readonly Dropped[]>([]);
  let loaded = typeof engine == 'function' ? undefined : engine;
  let loading: Promise<PricingEngine> | undefined;
  let running: Promise<CheckoutResult> | undefined;
  /** What was applied before the last burst of changes. */
  let expected: readonly string[] = [];
  let plannedAt = 0;

  const load = (): Promise<PricingEngine> =>
    (loading ??= (async () => {
      try {
        loaded ??= await (engine as () => Promise<PricingEngine>)();
        context.recover('engine');
        return loaded;
      } catch (cause) {
        loading = undefined;
        throw context.fail('engine', cause);
      }
    })());

  const options = () => ({
    now: context.now(),
    ...($shopper.value && { shopper: $shopper.value }),
    ...(policy && { policy }),
  });

  /** Prices the cart with what is selected; `isAct`: the shopper asked for this very change of coupons. */
  const plan = (isAct?: boolean) => {
    const cart = $cart.value;
    if (!cart || signal.aborted) return;
    if (loaded) batch(() => price(cart, loaded!, isAct));
    else
      load().then(
        () => plan(isAct),
        () => {},
      );
  };

  const price = (cart: Cart, { best, quote }: PricingEngine, isAct?: boolean) => {
    const usable = wallet.usable();
    const found = best(cart, [...usable.values()], options());
    // Of two that may not go together the engine keeps the first given, the shopper the last chosen.
    const wish = () =>
      chosen()
        .map((id) => usable.get(id)!)
        .filter(Boolean)
        .reverse();
    const next = () => ($selection.value.mode == 'auto' ? found : quote(cart, wish(), options()));
    let now = next();
    if (isAct && $selection.value.mode == 'manual') {
      const leaving = now.refused.filter(({ reasons }) => reasons.some(({ code }) => code == 'conflict'));
      if (leaving[0]) {
        choose(chosen().filter((id) => leaving.every(({ coupon }) => coupon != id)));
        now = next();
      }
    }
    $best.set(found);
    drop(now, isAct);
    $quote.set(now);
    const coupons = $selection.value.mode == 'auto' ? appliedIn(now).map((id) => usable.get(id)!) : wish();
    verification.ask({
      cart,
      shopper: $shopper.value,
      desired: coupons.map(({ id, code }) => ({ coupon: id, ...(code && { code }) })),
      quote: now,
    });
  };

  /** Tells what fell out between the last quote and the next. */
  const drop = (next: Quote, isAct?: boolean) => {
    const now = context.now();
    const applied = appliedIn(next);
    const before = appliedIn($quote.value);
    const isBurst = now - plannedAt < burstMs;
    expected = isAct ? applied : isBurst ? [...new Set([...expected, ...before])] : before;
    plannedAt = now;
    const wanted = isAct ? [] : $selection.value.mode == 'auto' ? expected : chosen();
    const dropped = wanted
      .filter((id) => !applied.includes(id))
      .map((coupon) => ({
        coupon,
        reasons: next.refused.find((refusal) => refusal.coupon == coupon)?.reasons ?? [
          whyUnusable(coupon, wallet.$offers.value ?? [], wallet.$wallet.value ?? []),
        ],
      }));
    if (JSON.stringify(dropped) != JSON.stringify($dropped.value)) $dropped.set(dropped);
  };

  /** The ids that a choice would start from. */
  const chosen = (): readonly string[] => {
    const selection = $selection.value;
    return selection.mode == 'manual'
      ? selection.coupons
      : selection.mode == 'auto'
        ? appliedIn($quote.value)
        : [];
  };

  const choose = (coupons: readonly string[]) =>
    $selection.set(coupons[0] === undefined ? { mode: 'none' } : { mode: 'manual', coupons });

  const act = (change: () => void) => {
    if (signal.aborted) return;
    batch(() => {
      change();
      plan(true);
    });
  };

  const apply = (coupon: string) => act(() => choose([...chosen().filter((id) => id != coupon), coupon]));

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
    if (JSON.stringify(value) != JSON.stringify($store.value))
      batch(() => {
        $store.set(value);
        follow(value);
        plan();
      });
    return [];
  };

  const setShopper = (value: unknown) =>
    take('invalid-shopper', parseShopper(value ?? {}), $shopper, wallet.reload);

  const checkout = async (): Promise<CheckoutResult> => {
    const unconfirmed = { ok: false, reason: 'unconfirmed' } as const;
    if (!$cart.value) return { ok: false, reason: 'no-cart' };
    try {
      const [{ checkOut }] = await Promise.all([import('./check-out.js'), load()]);
      return await checkOut({ adapter, $cart, $quote, wallet, verification });
    } catch {
      return unconfirmed;
    }
  };

  /** What has an answer for the caller rejects after `destroy`. */
  const alive = <T>(run: () => Promise<T>): Promise<T> =>
    signal.aborted ? Promise.reject(new CouponError('destroyed', 'session', 'make a new one')) : run();

  const unfollow = onOnline?.(() => {
    context.breaker.reset();
    wallet.retry();
    verification.retry();
  });
  if (shopper) setShopper(shopper);

  return {
    capabilities: adapter.capabilities,
    locale,
    $cart,
    $shopper,
    $offers: wallet.$offers,
    $wallet: wallet.$wallet,
    $selection,
    $best,
    $quote,
    $verification: verification.$verification,
    $dropped,
    $error,
    $clockOffset: context.$clockOffset,
    now: context.now,
    setCart: (value) => take('invalid-cart', parseCart(value), $cart, wallet.follow),
    setShopper,
    loadOffers: async (product) => {
      if (!signal.aborted) await wallet.load(product);
    },
    priceOf: (value) =>
      alive(async () => {
        const parsed = parseCart(value);
        if (!parsed.ok)
          throw new CouponError('invalid-argument', parsed.problems[0]!.path, parsed.problems[0]!.code);
        return (await load()).best(parsed.value, [...wallet.usable().values()], options());
      }),
    claim: (coupon) => alive(() => wallet.claim(coupon)),
    exchange: (code) =>
      alive(async () => {
        const result = await wallet.exchange(code);
        if (result.ok && $selection.value.mode != 'auto') apply(result.held.coupon.id);
        return result;
      }),
    apply,
    remove: (coupon) => act(() => choose(chosen().filter((id) => id != coupon))),
    auto: () => act(() => $selection.set({ mode: 'auto' })),
    none: () => act(() => $selection.set({ mode: 'none' })),
    verify: async () => {
      if (!signal.aborted && adapter.capabilities.verify == 'native') await verification.confirm();
    },
    accept: verification.accept,
    checkout: () => alive(() => (running ??= checkout().finally(() => (running = undefined)))),
    destroy() {
      unfollow?.();
      context.destroy();
      wallet.destroy();
    },
  };
}

function appliedIn(quote: Quote | undefined): readonly string[] {
  return quote?.applied.map(({ coupon }) => coupon) ?? [];
}

const setTimer: Schedule = (run, ms) => {
  const timer = setTimeout(run, ms);
  // In Node a session that waits for a coupon to expire would keep the process alive.
  if (ms > 60_000) (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer);
};
