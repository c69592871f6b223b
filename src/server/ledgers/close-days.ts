import { addDays } from '../settlement/create-days.js';
import { chainStatements } from './chain-statements.js';
import { readCouponMovements } from './coupon-movements.js';
import type { Database, Row } from './database.js';
import { readMovements, readOpenDays, readStatedDay } from './movements.js';

/**
 * Closes every day that is over. Any number of servers may do so at once, at any time.
 *
 * First the day is closed for booking: a moment under the lock that everybody who books holds until the commit, so that whoever was before counts for the day, and
 * whoever comes later for the next one. What is summed up then can no longer change, and needs no lock: nobody waits for it. Whoever is first to write a
 * day's statements wins; the others find that they are there.
 * @param today the ledger's
 * @returns the last day that is closed
 * @throws LedgerUnavailableError where it may be tried again
 */
export async function closeDays(database: Database, today: string): Promise<string> {
  const closed = await endBooking(database, addDays(today, -1));
  for (let stated = await readStatedDay(database); stated < closed;) {
    const [day] = await readOpenDays(database, stated, closed);
    stated = await state(database, stated, day ?? closed);
  }
  return closed;
}

/** Resolves to the last day that is closed for booking. */
async function endBooking(database: Database, last: string): Promise<string> {
  const [row] = await database.select<ClosingRow>("SELECT id, day FROM closing WHERE id = 'closing'");
  if (row!.day >= last) return row!.day;
  return database.transact(async (transaction) => {
    const [locked] = await transaction.lock<ClosingRow>('closing', 'id', ['closing']);
    if (locked!.day >= last) return locked!.day;
    await transaction.update('closing', 'id', [{ id: 'closing', day: last }]);
    const events = [{ event: 'days-closed', until: last }];
    await transaction.appendAudit(await transaction.now(), JSON.stringify(events));
    return last;
  });
}

/** Writes the statements of the first day after `stated` on which anything was booked. Resolves to the last day that has its statements. */
async function state(database: Database, stated: string, day: string): Promise<string> {
  const [movements, coupons] = await Promise.all([
    readMovements(database, stated, [day]),
    readCouponMovements(database, [day]),
  ]);
  const statements = chainStatements(movements).map(({ borneByShop, ...statement }) => ({
    ...statement,
    borne_by_shop: borneByShop,
  }));
  return database.transact(async (transaction) => {
    const [locked] = await transaction.lock<ClosingRow>('closing', 'id', ['statements']);
    if (locked!.day !== stated) return locked!.day;
    await transaction.insert('statement', statements);
    await transaction.insert('coupon_statement', coupons);
    await transaction.update('closing', 'id', [{ id: 'statements', day }]);
    return day;
  });
}

type ClosingRow = Row & { readonly id: string; readonly day: string };
