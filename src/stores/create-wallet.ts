import { atom, type ReadableAtom } from 'nanostores';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Held, Offer, OffersRequest } from '../protocol/messages.js';
import type { WalletChanges, WalletState } from './change-wallet.js';
import type { Context } from './create-context.js';
import { followTabs } from './follow-tabs.js';
import type { ClaimResult } from './session.js';
import { nextBoundary, offersAt, walletAt } from './states-at.js';
import { usableCoupons } from './usable-coupons.js';

/** What can be claimed and what is held: asked for once, aged by the clock, kept in step with other tabs. */
export interface Wallet extends WalletState {
  readonly $offers: ReadableAtom<readonly Offer[] | undefined>;
  /** The coupons that a cart may use now, by id. */
  usable(): ReadonlyMap<string, Coupon>;
  /** Settles when no answer is awaited; never rejects. */
  settled(): Promise<unknown>;
  /** Asks for the offers of a product, or for all; repeated calls share one answer. */
  load(product?: string): Promise<void>;
  /** Asks for the offers that reach this cart, where its products are others than before. */
  follow(cart: Cart): void;
  /** Asks once more for all that was asked for: another tab changed it, or the shopper is another. Never rejects. */
  reload(): Promise<unknown>;
  /** Asks again for what failed. */
  retry(): void;
  claim(coupon: string): Promise<ClaimResult>;
  exchange(code: string): Promise<ClaimResult>;
  destroy(): void;
}

/** Whose offers: a product's, all (`undefined`), or the cart's (`null`). */
export type Subject = string | undefined | null;

/** A timer waits no longer before it looks again: `setTimeout` holds 24 days, and computers sleep. */
const longestMs = 86_400_000;

/**
 * @param changed called after each change; `isAct`: the shopper has just got something
 * @param desk where the cart is priced, once that is there
 */
export function createWallet(
  context: Context,
  changed: (isAct?: boolean) => void,
  desk: WalletState['desk'],
): Wallet {
  const { adapter, breaker, signal } = context;
  const $offers = atom<readonly Offer[] | undefined>();
  const $wallet = atom<readonly Held[] | undefined>();
  const requests = new Map<Subject, OffersRequest>();
  const answers = new Map<Subject, readonly Offer[]>();
  const loads = new Map<Subject, Promise<void>>();
  let changes: Promise<WalletChanges> | undefined;
  let usable: ReadonlyMap<string, Coupon> = new Map();
  let products = '';
  let awaited = 0;
  let callOff = () => {};

  /** Takes the newest facts as they stand now, and wakes up again at the next moment that changes one. */
  const settle = (wallet = $wallet.value ?? [], isAct?: boolean) => {
    const now = context.now();
    // Where several answers name one coupon, the newest is right.
    const byId = new Map([...answers.values()].flat().map((offer) => [offer.coupon.id, offer]));
    const offers = offersAt([...byId.values()], now);
    $offers.set(offers);
    $wallet.set((wallet = walletAt(wallet, now)));
    usable = usableCoupons(offers, wallet, context.holds);
    callOff();
    const wait = nextBoundary([...offers, ...wallet], now) - now;
    callOff = wait < Infinity ? context.schedule(() => settle(), Math.min(wait, longestMs)) : () => {};
    changed(isAct);
  };

  const ask = async (subject: Subject, request: OffersRequest): Promise<void> => {
    const isLate = () => signal.aborted || requests.get(subject) !== request;
    /** Who waits for a late answer waits for the one that replaced it. */
    const later = () => (signal.aborted ? undefined : loads.get(subject));
    const sent = context.clock();
    awaited++;
    try {
      const { offers, wallet, serverTime, problems } = await adapter.offers!(request, { signal });
      if (isLate()) return later();
      breaker.reset();
      context.learnTime(serverTime, sent);
      context.recover('offers');
      if (problems?.length) context.$error.set({ code: 'invalid-offers', problems });
      // All offers are all; else the newest answer goes last.
      if (subject === undefined) answers.clear();
      answers.delete(subject);
      answers.set(subject, offers);
      settle(wallet);
    } catch (cause) {
      if (isLate()) return later();
      const error = context.fail('offers', cause);
      loads.delete(subject);
      if (error.retryable) context.schedule(() => load(subject, request), breaker.fault(error));
    } finally {
      awaited--;
    }
  };

  /** A request that is not the very one asked before is asked anew, and makes the answer to the earlier one late. */
  const load = (subject: Subject, request: OffersRequest): Promise<void> => {
    if (requests.get(subject) !== request || !loads.has(subject)) {
      requests.set(subject, request);
      loads.set(subject, adapter.offers ? ask(subject, request) : Promise.resolve(settle()));
    }
    return loads.get(subject)!;
  };

  const reload = () => Promise.all([...requests].map(([subject, request]) => load(subject, { ...request })));

  const tabs = followTabs('couponkit:' + adapter.name, reload);

  const state: WalletState = {
    context,
    answers,
    $wallet,
    settle,
    desk,
    tell() {
      tabs.tell();
      // Answers under way may be from before.
      if (awaited) void reload();
    },
  };

  const change = async (during: 'claim' | 'exchange', subject: string): Promise<ClaimResult> => {
    try {
      // One promise for all: two acts at once meet where they are one.
      changes ??= import('./change-wallet.js').then(({ createChanges }) => createChanges(state));
      return await (await changes)[during](subject);
    } catch (cause) {
      changes = undefined;
      context.fail(during, cause);
      return { ok: false, reason: { code: 'unavailable', params: {} } };
    }
  };

  return {
    ...state,
    $offers,
    usable: () => usable,
    settled: () => Promise.all(loads.values()),
    load: (product) => load(product, requests.get(product) ?? (product ? { product } : {})),
    follow(cart) {
      const next = JSON.stringify(cart.lines.map(({ product, sku }) => [product, sku]));
      if (next === products || requests.has(undefined)) return;
      products = next;
      void load(null, { cart });
    },
    reload,
    retry() {
      for (const [subject, request] of requests) void load(subject, request);
    },
    claim: (coupon) => change('claim', coupon),
    exchange: (code) => change('exchange', code),
    destroy: tabs.close,
  };
}
