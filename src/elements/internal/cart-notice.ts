/** What does the panel have to say? What is saved, what has changed and why, and how sure the price is. */
import { describeReason } from '../../i18n/describe-reason.js';
import type { Difference } from '../../stores/session.js';
import type { CartPanel } from './cart-panel.js';

export interface CartNotice {
  readonly headline: string;
  /** What happened and why, a sentence each. */
  readonly rows: readonly string[];
  /** What leaves with it when it is dismissed; empty: it cannot be. */
  readonly about: readonly unknown[];
  /** The price rose, and the shopper has to accept it. */
  readonly rose: boolean;
}

/** @param dismissed what the shopper has read already */
export function describeNotice(
  panel: CartPanel,
  dismissed: readonly unknown[],
  isUnreadable: boolean,
): CartNotice {
  const { session, t } = panel;
  const verification = session.$verification.get();
  const dropped = session.$dropped.get();
  const about: unknown[] = [];
  const rows: string[] = [];
  let headline = describeSaving(panel);
  let rose = false;
  if (isUnreadable || session.$error.get()?.code === 'invalid-cart') rows.push(t('cart.invalid'));
  if (verification.state === 'changed' && !dismissed.includes(verification.verdict)) {
    rose = !verification.accepted;
    headline = t('cart.changed');
    about.push(verification.verdict);
    // The amount due first, then why.
    rows.push(
      ...[...verification.differences]
        .sort((a, b) => Number(b.code === 'payable') - Number(a.code === 'payable'))
        .map((difference) => describeDifference(difference, panel)),
    );
  }
  if (dropped.length && !dismissed.includes(dropped)) {
    about.push(dropped);
    rows.push(...dropped.map((one) => describeDifference({ code: 'coupon-dropped', ...one }, panel)));
  }
  return { headline, rows, about, rose };
}

export function describeSaving({ session, price, t }: CartPanel): string {
  if (price?.discount) return t('cart.saves', { amount: price.discount });
  if (session.$cart.get()?.lines.length === 0) return t('cart.empty');
  if (session.$selection.get().mode !== 'auto') return t('cart.unused');
  const isLooking =
    !session.$offers.get() && session.capabilities.offers !== 'missing' && !session.$error.get();
  return t(isLooking ? 'cart.looking' : 'cart.saves-nothing');
}

export function describeStatus({ session, t }: CartPanel): string {
  const verification = session.$verification.get();
  const { state } = verification;
  if (state === 'idle') return '';
  if (state === 'provisional' && session.capabilities.verify === 'emulated') return t('cart.estimate');
  return t(`cart.${state === 'changed' && verification.accepted ? 'verified' : state}`);
}

function describeDifference(difference: Difference, panel: CartPanel): string {
  const { session, locale, currency, t } = panel;
  switch (difference.code) {
    case 'payable':
      return t('cart.before-after', { ...difference });
    case 'unit-price': {
      const line = session.$cart.get()?.lines.find(({ id }) => id === difference.line);
      return t('cart.unit-price', { ...difference, title: line?.title ?? difference.line });
    }
    default: {
      const reasons = 'reasons' in difference ? difference.reasons : [];
      // What made way for better coupons also stands in conflict with them.
      const outvalued = reasons.filter(({ code }) => code === 'outvalued');
      const words = (outvalued.length ? outvalued : reasons).map((reason) =>
        describeReason(reason, locale, currency),
      );
      return t(`cart.${difference.code}`, {
        ...difference,
        title: panel.titleOf(difference.coupon),
        reasons: [...new Set(words)].join(' · '),
      });
    }
  }
}
