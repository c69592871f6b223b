import { settle, type Settlement } from '../../engine/settle.js';
import type { Refund } from '../../model/refund.js';
import type { Account, TransferDraft } from '../ledgers/ledger.js';
import type { OrderSnapshot } from '../order-snapshot.js';

/**
 * Who owes whom how much, once an order is paid and when some of it comes back?
 *
 * Every entry moves an amount from one account to another, so that no journal can fail to add up to 0. What a shop's account gets from `platform` and
 * from other shops, less what goes back to them, is its `subsidy` as `settle` has it. A reversal is the difference of two settlements: whatever the
 * portions, those of a whole return leave 0 on every account.
 */

/** Returns the entries of a paid order: what was paid for, by shop, then who bears the coupons. */
export function bookRedemption({ cart, quote }: OrderSnapshot): TransferDraft[] {
  return bookChange(new Map(), entriesOf(settle(cart, quote)), quote.currency);
}

/**
 * Returns the entries of a refund of the order.
 * @param before the refunds that were booked before it
 * @throws CouponError where the refunds are not this order's
 */
export function bookReversal(
  { cart, quote }: OrderSnapshot,
  before: readonly Refund[],
  refund: Refund,
): TransferDraft[] {
  const was = settle(cart, quote, { refunds: before });
  const is = settle(cart, quote, { refunds: [...before, refund] });
  return bookChange(entriesOf(was), entriesOf(is), quote.currency);
}

/** What the platform owes a shop, or it the platform. '' is the platform as a seller. */
export function shopAccount(shop: string): Account {
  return `shop:${shop}`;
}

interface Entry {
  readonly debit: Account;
  readonly credit: Account;
  readonly coupon?: string;
}

/** Amounts in minor units by entry (its JSON), in the settlement's order. */
type Entries = ReadonlyMap<string, number>;

function entriesOf({ shops, rows }: Settlement): Entries {
  const entries = new Map<string, number>();
  const add = (entry: Entry, amount: number): void => {
    const key = JSON.stringify(entry);
    entries.set(key, (entries.get(key) ?? 0) + amount);
  };
  for (const { shop = '', paid } of shops) add({ debit: 'shopper', credit: shopAccount(shop) }, paid);
  for (const { coupon, shop = '', bearer = shop, borneByPlatform, borneByShop } of rows) {
    const credit = shopAccount(shop);
    add({ debit: 'platform', credit, coupon }, borneByPlatform);
    add({ debit: bearer === shop ? `discount:${shop}` : shopAccount(bearer), credit, coupon }, borneByShop);
  }
  return entries;
}

/** Returns the entries that lead from one to the other; what is less than it was goes back. */
function bookChange(before: Entries, after: Entries, currency: string): TransferDraft[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const { debit, credit, ...coupon } = JSON.parse(key) as Entry;
    const change = (after.get(key) ?? 0) - (before.get(key) ?? 0);
    if (change === 0) return [];
    const way = change > 0 ? { debit, credit } : { debit: credit, credit: debit };
    return [{ ...way, amount: Math.abs(change), currency, ...coupon }];
  });
}
