import type { OrderSnapshot } from '../order-snapshot.js';
import type { Database } from './database.js';
import type { OrderSummary, Period } from './ledger.js';

/** Returns the orders that were redeemed in a period, the oldest first: what the shopper has paid and what coupons take off, less what came back since. */
export async function readOrders(
  { select }: Database,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<readonly OrderSummary[]> {
  const rows = await select<OrderRow>(ordersOf, [from, to]);
  return rows.map(({ snapshot, currency, ...row }) => ({
    ...row,
    currency: currency ?? (JSON.parse(snapshot!) as OrderSnapshot).quote.currency,
  }));
}

type OrderRow = Omit<OrderSummary, 'currency'> & {
  /** Absent: nothing was booked, since everything is free. */
  readonly currency: string | null;
  /** JSON: `OrderSnapshot`; only where there is no currency. */
  readonly snapshot: string | null;
};

/** Where one shop bears the discount of another's, that is the platform as a seller: then what it is credited with was taken off, too. */
const ordersOf = `SELECT hold.order_id AS "order", hold.id AS redemption, hold.redeemed_at AS at, hold.day,
    MAX(transfer.currency) AS currency,
    CASE WHEN MAX(transfer.currency) IS NULL THEN hold.snapshot END AS snapshot,
    CAST(COALESCE(SUM(CASE
      WHEN debit = 'shopper' THEN amount
      WHEN credit = 'shopper' THEN -amount
    END), 0) AS BIGINT) AS paid,
    CAST(COALESCE(SUM(CASE
      WHEN coupon IS NULL THEN 0
      WHEN credit = 'shop:' OR substr(debit, 1, 5) <> 'shop:' THEN amount
      ELSE -amount
    END), 0) AS BIGINT) AS discount
  FROM hold
  LEFT JOIN transfer ON transfer.order_id = hold.order_id AND transfer.kind IN ('redemption', 'reversal')
  WHERE hold.day >= $1 AND hold.day <= $2
  GROUP BY hold.id
  ORDER BY hold.redeemed_at, hold.id`;
