import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import { gather } from '../gather.js';
import {
  LedgerUnavailableError,
  type ClaimAttempt,
  type ClaimDecision,
  type Guess,
  type GuessDecision,
  type Holding,
  type Ledger,
  type Recalled,
} from './ledger.js';

/** Waiting for another process on the same file, milliseconds. */
const busyTimeoutMs = 5_000;
/** Until then the same idempotency key gives the same answer. */
const keysKeptMs = 30 * 24 * 60 * 60_000;

/**
 * A ledger in one file on this machine's disk. Several processes may share the file. A write-ahead log, synced at each commit,
 * so that an acknowledged claim survives `kill -9` and a power cut; the write lock is taken before anything is read,
 * so that what a decision rests on cannot change under it.
 * @param path where the file is or shall be; its folder must exist
 * @param now milliseconds since the epoch; for tests
 * @throws Error where the file cannot be opened, or was written by a newer couponkit
 */
export function openLibsqlLedger(path: string, now: () => number = Date.now): Ledger {
  const database = new Database(path, { timeout: busyTimeoutMs });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  migrate(database);
  database.prepare('DELETE FROM idempotency WHERE at < ?').run(now() - keysKeptMs);

  const count = database.prepare('SELECT granted FROM counter WHERE coupon = ?');
  const setCount = database.prepare(
    `INSERT INTO counter (coupon, granted, stock) VALUES (?, ?, ?)
     ON CONFLICT (coupon) DO UPDATE SET granted = excluded.granted, stock = excluded.stock`,
  );
  const own = database.prepare('SELECT count(*) AS count FROM claim WHERE coupon = ? AND shopper = ?');
  const insertClaim = database.prepare(
    'INSERT INTO claim (id, coupon, shopper, ordinal, at) VALUES (?, ?, ?, ?, ?)',
  );
  const insertKey = database.prepare(
    'INSERT INTO idempotency (shopper, key, request, claim, at) VALUES (?, ?, ?, ?, ?)',
  );
  const findKey = database.prepare(
    `SELECT idempotency.request, claim.id, claim.coupon, claim.at
     FROM idempotency JOIN claim ON claim.id = idempotency.claim
     WHERE idempotency.shopper = ? AND idempotency.key = ?`,
  );
  const selectHoldings = database.prepare(
    'SELECT id, coupon, at FROM claim WHERE shopper = ? ORDER BY at, rowid',
  );
  const selectCounts = database.prepare('SELECT coupon, granted FROM counter');
  const forgetGuesses = database.prepare('DELETE FROM guess WHERE at <= ?');
  const selectGuesses = database.prepare(
    'SELECT at FROM guess WHERE subject = ? AND at > ? ORDER BY at DESC',
  );
  const insertGuess = database.prepare('INSERT INTO guess (subject, at) VALUES (?, ?)');

  const decideAll = database.transaction((attempts: readonly ClaimAttempt[]) => attempts.map(decide));
  const claim = gather((attempts: readonly ClaimAttempt[]) => retryable(() => decideAll.immediate(attempts)));

  function decide(attempt: ClaimAttempt): ClaimDecision {
    const { coupon, shopper, stock, perShopper, key, request, at } = attempt;
    const before = recalled(shopper, key);
    if (before) {
      return before.request === request
        ? { state: 'replayed', holding: before.holding }
        : { state: 'key-reused' };
    }
    const owned = (own.get(coupon, shopper) as { count: number }).count;
    if (owned >= perShopper) return { state: 'shopper-limit' };
    const granted = (count.get(coupon) as { granted: number } | undefined)?.granted ?? 0;
    if (stock !== undefined && granted >= stock) return { state: 'sold-out' };
    const holding: Holding = { id: randomUUID(), coupon, claimedAt: at };
    setCount.run(coupon, granted + 1, stock ?? null);
    insertClaim.run(holding.id, coupon, shopper, owned + 1, at);
    insertKey.run(shopper, key, request, holding.id, at);
    return { state: 'granted', holding };
  }

  function recalled(shopper: string, key: string): Recalled | undefined {
    const row = findKey.get(shopper, key) as (ClaimRow & { request: string }) | undefined;
    return row && { request: row.request, holding: holdingOf(row) };
  }

  const countGuess = database.transaction(({ subjects, wrong, windowMs, at }: Guess): GuessDecision => {
    const since = at - windowMs;
    const waits = subjects.map(({ name, limit }) => {
      const guesses = selectGuesses.all(name, since) as { at: number }[];
      const oldest = guesses[limit - 1];
      return oldest ? oldest.at - since : 0;
    });
    const retryAfterMs = Math.max(0, ...waits);
    if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
    if (wrong) {
      forgetGuesses.run(since);
      for (const { name } of subjects) insertGuess.run(name, at);
    }
    return { allowed: true };
  });

  return {
    claim,
    recall: async (shopper, key) => retryable(() => recalled(shopper, key)),
    holdings: async (shopper) =>
      retryable(() => (selectHoldings.all(shopper) as ClaimRow[]).map((row) => holdingOf(row))),
    granted: async () =>
      retryable(
        () =>
          new Map(
            (selectCounts.all() as { coupon: string; granted: number }[]).map((row) => [
              row.coupon,
              row.granted,
            ]),
          ),
      ),
    guess: async (guess) => retryable(() => countGuess.immediate(guess)),
    close: async () => {
      database.close();
    },
  };
}

interface ClaimRow {
  readonly id: string;
  readonly coupon: string;
  readonly at: number;
}

function holdingOf({ id, coupon, at }: ClaimRow): Holding {
  return { id, coupon, claimedAt: at };
}

/** CHECK and UNIQUE are the second wall: should a decision ever be wrong, its commit fails and nothing is granted. */
const schema = `
  CREATE TABLE counter (
    coupon TEXT PRIMARY KEY,
    granted INTEGER NOT NULL CHECK (granted >= 0),
    stock INTEGER CHECK (stock IS NULL OR granted <= stock)
  ) STRICT;
  CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    coupon TEXT NOT NULL,
    shopper TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    at INTEGER NOT NULL,
    UNIQUE (coupon, shopper, ordinal)
  ) STRICT;
  CREATE INDEX claim_by_shopper ON claim (shopper);
  CREATE TABLE idempotency (
    shopper TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    claim TEXT NOT NULL REFERENCES claim (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (shopper, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE guess (subject TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX guess_by_subject ON guess (subject, at);
  CREATE INDEX guess_by_time ON guess (at);
`;
const schemaVersion = 1;

function migrate(database: Database.Database): void {
  database
    .transaction(() => {
      const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
      if (row.user_version > schemaVersion) {
        throw new Error(`the store is of version ${row.user_version}, newer than this couponkit understands`);
      }
      if (row.user_version === 0) {
        database.exec(schema);
        database.exec(`PRAGMA user_version = ${schemaVersion}`);
      }
    })
    .immediate();
}

/** Says of a fault that the same call may be repeated, where it may. */
function retryable<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && /^SQLITE_(BUSY|LOCKED)/.test(code)) {
      throw new LedgerUnavailableError('the store is busy', { cause: error });
    }
    throw error;
  }
}
