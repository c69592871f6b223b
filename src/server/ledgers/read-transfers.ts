import { shopAccount } from '../settlement/book-order.js';
import type { Database } from './database.js';
import type { Period, Transfer } from './ledger.js';
import { isShop } from './movements.js';
import type { TransferRow } from './rows.js';

/**
 * Returns the transfers of a period, the oldest first; what was booked together stays together.
 * @param after the last one that is known already
 * @param limit how many at the most; absent: all
 */
export async function readTransfers(
  { select }: Database,
  { from, to, shop }: Period,
  after?: Pick<Transfer, 'day' | 'at' | 'id'>,
  limit?: number,
): Promise<readonly Transfer[]> {
  const parameters: (string | number)[] = [];
  const bind = (value: string | number): string => `$${parameters.push(value)}`;
  const conditions = [`day >= ${bind(from)}`, `day <= ${bind(to)}`];
  if (after) conditions.push(`(day, at, id) > (${bind(after.day)}, ${bind(after.at)}, ${bind(after.id)})`);
  const where = (...more: string[]): string =>
    `SELECT * FROM transfer WHERE ${[...conditions, ...more].join(' AND ')}`;
  const account = shop === undefined ? undefined : bind(shopAccount(shop));
  const source =
    account === undefined
      ? where()
      : `${where(isShop('credit'), `credit = ${account}`)} UNION ALL ${where(isShop('debit'), `debit = ${account}`)}`;
  const text = `${source} ORDER BY day, at, id ${limit === undefined ? '' : `LIMIT ${bind(limit)}`}`;
  const rows = await select<TransferRow>(text, parameters);
  return rows.map(({ order_id: order, coupon, note, ...row }) => ({
    ...row,
    ...(order !== null && { order }),
    ...(coupon !== null && { coupon }),
    ...(note !== null && { note }),
  }));
}
