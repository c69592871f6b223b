import Database from 'libsql';
import { createSqlLedger, type LedgerOptions } from './create-sql-ledger.js';
import {
  ConstraintError,
  type Database as Port,
  type Parameter,
  type Row,
  type Transaction,
  type Value,
} from './database.js';
import { hashAuditEntry } from './hash-audit-entry.js';
import { LedgerUnavailableError, type Ledger } from './ledger.js';
import { appendOnlyTables, migrations, migrationsAfter } from './schema.js';

export interface LibsqlOptions extends LedgerOptions {
  /** Milliseconds since the epoch; default: this machine's clock, which all processes on the file share. */
  readonly now?: () => number;
}

/** Waiting for another process on the same file, milliseconds. */
const busyTimeoutMs = 5_000;

/**
 * Opens a ledger in one file on this machine's disk. Several processes may share the file, each with one ledger: two in
 * one process would block each other. A write-ahead log, synced at each commit,
 * so that an acknowledged change survives `kill -9` and a power cut; the write lock is taken before anything is read, so that what a decision
 * rests on cannot change under it.
 * @param path where the file is or shall be; its folder must exist
 * @throws Error where the file cannot be opened, or was written by a newer couponkit
 */
export function openLibsqlLedger(path: string, options: LibsqlOptions = {}): Ledger {
  return createSqlLedger(openLibsqlDatabase(path, options.now), options);
}

function openLibsqlDatabase(path: string, clock: () => number = Date.now): Port {
  const writer = connect(path);
  migrate(writer.database);
  // Readers see what is committed, while a transaction is under way.
  const reader = connect(path);
  const now = async (): Promise<number> => clock();
  let last: Promise<unknown> = Promise.resolve();

  const transaction: Transaction = {
    now,
    select: async (text, parameters = []) => writer.all(text, parameters),
    async lock<R extends Row>(
      table: string,
      key: string,
      keys: readonly string[],
      missing?: (key: string) => R,
    ) {
      // The whole file is locked already.
      if (keys.length === 0) return [];
      const rows = writer.all<R>(`SELECT * FROM ${table} WHERE ${key} ${isOneOf(1)}`, [keys]);
      if (!missing || rows.length === keys.length) return rows;
      const found = new Set(rows.map((row) => row[key]));
      const made = keys.filter((each) => !found.has(each)).map(missing);
      insertAll(table, made);
      return [...rows, ...made];
    },
    insert: async (table, rows) => insertAll(table, rows),
    async update(table, key, rows, sums = []) {
      const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== key);
      const changes = columns.map((column) => `${column} = ${sums.includes(column) ? `${column} + ?` : '?'}`);
      const text = `UPDATE ${table} SET ${changes.join(', ')} WHERE ${key} = ?`;
      for (const row of rows) writer.run(text, [...columns.map((column) => row[column]!), row[key]!]);
    },
    execute: async (text, parameters = []) => writer.run(text, parameters),
    async appendAudit(at, events) {
      const [head] = writer.all<{ sequence: number; hash: string }>(
        'SELECT sequence, hash FROM audit_head',
        [],
      );
      const { sequence, hash: previous } = head!;
      const hash = hashAuditEntry({ previous, at, events });
      insertAll('audit', [{ sequence: sequence + 1, at, events, previous, hash }]);
      writer.run('UPDATE audit_head SET sequence = $1, hash = $2', [sequence + 1, hash]);
    },
  };

  function insertAll(table: string, rows: readonly Row[]): void {
    const columns = Object.keys(rows[0] ?? {});
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    for (const row of rows)
      writer.run(
        text,
        columns.map((column) => row[column]!),
      );
  }

  async function transactNow<T>(
    work: (transaction: Transaction) => Promise<T>,
    durable: boolean,
  ): Promise<T> {
    writer.database.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    writer.run('BEGIN IMMEDIATE', []);
    try {
      const result = await work(transaction);
      writer.run('COMMIT', []);
      return result;
    } catch (error) {
      if (writer.database.inTransaction) writer.run('ROLLBACK', []);
      throw error;
    }
  }

  return {
    // One after the other: they share a connection.
    transact(work, { durable = true } = {}) {
      const result = last.then(() => transactNow(work, durable));
      last = result.catch(() => {});
      return result;
    },
    select: async (text, parameters = []) => reader.read(text, parameters),
    isOneOf,
    now,
    async close() {
      await last;
      writer.database.close();
      reader.database.close();
    },
  };
}

interface Connection {
  readonly database: Database.Database;
  all<R extends Row>(text: string, parameters: readonly Parameter[]): R[];
  /** The same for many rows, of which decimals are rounded to 15 digits. */
  read<R extends Row>(text: string, parameters: readonly Parameter[]): R[];
  run(text: string, parameters: readonly Parameter[]): void;
}

function connect(path: string): Connection {
  const database = new Database(path, { timeout: busyTimeoutMs });
  keepWriteAheadLog(database);
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const prepared = new Map<string, Database.Statement>();
  const statementOf = (text: string): Database.Statement => {
    const statement = prepared.get(text) ?? database.prepare(text.replace(/\$(\d+)/g, '?$1'));
    prepared.set(text, statement);
    return statement;
  };
  const columns = new Map<string, readonly string[]>();
  const columnsOf = (text: string): readonly string[] => {
    const names =
      columns.get(text) ??
      statementOf(text)
        .columns()
        .map(({ name }) => name);
    columns.set(text, names);
    return names;
  };
  return {
    database,
    all: <R extends Row>(text: string, parameters: readonly Parameter[]) =>
      translateErrors(() => statementOf(text).all(...parameters.map(bind)) as R[]),
    // All rows as one text: each value that crosses over from native code costs more than parsing ten.
    read: <R extends Row>(text: string, parameters: readonly Parameter[]) =>
      translateErrors(() => {
        const names = columnsOf(text);
        const inOne = `SELECT json_group_array(json_array(${names.map((name) => `"${name}"`).join(', ')})) AS rows FROM (${text})`;
        const { rows } = statementOf(inOne).get(...parameters.map(bind)) as { rows: string };
        return (JSON.parse(rows) as Value[][]).map((values) => {
          const row: Record<string, Value> = {};
          for (let index = 0; index < names.length; index++) row[names[index]!] = values[index]!;
          return row as R;
        });
      }),
    run: (text, parameters) => translateErrors(() => void statementOf(text).run(...parameters.map(bind))),
  };
}

/** Who makes the log waits for nobody who makes it at the same time, whatever the timeout says: so it is tried again. */
function keepWriteAheadLog(database: Database.Database): void {
  for (const until = Date.now() + busyTimeoutMs; ;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function isOneOf(parameter: number): string {
  return `IN (SELECT value FROM json_each($${parameter}))`;
}

function bind(parameter: Parameter): Value {
  return typeof parameter === 'object' && parameter !== null ? JSON.stringify(parameter) : parameter;
}

function migrate(database: Database.Database): void {
  database
    .transaction(() => {
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
        user_version: number;
      };
      const missing = migrationsAfter(version);
      if (missing.length === 0) return;
      for (const text of missing) database.exec(text);
      for (const table of appendOnlyTables) for (const text of refuseChanges(table)) database.exec(text);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    })
    .immediate();
}

function refuseChanges(table: string): string[] {
  return ['UPDATE', 'DELETE'].map(
    (act) => `CREATE TRIGGER IF NOT EXISTS ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  );
}

/** Says of a fault that the same call may be repeated, where it may. */
function translateErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (isBusy(error)) {
      throw new LedgerUnavailableError('the store is busy', { cause: error });
    }
    if (/^SQLITE_CONSTRAINT/.test(codeOf(error)))
      throw new ConstraintError((error as Error).message, { cause: error });
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code);
}
