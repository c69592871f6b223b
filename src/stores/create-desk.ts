import type { ReadableAtom, WritableAtom } from 'nanostores';
import type { BestOptions } from '../engine/index.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Best, Quote } from '../model/quote.js';
import type { Hold } from '../protocol/messages.js';
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
  /** Settles when what was held is given back: until then, the server does not let this cart have it. */
  let released: Promise<unknown> | undefined;
  const verification = createVerification(context, stores.$verification, {
    reload: wallet.reload,
    async settled() {
      await released;
      await wallet.settled();
    },
  });
  let loading: Promise<Holds> | undefined;
  /** What was applied before the last burst of changes. */
  let expected: readonly string[] = [];
  let plannedAt = 0;
  /** What `$best` is the best set for. */
  let planned: { readonly cart: Cart; readonly usable: ReadonlyMap<string, Coupon> } | undefined;
  /** What the shopper has decided: where that changes, the order is another. */
  let decided: readonly unknown[] = [];

  const loadHolds = (): Promise<Holds> =>
    (loading ??= import('./create-holds.js').then(
      ({ createHolds }) => createHolds(context, $hold, wallet, () => void verification.confirm()),
      (cause: unknown) => {
        loading = undefined;
        throw context.fail('hold', cause);
      },
    ));

  const giveBack = (hold: string | undefined): Promise<void> => {
    $hold.set(undefined);
    const done = loadHolds().then(
      (holds) => holds.release(hold),
      () => {},
    );
    released = done;
    return done;
  };

  const release = async (): Promise<void> => {
    const { id, state } = $hold.get() ?? {};
    // What has expired needs nothing; what may have been held by a call that failed is given back, too.
    if (adapter.release) await giveBack(state === 'reserved' ? id : undefined);
  };

  const plan = (isAct?: boolean): void => {
    const cart = $cart.get();
    if (!cart) return;
    const given = options();
    const decisions = [cart, $selection.get(), given.shopper];
    if ($hold.get()) {
      if (decisions.some((each, index) => each !== decided[index])) void release();
      else if ($hold.get()?.state === 'reserved') return;
    }
    const usable = wallet.usable();
    const chosen = () => {
      const selection = $selection.get();
      return selection.mode === 'manual' ? selection.coupons : [];
    };
    const isAuto = $selection.get().mode === 'auto';
    // The shopper's own choice changes nothing in the best set. On each other change it must be there within a frame.
    const isSame = isAct && cart === planned?.cart && usable === planned.usable;
    const found = (isSame && $best.get()) || best(cart, [...usable.values()], { ...given, compare: false });
    planned = { cart, usable };
    // Of two that may not go together the engine keeps the first given, the shopper the last chosen.
    const wish = () =>
      chosen()
        .flatMap((id) => usable.get(id) ?? [])
        .reverse();
    let next = isAuto ? found : quote(cart, wish(), given);
    const leaving = next.refused.filter(({ reasons }) => reasons.some(({ code }) => code === 'conflict'));
    if (isAct && !isAuto && leaving[0]) {
      const coupons = chosen().filter((id) => leaving.every(({ coupon }) => coupon !== id));
      $selection.set({ mode: 'manual', coupons });
      next = quote(cart, wish(), given);
    }

    // What fell out between the last quote and the next.
    const applied = appliedIn(next);
    const before = appliedIn($quote.get());
    const isBurst = given.now - plannedAt < burstMs;
    expected = isAct ? applied : isBurst ? [...new Set([...expected, ...before])] : before;
    plannedAt = given.now;
    const dropped = (isAct ? [] : isAuto ? expected : chosen())
      .filter((id) => !applied.includes(id))
      .map((coupon) => ({
        coupon,
        reasons: next.refused.find((refusal) => refusal.coupon === coupon)?.reasons ?? [
          whyUnusable(coupon, wallet),
        ],
      }));

    decided = [cart, $selection.get(), given.shopper];
    $best.set(found);
    $quote.set(next);
    if (JSON.stringify(dropped) !== JSON.stringify($dropped.get())) $dropped.set(dropped);
    const coupons = isAuto ? applied.map((id) => usable.get(id)!) : wish();
    verification.ask({
      cart,
      shopper: given.shopper,
      desired: coupons.map(({ id, code }) => ({ coupon: id, ...(code && { code }) })),
      quote: next,
    });
  };

  // The shopper is back, by another page than the one that was left.
  const [left] = context.holds;
  if (left && adapter.release) void giveBack(left);

  return {
    plan,
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
    // What is held for an order is not free for a price.
    verify: async () => ($hold.get()?.state === 'reserved' ? undefined : verification.confirm()),
    retry: verification.retry,
    accept: verification.accept,
    async checkOut() {
      const [{ checkOut }, holds] = await Promise.all([
        import('./check-out.js'),
        adapter.reserve && loadHolds(),
      ]);
      return checkOut({ ...stores, adapter, wallet, holds, release, confirm: verification.confirm });
    },
    async release() {
      if ($hold.get()) await release();
    },
    extend: async () => (await loadHolds()).extend(),
  };
}

function appliedIn(quote: Quote | undefined): readonly string[] {
  return quote?.applied.map(({ coupon }) => coupon) ?? [];
}
