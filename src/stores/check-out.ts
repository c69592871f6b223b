import type { ReadableAtom } from 'nanostores';
import type { Adapter } from '../adapters/adapter.js';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Hold, Verdict } from '../protocol/messages.js';
import type { Holds } from './create-holds.js';
import type { Wallet } from './create-wallet.js';
import type { CheckoutResult, Selection, Verification } from './session.js';

/** What a checkout needs of its session; there is a quote. */
export interface CheckoutContext {
  readonly adapter: Adapter;
  readonly $cart: ReadableAtom<Cart | undefined>;
  readonly $selection: ReadableAtom<Selection>;
  readonly $quote: ReadableAtom<Quote | undefined>;
  readonly $verification: ReadableAtom<Verification>;
  readonly wallet: Wallet;
  /** Absent where the adapter holds nothing. */
  readonly holds: Holds | undefined;
  readonly $hold: ReadableAtom<Hold | undefined>;
  /** Has everything checked anew; resolves to nothing where that failed, or something changed meanwhile. */
  readonly confirm: (isLast: true) => Promise<Verdict | undefined>;
}

/**
 * Claims what is used and not held yet, has everything confirmed once more, and the coupons held for the order. Succeeds only where nothing is worse for the shopper
 * than what the screen says: no higher price, no coupon less, the same cart.
 */
export async function checkOut(context: CheckoutContext): Promise<CheckoutResult> {
  const { adapter, $cart, $selection, $quote, $verification, $hold } = context;
  const { wallet, holds, confirm } = context;
  const changed = { ok: false, reason: 'changed' } as const;
  const unconfirmed = { ok: false, reason: 'unconfirmed' } as const;
  // What an earlier checkout has held.
  await holds?.release();
  await wallet.settled();
  const cart = $cart.get();
  const quote = $quote.get()!;
  const state = $verification.get();
  if (state.state === 'changed' && !state.accepted) return changed;
  const last = 'verdict' in state ? state.verdict : undefined;
  const payable = last ? last.totals.payable : quote.payable;
  const coupons = last ? effectiveIn(last) : quote.applied.map(({ coupon }) => coupon);
  for (const coupon of coupons) {
    const isHeld = wallet.$wallet.get()?.some((held) => held.state === 'held' && held.coupon.id === coupon);
    if (isHeld || !adapter.claim) continue;
    const claimed = await wallet.claim(coupon);
    if (!claimed.ok)
      return ['unavailable', 'rate-limited'].includes(claimed.reason.code) ? unconfirmed : changed;
  }
  const verdict = await confirm(true);
  if (!verdict) return $verification.get().state === 'failed' ? unconfirmed : changed;
  const { token, totals } = verdict;
  const effective = effectiveIn(verdict);
  const isSame = cart === $cart.get() && coupons.every((coupon) => effective.includes(coupon));
  if (!isSame || totals.payable > payable) return changed;
  if (!token) return { ok: true, verdict };
  // Without coupons there is nothing to hold.
  if (!holds || !effective.length) return { ok: true, verdict, token };
  const selection = $selection.get();
  const refused = await holds.reserve({ token, cart: cart! }, effective);
  if (refused === 'failed') return unconfirmed;
  if (refused) {
    void wallet.reload();
    await confirm(true);
    return { ...changed, refused };
  }
  const hold = $hold.get();
  if (hold && cart === $cart.get() && selection === $selection.get())
    return { ok: true, verdict, token, hold };
  // What was held meanwhile is not what is on the screen.
  await holds.release();
  return changed;
}

function effectiveIn({ outcomes }: Verdict): readonly string[] {
  return outcomes.filter(({ state }) => state === 'effective').map(({ coupon }) => coupon);
}
