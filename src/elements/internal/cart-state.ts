/** In one sentence each: what is saved, and how sure the price is. */
import type { CartPanel } from './cart-panel.js';

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
