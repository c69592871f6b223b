import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseError, Pool, types, type PoolClient, type QueryResult } from 'pg';
import { createSqlLedger, type LedgerOptions } from './create-sql-ledger.js';
import { ConstraintError, type Database, type Parameter, type Row, type Transaction } from './database.js';
import { LedgerUnavailableError, type Ledger } from './ledger.js';
import { appendOnlyTables, migrations, migrationsAfter } from './schema.js';

export interface PostgresOptions extends LedgerOptions {
  /** How many connections this process may hold. Default 10. */
  readonly connections?: number;
  /** Milliseconds since the epoch, for tests; default: the database's own clock, which all instances share. */
  readonly now?: () => number;
}

/** For a connection, new or of the pool's own, milliseconds. */
const connectTimeoutMs = 5_000;
/** A database that says nothing at all, as one whose machine is gone, milliseconds. Longer than what it bounds itself. */
const silenceTimeoutMs = 15_000;
/** Connecting takes longer than most transactions: one that is idle is kept for so long, milliseconds. */
const idleTimeoutMs = 5 * 60_000;
/** For a database that is starting up, milliseconds. */
const startingTimeoutMs = 30_000;
const startingPauseMs = 200;
/** What it says then (`cannot_connect_now`). */
const startingUp = '57P03';
/** Any constant of our own: who migrates holds this lock. */
const migrationLock = 7_316_552_104;

/**
 * Settings stand in each transaction, not in the session, so that a pooler may give each transaction another one: all of it is one message, sent together with the
 * first statement. What transactions read they find by keys; but a plan is made once and kept, and one that is made while the tables are empty would read
 * all of them from end to end ever after (until they are next analyzed).
 */
const begin = [
  'BEGIN ISOLATION LEVEL READ COMMITTED',
  'SET LOCAL lock_timeout = 2000',
  'SET LOCAL statement_timeout = 10000',
  'SET LOCAL idle_in_transaction_session_timeout = 10000',
  'SET LOCAL enable_seqscan = off',
  'SET LOCAL jit = off',
].join('; ');
const beginQuick = `${begin}; SET LOCAL synchronous_commit = off`;

/**
 * Opens a ledger in a PostgreSQL database (15 or newer) that any number of instances share; makes and migrates its tables in the first schema of the
 * `search_path`. What is lost (a connection, the server) is connected anew at the next call.
 * @param url `postgres://user:password@host:5432/database?sslmode=verify-full`
 * @throws LedgerUnavailableError where the database cannot be reached; Error where it was written by a newer couponkit
 */
export async function openPostgresLedger(url: string, options: PostgresOptions = {}): Promise<Ledger> {
  return createSqlLedger(await openPostgresDatabase(url, options), options);
}

async function openPostgresDatabase(url: string, options: PostgresOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 10,
    application_name: 'couponkit',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: silenceTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    types: { getTypeParser },
  });
  // One that is lost while idle is replaced when it is needed.
  pool.on('error', () => {});
  const prepare = createNames();
  const { now: clock } = options;
  let closed: Promise<void> | undefined;

  async function select<R extends Row>(
    text: string,
    values: readonly Parameter[] = [],
  ): Promise<readonly R[]> {
    const { rows } = await translated(pool.query<R>(prepare(text, values)));
    return rows;
  }

  const database: Database = {
    select,
    isOneOf,
    now: async () => clock?.() ?? (await select<{ now: number }>(nowText))[0]!.now,

    async transact(work, { durable = true } = {}) {
      const client = await translated(pool.connect());
      /** The first that went wrong: what follows it only says that something did. */
      let failure: unknown;
      const note = (error: unknown): void => void (failure ??= error);
      client.on('error', note);
      const give = <R extends Row>(query: string | ReturnType<typeof prepare>): Promise<QueryResult<R>> => {
        const result = client.query<R>(query);
        result.catch(note);
        return result;
      };
      try {
        void give(durable ? begin : beginQuick);
        const value = await work(createTransaction((text, values) => give(prepare(text, values)), clock));
        // Sent behind whatever was not waited for; PostgreSQL answers ROLLBACK where any of it has failed.
        const { command } = await give('COMMIT');
        if (command !== 'COMMIT') throw new LedgerUnavailableError('the database has rolled back');
        client.release();
        return value;
      } catch (error) {
        client.release(isStalePlan(failure) || !(await hasRolledBack(client)));
        throw failure === undefined ? error : translate(failure);
      } finally {
        client.off('error', note);
      }
    },

    close: () => (closed ??= pool.end()),
  };

  try {
    await whenStarted(() => migrate(database));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

type Give = <R extends Row>(text: string, values?: readonly Parameter[]) => Promise<QueryResult<R>>;

function createTransaction(give: Give, clock: (() => number) | undefined): Transaction {
  return {
    now: async () => clock?.() ?? (await give<{ now: number }>(nowText)).rows[0]!.now,
    select: async <R extends Row>(text: string, parameters?: readonly Parameter[]) =>
      (await give<R>(text, parameters)).rows,

    async lock<R extends Row>(
      table: string,
      key: string,
      keys: readonly string[],
      missing?: (key: string) => R,
    ) {
      if (keys.length === 0) return [];
      const sorted = [...keys].sort();
      // First what is missing, then the locks: who waits for another's new row holds no lock that the other could wait for.
      if (missing) void give(...insertion(table, sorted.map(missing), 'ON CONFLICT DO NOTHING'));
      const { rows } = await give<R>(
        `SELECT * FROM ${table} WHERE ${key} ${isOneOf(1)} ORDER BY ${key} FOR UPDATE`,
        [sorted],
      );
      return rows;
    },

    async insert(table, rows) {
      if (rows.length > 0) await give(...insertion(table, rows));
    },

    async update(table, key, rows, sums = []) {
      if (rows.length === 0) return;
      const columns = Object.keys(rows[0]!).filter((column) => column !== key);
      const changes = columns.map((column) =>
        sums.includes(column)
          ? `${column} = ${table}.${column} + given.${column}`
          : `${column} = given.${column}`,
      );
      // The keys stand there twice, so that the table is read by its index whatever is thought of the join.
      await give(
        `UPDATE ${table} SET ${changes.join(', ')}
         FROM json_populate_recordset(NULL::${table}, $1::json) AS given
         WHERE ${table}.${key} = given.${key} AND ${table}.${key} ${isOneOf(2)}`,
        [JSON.stringify(rows), rows.map((row) => row[key] as string)],
      );
    },

    execute: async (text, parameters) => void (await give(text, parameters)),
    appendAudit: async (at, events) => void (await give(appendAuditText, [at, events])),
  };
}

/** Any number of rows in one statement. */
function insertion(table: string, rows: readonly Row[], rest = ''): [text: string, values: [string]] {
  const columns = Object.keys(rows[0]!).join(', ');
  return [
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json) ${rest}`,
    [JSON.stringify(rows)],
  ];
}

const nowText = 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now';

/** The head is read under its lock, so that entries follow each other whoever writes them. */
const appendAuditText = `
  WITH head AS (SELECT sequence, hash FROM audit_head WHERE id = 'head' FOR UPDATE),
  moved AS (
    UPDATE audit_head SET
      sequence = head.sequence + 1,
      hash = encode(sha256(convert_to(head.hash || E'\\n' || $1::bigint || E'\\n' || $2::text, 'UTF8')), 'hex')
    FROM head
    WHERE id = 'head'
    RETURNING audit_head.sequence, head.hash AS previous, audit_head.hash
  )
  INSERT INTO audit (sequence, at, events, previous, hash)
  SELECT sequence, $1::bigint, $2::text, previous, hash FROM moved`;

function isOneOf(parameter: number): string {
  return `= ANY ($${parameter}::text[])`;
}

/** Integers of 64 bits, and sums of them, come as numbers: amounts and instants are safe ones. */
const getTypeParser: typeof types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === types.builtins.INT8 || type === types.builtins.NUMERIC
    ? Number
    : types.getTypeParser(type, format);

/** Returns what names each statement, so that each connection parses and plans it once. */
function createNames() {
  const names = new Map<string, string>();
  return (text: string, values: readonly Parameter[] = []) => {
    const name = names.get(text) ?? `couponkit_${names.size}`;
    names.set(text, name);
    return { name, text, values: [...values] };
  };
}

async function hasRolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** A database that comes up at the same time, as after a power cut, is waited for. */
async function whenStarted(act: () => Promise<void>): Promise<void> {
  const until = performance.now() + startingTimeoutMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const isStarting = ((error as Error).cause as { code?: unknown } | undefined)?.code === startingUp;
      if (!isStarting || performance.now() > until) throw error;
      await wait(startingPauseMs);
    }
  }
}

/** Several instances may start at once: one migrates, the others wait for it and find nothing to do. */
async function migrate(database: Database): Promise<void> {
  await database.transact(async ({ select, execute }) => {
    await select('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    const [found] = await select<{ name: string | null }>(
      "SELECT to_regclass('schema_version')::text AS name",
    );
    const [row] = found!.name ? await select<{ version: number }>('SELECT version FROM schema_version') : [];
    const version = row?.version ?? 0;
    const missing = migrationsAfter(version);
    if (missing.length === 0) return;
    if (!row) {
      await execute('CREATE TABLE schema_version (version BIGINT NOT NULL)');
      await execute('INSERT INTO schema_version (version) VALUES (0)');
    }
    for (const text of missing) await execute(text);
    await execute(refuseChange);
    for (const table of appendOnlyTables) await execute(appendOnly(table));
    await execute('UPDATE schema_version SET version = $1', [migrations.length]);
  });
}

const refuseChange = `
  CREATE OR REPLACE FUNCTION couponkit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$`;

function appendOnly(table: string): string {
  return `CREATE OR REPLACE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION couponkit_refuse_change()`;
}

async function translated<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw translate(error);
  }
}

/** Says of a fault of the database, or of the way to it, what it means to the ledger. */
function translate(error: unknown): unknown {
  const { message } = error as Error;
  const unavailable = new LedgerUnavailableError(`the database: ${message}`, { cause: error });
  // What the client itself says is always of its connection.
  if (!(error instanceof DatabaseError)) return unavailable;
  const { code = '' } = error;
  // Class 22 is what no column takes, such as text with U+0000.
  if (/^2[23]/.test(code)) return new ConstraintError(message, { cause: error });
  return passing.test(code) || isStalePlan(error) ? unavailable : error;
}

/**
 * Connections (08), resources (53), an operator or a timeout (57), the system under it (58); a serialization failure, a deadlock, a lock not had in time; the session ended for
 * its idleness; a server that only reads, as one that was not yet promoted.
 */
const passing = /^(08|53|57|58)|^(40001|40P01|55P03|25P03|25P04|25006)$/;

/** A newer couponkit has changed a table under a statement that this connection has prepared. */
function isStalePlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '0A000' && error.message.includes('cached plan');
}
