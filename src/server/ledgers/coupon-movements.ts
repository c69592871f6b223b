import type { Database, Row } from './database.js';
import { isShop } from './movements.js';

/** What coupons took off, less what was undone, by day and currency; minor units. */
export type CouponMovement = {
  readonly coupon: string;
  readonly day: string;
  readonly currency: string;
  readonly amount: number;
  /** What of `amount` the platform bore. */
  readonly platform: number;
} & Row;

/** Returns what was booked for coupons on these days, in no order. */
export async function readCouponMovements(
  { select, isOneOf }: Database,
  days: readonly string[],
): Promise<readonly CouponMovement[]> {
  if (days.length === 0) return [];
  return select<CouponMovement>(
    `SELECT coupon, day, currency, CAST(SUM(amount) AS BIGINT) AS amount,
        CAST(SUM(CASE WHEN bearer = 'platform' THEN amount ELSE 0 END) AS BIGINT) AS platform
      FROM (${sideOf('credit', 'debit', '')} UNION ALL ${sideOf('debit', 'credit', '-')}) AS booked
      WHERE day ${isOneOf(1)} AND coupon IS NOT NULL
      GROUP BY coupon, day, currency`,
    [days],
  );
}

/** Of two shops the platform as a seller is the owner of what the coupon was for, and the other one bears it. */
function sideOf(owner: 'credit' | 'debit', bearer: 'credit' | 'debit', sign: '' | '-'): string {
  return `SELECT day, coupon, currency, ${bearer} AS bearer, ${sign}amount AS amount FROM transfer
    WHERE ${isShop(owner)} AND (${owner} = 'shop:' OR NOT ${isShop(bearer)})`;
}
