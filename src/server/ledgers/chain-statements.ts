import { sortBy } from '../../model/sort-by.js';
import type { Statement } from './ledger.js';
import type { Movement } from './movements.js';

/** Returns a statement for each of these movements, by day, shop and currency: each opens with what the one before has closed with. */
export function chainStatements(movements: readonly Movement[]): Omit<Statement, 'closed'>[] {
  const balances = new Map<string, number>();
  return sortStatements(movements).map(({ balance, ...movement }) => {
    const key = JSON.stringify([movement.shop, movement.currency]);
    const opening = balances.get(key) ?? balance;
    const { redemptions, reversals, adjustments, payouts } = movement;
    const closing = opening + redemptions - reversals + adjustments - payouts;
    balances.set(key, closing);
    return { ...movement, opening, closing };
  });
}

/** Returns them by day, then shop, then currency. */
export function sortStatements<T extends Pick<Statement, 'day' | 'shop' | 'currency'>>(
  items: readonly T[],
): T[] {
  return sortBy(items, ({ day, shop, currency }) => `${day}\n${shop}\n${currency}`);
}
