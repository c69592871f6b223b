import { sortBy } from '../../model/sort-by.js';
import { readCouponMovements, type CouponMovement } from './coupon-movements.js';
import type { Database, Row } from './database.js';
import type { CouponReport } from './ledger.js';
import { readOpenDays, readStatedDay } from './movements.js';

/** Returns what became of each coupon that was ever claimed, by its id. */
export async function readReport(database: Database): Promise<readonly CouponReport[]> {
  const { select } = database;
  const stated = await readStatedDay(database);
  const [claimed, reserved, redeemed, closed, open] = await Promise.all([
    select<Count>('SELECT coupon, granted AS pieces FROM counter WHERE granted > 0'),
    select<Count>(piecesThatAre('reserved')),
    select<Count>(piecesThatAre('used')),
    select<CouponMovement>(
      `SELECT coupon, '' AS day, currency, CAST(SUM(amount) AS BIGINT) AS amount,
          CAST(SUM(platform) AS BIGINT) AS platform
        FROM coupon_statement WHERE day <= $1 GROUP BY coupon, currency`,
      [stated],
    ),
    readOpenDays(database, stated, '9999-12-31').then((days) => readCouponMovements(database, days)),
  ]);
  const [pieces, held, used] = [mapOf(claimed), mapOf(reserved), mapOf(redeemed)];
  const discounts = sumDiscounts([...closed, ...open]);
  const coupons = new Set([...pieces.keys(), ...discounts.keys()]);
  return sortBy([...coupons], (coupon) => coupon).map((coupon) => ({
    coupon,
    claimed: pieces.get(coupon) ?? 0,
    reserved: held.get(coupon) ?? 0,
    redeemed: used.get(coupon) ?? 0,
    discount: sortBy([...(discounts.get(coupon)?.values() ?? [])], ({ currency }) => currency),
  }));
}

type Count = Row & { readonly coupon: string; readonly pieces: number };
type Discount = CouponReport['discount'][number];

function piecesThatAre(state: 'reserved' | 'used'): string {
  return `SELECT coupon, COUNT(*) AS pieces FROM claim WHERE state = '${state}' GROUP BY coupon`;
}

function mapOf(counts: readonly Count[]): ReadonlyMap<string, number> {
  return new Map(counts.map(({ coupon, pieces }) => [coupon, pieces]));
}

/** By coupon, then currency. */
function sumDiscounts(movements: readonly CouponMovement[]): Map<string, Map<string, Discount>> {
  const coupons = new Map<string, Map<string, Discount>>();
  for (const { coupon, currency, amount, platform } of movements) {
    const currencies = coupons.get(coupon) ?? new Map<string, Discount>();
    const before = currencies.get(currency);
    currencies.set(currency, {
      currency,
      amount: (before?.amount ?? 0) + amount,
      platform: (before?.platform ?? 0) + platform,
    });
    coupons.set(coupon, currencies);
  }
  return coupons;
}
