import { sortBy } from '../../model/sort-by.js';
import type { OrderSummary, Period } from '../ledgers/ledger.js';

/** Are the orders in our books the merchant's orders, and is as much paid for each? */

/** An order as the merchant knows it, minor units: what is left of it after refunds. */
export interface TheirOrder {
  readonly order: string;
  readonly paid: number;
  /** What coupons take off; absent: it is not compared. */
  readonly discount?: number;
  /** Absent: that of our order. */
  readonly currency?: string;
}

export interface Reconciliation {
  /** How many are the same on both sides. */
  readonly matched: number;
  /** In our books alone, the oldest first. */
  readonly onlyOurs: readonly OrderSummary[];
  /** How many of the merchant's are not in our books, and need not be: no coupon took anything off (`discount` 0). */
  readonly withoutCoupons: number;
  /** In the merchant's list alone, in its order. */
  readonly onlyTheirs: readonly TheirOrder[];
  /** On both sides with other amounts, the oldest first. */
  readonly different: readonly Difference[];
  /** By currency, without `withoutCoupons`; those of the merchant's orders that say none and are not ours come first. */
  readonly sums: readonly ReconciliationSums[];
}

/** `difference = ours − theirs`, minor units. */
export interface Difference {
  readonly order: string;
  readonly day: string;
  readonly currency: string;
  readonly ours: Amounts;
  readonly theirs: Amounts;
  readonly difference: Amounts;
}

export interface Amounts {
  readonly paid: number;
  /** Absent: the merchant's list has none. */
  readonly discount?: number;
}

/** What is paid, minor units. `ours − theirs = difference = onlyOurs − onlyTheirs + different`. */
export interface ReconciliationSums {
  readonly currency: string;
  readonly ours: number;
  readonly theirs: number;
  readonly difference: number;
  readonly onlyOurs: number;
  readonly onlyTheirs: number;
  readonly different: number;
}

/**
 * Returns in what our books and the merchant's list are not the same.
 * @param ours the orders of the period, and of the days beside it: where the merchant's day ends at another hour, those count that the list names
 * @param theirs several rows of one order (a payment, a refund) are added up
 */
export function reconcile(
  ours: readonly OrderSummary[],
  theirs: readonly TheirOrder[],
  { from, to }: Pick<Period, 'from' | 'to'>,
): Reconciliation {
  const left = addUp(theirs);
  const sums = new Map<string, { -readonly [Key in keyof ReconciliationSums]: ReconciliationSums[Key] }>();
  const sumsOf = (currency = '') => {
    const zero = { currency, ours: 0, theirs: 0, difference: 0, onlyOurs: 0, onlyTheirs: 0, different: 0 };
    const found = sums.get(currency) ?? zero;
    sums.set(currency, found);
    return found;
  };
  const onlyOurs: OrderSummary[] = [];
  const different: Difference[] = [];
  let matched = 0;
  for (const our of ours) {
    const { order, currency, day } = our;
    const keys = [keyOf({ order, currency }), keyOf({ order })];
    const their = addUp(keys.flatMap((key) => left.get(key) ?? []).map((each) => ({ ...each, currency })));
    const [same] = their.values();
    for (const key of keys) left.delete(key);
    if (!same && (day < from || day > to)) continue;
    const sum = sumsOf(currency);
    sum.ours += our.paid;
    sum.theirs += same?.paid ?? 0;
    if (!same) {
      sum.onlyOurs += our.paid;
      onlyOurs.push(our);
      continue;
    }
    const difference = subtract(our, same);
    sum.different += difference.paid;
    if (difference.paid === 0 && !difference.discount) matched++;
    else different.push({ order, day, currency, ours: amountsOf(our), theirs: amountsOf(same), difference });
  }
  const unknown = [...left.values()];
  const onlyTheirs = unknown.filter(({ discount }) => discount !== 0);
  for (const { currency, paid } of onlyTheirs) {
    const sum = sumsOf(currency);
    sum.theirs += paid;
    sum.onlyTheirs += paid;
  }
  for (const sum of sums.values()) sum.difference = sum.ours - sum.theirs;
  return {
    matched,
    withoutCoupons: unknown.length - onlyTheirs.length,
    onlyOurs,
    onlyTheirs,
    different,
    sums: sortBy([...sums.values()], ({ currency }) => currency),
  };
}

function keyOf({ order, currency = '' }: Pick<TheirOrder, 'order' | 'currency'>): string {
  return `${currency}\n${order}`;
}

/** One row an order and currency. */
function addUp(orders: readonly TheirOrder[]): Map<string, TheirOrder> {
  const sums = new Map<string, TheirOrder>();
  for (const order of orders) {
    const before = sums.get(keyOf(order));
    if (!before) sums.set(keyOf(order), order);
    else {
      const discount = addDiscounts(before.discount, order.discount);
      sums.set(keyOf(order), {
        ...before,
        paid: before.paid + order.paid,
        ...(discount !== undefined && { discount }),
      });
    }
  }
  return sums;
}

function addDiscounts(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : one + (other ?? 0);
}

function amountsOf({ paid, discount }: Amounts): Amounts {
  return { paid, ...(discount !== undefined && { discount }) };
}

function subtract(ours: Required<Amounts>, theirs: Amounts): Amounts {
  const paid = ours.paid - theirs.paid;
  return { paid, ...(theirs.discount !== undefined && { discount: ours.discount - theirs.discount }) };
}
