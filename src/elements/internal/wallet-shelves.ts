/** What is in a wallet, by what can be done with it: unused, what ends soon first; used and expired, the newest first. */
import type { Held } from '../../protocol/messages.js';

export const shelves = ['unused', 'used', 'expired'] as const;
export type Shelf = (typeof shelves)[number];

export function sortWallet(wallet: readonly Held[]): Readonly<Record<Shelf, readonly Held[]>> {
  const unused: Held[] = [];
  const used: Held[] = [];
  const expired: Held[] = [];
  for (const held of wallet) {
    if (held.state === 'used') used.unshift(held);
    else if (held.state === 'expired') expired.push(held);
    // Store credit that is used up waits for the next time, and is nothing to see meanwhile.
    else if (held.balance !== 0) unused.push(held);
  }
  return {
    unused: unused.sort((a, b) => rankOf(a) - rankOf(b) || endOf(a) - endOf(b)),
    used,
    expired: expired.sort((a, b) => endOf(b) - endOf(a)),
  };
}

/** Store credit is money, and stands before coupons. */
function rankOf({ balance }: Held): number {
  return balance === undefined ? 1 : 0;
}

/** Far in the future where it has no end. */
function endOf({ validUntil, coupon }: Held): number {
  const end = validUntil ?? coupon.validUntil;
  return end ? Date.parse(end) : Number.MAX_SAFE_INTEGER;
}
