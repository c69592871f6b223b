import { shopAccount } from '../settlement/book-order.js';
import { addDays } from '../settlement/create-days.js';
import type { Database, Row } from './database.js';
import type { Statement, TransferKind } from './ledger.js';

/**
 * What was booked on days that have no statements yet, by shop, day and currency?
 *
 * Every transfer stands in one or both of two indices, by the shop that it credits and by the shop that it debits, with all that is summed up here: no row of
 * the table is read.
 */

export type Movement = Omit<Statement, 'opening' | 'closing' | 'closed'> & {
  /** What the last statement before all of these days closed with, minor units. */
  readonly balance: number;
};

/** Returns the last day that has its statements. */
export async function readStatedDay({ select }: Pick<Database, 'select'>): Promise<string> {
  const [row] = await select<{ day: string }>("SELECT day FROM closing WHERE id = 'statements'");
  return row!.day;
}

/** Returns the days after `stated`, up to `to`, from the first to the last one on which anything was booked. */
export async function readOpenDays({ select }: Database, stated: string, to: string): Promise<string[]> {
  const edge = (order: string): string =>
    `(SELECT day FROM transfer WHERE day > $1 AND day <= $2 ORDER BY day ${order} LIMIT 1)`;
  const [row] = await select<{ first: string | null; last: string | null }>(
    `SELECT ${edge('ASC')} AS first, ${edge('DESC')} AS last`,
    [stated, to],
  );
  const { first, last } = row!;
  const days: string[] = [];
  if (first !== null) for (let day = first; day <= last!; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Returns what was booked on these days, in no order. */
export async function readMovements(
  { select, isOneOf }: Database,
  stated: string,
  days: readonly string[],
  shop?: string,
): Promise<readonly Movement[]> {
  if (days.length === 0) return [];
  const rows = await select<BookedRow>(booked(isOneOf(1), shop === undefined ? '' : '$3'), [
    days,
    stated,
    ...(shop === undefined ? [] : [shopAccount(shop)]),
  ]);
  const movements = new Map<string, Mutable<Movement>>();
  for (const row of rows) {
    const key = JSON.stringify([row.account, row.day, row.currency]);
    const movement = movements.get(key) ?? newMovement(row);
    movements.set(key, movement);
    add(movement, row);
  }
  return [...movements.values()];
}

type BookedRow = {
  readonly day: string;
  readonly account: string;
  readonly other: string;
  readonly kind: TransferKind;
  readonly currency: string;
  /** What came to the account, minor units; below 0: what left it. */
  readonly amount: number;
  /** Absent: the shop has no statement yet. */
  readonly balance: number | null;
} & Row;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** @param account SQL for the only account that counts; empty: those of all shops do */
function booked(isOneOfDays: string, account: string): string {
  const side = (own: 'credit' | 'debit', other: 'credit' | 'debit', sign: '' | '-'): string =>
    `SELECT day, ${own} AS account, kind, ${other} AS other, currency, ${sign}CAST(SUM(amount) AS BIGINT) AS amount
      FROM transfer
      WHERE ${isShop(own)} AND day ${isOneOfDays} ${account && `AND ${own} = ${account}`}
      GROUP BY day, ${own}, kind, ${other}, currency`;
  return `SELECT booked.*, (
      SELECT statement.closing FROM statement
      WHERE statement.shop = substr(booked.account, 6) AND statement.currency = booked.currency AND statement.day <= $2
      ORDER BY statement.day DESC LIMIT 1
    ) AS balance
    FROM (${side('credit', 'debit', '')} UNION ALL ${side('debit', 'credit', '-')}) AS booked`;
}

/** Returns SQL that the two partial indices of `transfer` are chosen by. */
export function isShop(column: 'credit' | 'debit'): string {
  return `substr(${column}, 1, 5) = 'shop:'`;
}

function newMovement({ account, day, currency, balance }: BookedRow): Mutable<Movement> {
  return {
    shop: account.slice(shopAccount('').length),
    day,
    currency,
    balance: balance ?? 0,
    redemptions: 0,
    reversals: 0,
    adjustments: 0,
    payouts: 0,
    paid: 0,
    borneByShop: 0,
  };
}

function add(movement: Mutable<Movement>, { account, other, kind, amount }: BookedRow): void {
  if (other === 'shopper') movement.paid += amount;
  else if (other.startsWith('discount:')) movement.borneByShop += amount;
  else {
    if (kind === 'redemption') movement.redemptions += amount;
    else if (kind === 'reversal') movement.reversals -= amount;
    else if (kind === 'adjustment') movement.adjustments += amount;
    else movement.payouts -= amount;
    // Between shops a named one bears a discount on the platform's own fee.
    if (other === shopAccount('') && account !== other) movement.borneByShop -= amount;
  }
}
