import type { ReadableAtom, WritableAtom } from 'nanostores';
import type { BestOptions } from '../engine/index.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Best, Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';
import type { Hold, QuoteRequest, Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Holds } from './create-holds.js';
import { createVerification } from './create-verification.js';
import type { Wallet } from './create-wallet.js';
import type { PricingEngine } from './create-session.js';
import type { CheckoutResult, Dropped, Selection, Session, Verification } from './session.js';
import { whyUnusable } from './why-unusable.js';

/** The stores that a cart is priced from, and those that it is priced into. */
export interface DeskStores {
  readonly $cart: ReadableAtom<Cart | undefined>;
  readonly $shopper: ReadableAtom<Shopper | undefined>;
  readonly $selection: WritableAtom<Selection>;
  readonly $best: WritableAtom<Best | undefined>;
  readonly $quote: WritableAtom<Quote | undefined>;
  readonly $dropped: WritableAtom<readonly Dropped[]>;
  readonly $verification: WritableAtom<Verification>;
  readonly $hold: WritableAtom<Hold | undefined>;
}

/** Where carts are priced, confirmed and checked out: what a page needs once it has a cart. */
export interface Desk {
  /** Prices the cart with what is selected; `isAct`: the shopper asked for this very change of coupons. */
  plan(isAct?: boolean): void;
  /** What will be asked for once the shopper holds a coupon that is not usable yet; nothing where that changes no price. */
  foresee(coupon: Coupon): QuoteRequest | undefined;
  /** The answer to that: where it is the next question, it is not asked. */
  learn(request: QuoteRequest, verdict: Verdict): void;
  compare(): void;
  previewRefunds: Session['previewRefunds'];
  verify(): Promise<unknown>;
  /** Asks again where the last try failed. */
  retry(): void;
  accept(): void;
  checkOut(): Promise<CheckoutResult>;
  release(): Promise<void>;
  extend: Session['extend'];
}

/** Changes within this time count as one: what they made drop out is told together. */
const burstMs = 1000;

export function createDesk(
  context: Context,
  stores: DeskStores,
  wallet: Wallet,
  { best, quote, previewRefunds }: PricingEngine,
  options: () => BestOptions,
): Desk {
  const { $cart, $selection, $best, $quote, $dropped, $hold } = stores;
  const { adapter } = context;
  let holds: Holds | undefined;
  /** Settles when what an earlier page has held is given back. */
  let cleared: Promise<unknown> | undefined;
  const verification = createVerification(context, stores.$verification, {
    reload: wallet.reload,
    async settled() {
      // What is held for an order is not free for a price.
      await cleared;
      await holds?.released();
      await wallet.settled();
    },
  });
  /** What was applied before the last burst of changes. */
  let expected: readonly string[] = [];
  let plannedAt = 0;
  /** What `$best` is the best set for. */
  let planned: { readonly cart: Cart; readonly usable: ReadonlyMap<string, Coupon> } | undefined;

  let foreseen: { readonly question: string; readonly verdict: Verdict } | undefined;

  /** While coupons are held for an order, they and their price stay as they are. */
  const isHeld = () => $hold.get()?.state === 'reserved';

  const loadHolds = async (): Promise<Holds> => {
    const { createHolds } = await import('./create-holds.js');
    return (holds ??= createHolds(context, stores, wallet, plan, verification.confirm));
  };

  const plan = (isAct?: boolean): void => {
    const cart = $cart.get();
    if (!cart || isHeld()) return;
    const given = options();
    const usable = wallet.usable();
    const selection = $selection.get();
    let chosen = selection.mode === 'manual' ? selection.coupons : [];
    const isAuto = selection.mode === 'auto';
    // The shopper's own choice changes nothing in the best set. On each other change it must be there within a frame.
    const isSame = isAct && cart === planned?.cart && usable === planned.usable;
    const found = (isSame && $best.get()) || best(cart, [...usable.values()], { ...given, compare: false });
    planned = { cart, usable };
    // Of two that may not go together the engine keeps the first given, the shopper the last chosen.
    const wish = () => chosen.flatMap((id) => usable.get(id) ?? []).reverse();
    let next = isAuto ? found : quote(cart, wish(), given);
    const leaving = next.refused.filter(({ reasons }) => reasons.some(({ code }) => code === 'conflict'));
    if (isAct && !isAuto && leaving[0]) {
      chosen = chosen.filter((id) => leaving.every(({ coupon }) => coupon !== id));
      $selection.set({ mode: 'manual', coupons: chosen });
      next = quote(cart, wish(), given);
    }

    // What fell out between the last quote and the next.
    const applied = appliedIn(next);
    const before = appliedIn($quote.get());
    const isBurst = given.now - plannedAt < burstMs;
    expected = isAct ? applied : isBurst ? [...new Set([...expected, ...before])] : before;
    plannedAt = given.now;
    const dropped = (isAct ? [] : isAuto ? expected : chosen)
      .filter((id) => !applied.includes(id))
      .map((coupon) => ({
        coupon,
        reasons: next.refused.find((refusal) => refusal.coupon === coupon)?.reasons ?? [
          whyUnusable(coupon, wallet),
        ],
      }));

    $best.set(found);
    $quote.set(next);
    if (JSON.stringify(dropped) !== JSON.stringify($dropped.get())) $dropped.set(dropped);
    const coupons = isAuto ? applied.map((id) => usable.get(id)!) : wish();
    const desired = coupons.map(({ id, code }) => ({ coupon: id, ...(code && { code }) }));
    const verdict = foreseen?.question === questionOf({ cart, desired }) ? foreseen.verdict : undefined;
    foreseen = undefined;
    verification.ask({ cart, shopper: given.shopper, desired, quote: next }, isAct, verdict);
  };

  // The shopper is back, by another page than the one that was left.
  const [left] = context.holds;
  if (left)
    cleared = loadHolds().then(
      (loaded) => loaded.release(left),
      () => {},
    );

  return {
    plan,
    foresee(coupon) {
      const cart = $cart.get();
      const usable = wallet.usable();
      if (!cart || isHeld() || $selection.get().mode !== 'auto' || usable.has(coupon.id)) return undefined;
      const { applied } = best(cart, [...usable.values(), coupon], { ...options(), compare: false });
      return applied.some((each) => each.coupon === coupon.id)
        ? { cart, desired: applied.map((each) => ({ coupon: each.coupon })) }
        : undefined;
    },
    learn(request, verdict) {
      foreseen = { question: questionOf(request), verdict };
    },
    compare() {
      if (planned) $best.set(best(planned.cart, [...planned.usable.values()], options()));
    },
    async previewRefunds(price, mode) {
      if (!planned || !previewRefunds) return [];
      return previewRefunds(planned.cart, price, {
        ...options(),
        mode,
        coupons: [...planned.usable.values()],
      });
    },
    verify: async () => (isHeld() ? undefined : verification.confirm()),
    retry: verification.retry,
    accept: verification.accept,
    async checkOut() {
      const [{ checkOut }, loaded] = await Promise.all([
        import('./check-out.js'),
        adapter.reserve && loadHolds(),
      ]);
      return checkOut({ ...stores, adapter, wallet, holds: loaded, confirm: verification.confirm });
    },
    async release() {
      await holds?.release();
    },
    extend: async () => holds?.extend(),
  };
}

/** In whatever order. */
function questionOf({ cart, desired }: QuoteRequest): string {
  return JSON.stringify([cart, desired.map(({ coupon }) => coupon).sort()]);
}

function appliedIn(quote: Quote | undefined): readonly string[] {
  return quote?.applied.map(({ coupon }) => coupon) ?? [];
}
