import { chainStatements, sortStatements } from './chain-statements.js';
import type { Database } from './database.js';
import type { Period, Statement } from './ledger.js';
import { readMovements, readOpenDays, readStatedDay } from './movements.js';

/**
 * Returns one statement a shop, currency and day with movements, by day, then shop. Closed ones are as they were written; the days since are summed up now, each on
 * top of the one before. What has its statements never changes, so that the numbers are right even where a day is closed meanwhile.
 */
export async function readStatements(
  database: Database,
  { from, to, shop }: Period,
): Promise<readonly Statement[]> {
  const stated = await readStatedDay(database);
  const [closed, openDays] = await Promise.all([
    database.select<StatementRow>(
      `SELECT * FROM statement WHERE day >= $1 AND day <= $2 AND day <= $3 ${shop === undefined ? '' : 'AND shop = $4'}`,
      [from, to, stated, ...(shop === undefined ? [] : [shop])],
    ),
    readOpenDays(database, stated, to),
  ]);
  const open = chainStatements(await readMovements(database, stated, openDays, shop));
  return sortStatements([
    ...closed.map(statementOf),
    ...open.filter(({ day }) => day >= from).map((statement) => ({ ...statement, closed: false })),
  ]);
}

export type StatementRow = Omit<Statement, 'borneByShop' | 'closed'> & { readonly borne_by_shop: number };

function statementOf({ borne_by_shop: borneByShop, ...row }: StatementRow): Statement {
  return { ...row, borneByShop, closed: true };
}
