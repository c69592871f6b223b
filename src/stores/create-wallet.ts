import { atom, type ReadableAtom } from 'nanostores';
import type { Refused } from '../adapters/adapter.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Reason } from '../model/refusal.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import type { Claim, ClaimState, Held, Offer, OffersRequest } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import { followTabs } from './follow-tabs.js';
import type { ClaimResult } from './session.js';
import { nextBoundary, offersAt, walletAt } from './states-at.js';
import { usableCoupons } from './usable-coupons.js';

/** What can be claimed and what is held: asked for once, aged by the clock, kept in step with other tabs. */
export interface Wallet {
  readonly $offers: ReadableAtom<readonly Offer[] | undefined>;
  readonly $wallet: ReadableAtom<readonly Held[] | undefined>;
  /** The coupons that a cart may use now, by id. */
  usable(): ReadonlyMap<string, Coupon>;
  /** Settles when no answer is awaited; never rejects. */
  settled(): Promise<unknown>;
  /** Asks for the offers of a product, or for all; repeated calls share one answer. */
  load(product?: string): Promise<void>;
  /** Asks for the offers that reach this cart, where its products are others than before. */
  follow(cart: Cart): void;
  /** Asks once more for all that was asked for: another tab changed it, or the shopper is another. */
  reload(): void;
  /** Asks again for what failed. */
  retry(): void;
  claim(coupon: string): Promise<ClaimResult>;
  exchange(code: string): Promise<ClaimResult>;
  destroy(): void;
}

/** Whose offers: a product's, all (`undefined`), or the cart's (`null`). */
type Subject = string | undefined | null;

/** A timer waits no longer before it looks again: `setTimeout` holds 24 days, and computers sleep. */
const longestMs = 86_400_000;

/** @param changed called after each change; with `held` where it is what the shopper has just got */
export function createWallet(context: Context, changed: (held?: Held) => void): Wallet {
  const { adapter, breaker, signal } = context;
  const $offers = atom<readonly Offer[] | undefined>();
  const $wallet = atom<readonly Held[] | undefined>();
  const requests = new Map<Subject, OffersRequest>();
  const answers = new Map<Subject, readonly Offer[]>();
  const loads = new Map<Subject, Promise<void>>();
  const changes = new Map<string, Promise<ClaimResult>>();
  const keys = new Map<string, string>();
  let usable: ReadonlyMap<string, Coupon> = new Map();
  let products = '';
  let awaited = 0;
  let callOff = () => {};

  /** Takes the newest facts as they stand now, and wakes up again at the next moment that changes one. */
  const settle = (offers = $offers.value ?? [], wallet = $wallet.value ?? [], held?: Held) => {
    const now = context.now();
    $offers.set((offers = offersAt(offers, now)));
    $wallet.set((wallet = walletAt(wallet, now)));
    usable = usableCoupons(offers, wallet);
    callOff();
    const wait = nextBoundary([...offers, ...wallet], now) - now;
    callOff = wait < Infinity ? context.schedule(() => settle(), Math.min(wait, longestMs)) : () => {};
    changed(held);
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
      // The newest answer goes last: where several name one coupon, it is right. All offers are all.
      if (subject === undefined) answers.clear();
      answers.delete(subject);
      answers.set(subject, offers);
      const byId = new Map([...answers.values()].flat().map((offer) => [offer.coupon.id, offer]));
      settle([...byId.values()], wallet);
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

  const reload = () => {
    for (const [subject, request] of requests) void load(subject, { ...request });
  };

  const tabs = followTabs('couponkit:' + adapter.name, reload);

  /** One call that changes something. Where it fails, the next try carries the same key, so that it has one effect. */
  const change = (
    during: 'claim' | 'exchange',
    subject: string,
    call: (key: string) => Promise<{ held: Held; fresh?: boolean } | Refused> | undefined,
  ): Promise<ClaimResult> => {
    const name = during + subject;
    const run = async (): Promise<ClaimResult> => {
      const key = keys.get(name) ?? createIdempotencyKey();
      keys.set(name, key);
      try {
        const answer = (await call(key))!;
        keys.delete(name);
        context.recover(during);
        if ('refused' in answer) {
          const reason = answer.refused;
          if (during === 'claim' && !signal.aborted) settle(mark(subject, (claim) => refuse(claim, reason)));
          return { ok: false, reason };
        }
        const { held, fresh = true } = answer;
        if (!signal.aborted) add(held);
        return { ok: true, held, fresh };
      } catch (cause) {
        const { kind, retryAfterMs } = context.fail(during, cause);
        return {
          ok: false,
          reason: { code: kind === 'rate-limited' ? kind : 'unavailable', params: { retryAfterMs } },
        };
      }
    };
    if (!changes.has(name))
      changes.set(
        name,
        run().finally(() => changes.delete(name)),
      );
    return changes.get(name)!;
  };

  const add = (held: Held) => {
    const wallet = [...($wallet.value ?? []).filter(({ id }) => id !== held.id), held];
    const count = wallet.filter(({ coupon }) => coupon.id === held.coupon.id).length;
    const offers = mark(held.coupon.id, (claim) =>
      count < (claim.perShopper ?? 1) ? claim : { ...claim, state: 'claimed' },
    );
    settle(offers, wallet, held);
    tabs.tell();
    // Answers under way may be from before.
    if (awaited) reload();
  };

  const mark = (id: string, next: (claim: Claim) => Claim) =>
    $offers.value?.map((offer) => (offer.coupon.id === id ? { ...offer, claim: next(offer.claim) } : offer));

  return {
    $offers,
    $wallet,
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
    claim(coupon) {
      const held = $wallet.value?.find((each) => each.coupon.id === coupon && each.state === 'held');
      const offer = $offers.value?.find((each) => each.coupon.id === coupon);
      return held && offer?.claim.state !== 'available'
        ? Promise.resolve({ ok: true, held, fresh: false })
        : change('claim', coupon, (idempotencyKey) =>
            adapter.claim?.({ offer: coupon }, { signal, idempotencyKey }),
          );
    },
    exchange: (code) =>
      change('exchange', code, (idempotencyKey) => adapter.exchange?.({ code }, { signal, idempotencyKey })),
    destroy: tabs.close,
  };
}

/** What a refused claim says of the offer from now on. */
function refuse(claim: Claim, { code }: Reason): Claim {
  if (code === 'cost') return { ...claim, cost: claim.cost ?? {} };
  const state =
    code === 'shopper-limit' ? 'claimed' : /^(sold-out|upcoming|sign-in)$/.test(code) ? code : 'ended';
  return { ...claim, state: state as ClaimState };
}
