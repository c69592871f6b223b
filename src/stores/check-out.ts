import type { ReadableAtom } from 'nanostores';
import type { Adapter } from '../adapters/adapter.js';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Verdict } from '../protocol/messages.js';
import type { Wallet } from './create-wallet.js';
import type { CheckoutResult, Verification } from './session.js';

/** What a checkout needs of its session; there is a quote. */
export interface CheckoutContext {
  readonly adapter: Adapter;
  readonly $cart: ReadableAtom<Cart | undefined>;
  readonly $quote: ReadableAtom<Quote | undefined>;
  readonly $verification: ReadableAtom<Verification>;
  readonly wallet: Wallet;
  /** Has everything checked anew; resolves to nothing where that failed, or something changed meanwhile. */
  readonly confirm: (isLast: true) => Promise<Verdict | undefined>;
}

/**
 * Claims what is used and not held yet, and has everything confirmed once more. Succeeds only where nothing is worse for the shopper
 * than what the screen says: no higher price, no coupon less, the same cart.
 */
export async function checkOut(context: CheckoutContext): Promise<CheckoutResult> {
  const { adapter, $cart, $quote, $verification, wallet, confirm } = context;
  const changed = { ok: false, reason: 'changed' } as const;
  const unconfirmed = { ok: false, reason: 'unconfirmed' } as const;
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
  return isSame && totals.payable <= payable ? { ok: true, verdict, ...(token && { token }) } : changed;
}

function effectiveIn({ outcomes }: Verdict): readonly string[] {
  return outcomes.filter(({ state }) => state === 'effective').map(({ coupon }) => coupon);
}
