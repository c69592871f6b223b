/**
 * The port to a database under `createSqlLedger`: rows in tables, and transactions that lock. What differs between databases stands in its
 * implementations, one file each; the rules of the ledger are the same over all of them.
 */
export interface Database {
  /**
   * Runs `work` in one transaction; commits what it wrote when it has resolved, and rolls back where it rejects. Once it has resolved, what it wrote outlives the
   * process and, with `durable` (the default), the machine.
   * @throws LedgerUnavailableError where the same work may be tried again (busy, a lock not had in time, the connection lost)
   */
  transact<T>(
    work: (transaction: Transaction) => Promise<T>,
    options?: { readonly durable?: boolean },
  ): Promise<T>;
  /** Reads what is committed. Parameters stand in the text as `$1`, `$2`, …, each at least once, in order. */
  select<R extends Row>(text: string, parameters?: readonly Parameter[]): Promise<readonly R[]>;
  /** Returns SQL for "is one of the list that is the n-th parameter", to stand behind a column. */
  isOneOf(parameter: number): string;
  /** The store's clock, milliseconds since the epoch. */
  now(): Promise<number>;
  close(): Promise<void>;
}

/** Statements may be given without waiting for the one before; they run in the order given. */
export interface Transaction extends Pick<Database, 'select' | 'now'> {
  /**
   * Locks the rows with these keys (in the order of their keys, so that two transactions never wait for each other) until the end of the transaction, and returns those that
   * exist. With `missing`, makes those that do not exist first.
   */
  lock<R extends Row>(
    table: string,
    key: string,
    keys: readonly string[],
    missing?: (key: string) => R,
  ): Promise<readonly R[]>;
  /** All rows have the same columns. */
  insert(table: string, rows: readonly Row[]): Promise<void>;
  /**
   * Sets every other column of the rows with these keys. All rows have the same columns.
   * @param sums columns to which the rows' numbers are added instead: a CHECK then sees the sum as it is, even where the lock was none
   */
  update(table: string, key: string, rows: readonly Row[], sums?: readonly string[]): Promise<void>;
  /** Runs a statement that is none of these. */
  execute(text: string, parameters?: readonly Parameter[]): Promise<void>;
  /** Adds the entry to the chain of the audit log: the last thing that a transaction does, since all others wait for it from here on. */
  appendAudit(at: number, events: string): Promise<void>;
}

export type Value = string | number | null;
export interface Row {
  readonly [column: string]: Value;
}
export type Parameter = Value | readonly string[];

/** A UNIQUE or CHECK constraint has refused a write: the second wall. */
export class ConstraintError extends Error {
  override readonly name = 'ConstraintError';
}
