import { gather } from '../gather.js';
import type { Database, Row, Transaction } from './database.js';
import {
  LedgerUnavailableError,
  type Guess,
  type GuessDecision,
  type Ledger,
  type TokenRequest,
} from './ledger.js';

/** So many are decided in one transaction at the most. */
const maxBatch = 256;
/** Full buckets and old guesses are forgotten once in so many transactions. */
const forgetEvery = 256;
/** So many buckets at once. */
const maxForgotten = 1000;
/** A bucket that has been full for so long is not in use any more, milliseconds. */
const unusedMs = 60_000;

/**
 * The limits that all servers of a store share: token buckets, and guesses within a sliding window. What comes together is decided in one transaction, in the
 * order of arrival. It need not outlive the machine: after a power cut a bucket may be fuller than it was.
 */
export function createLimits(database: Database): Pick<Ledger, 'takeTokens' | 'guess'> {
  return {
    takeTokens: createLane(
      (requests: readonly TokenRequest[]) => takeAll(database, requests),
      () => forgetBuckets(database),
    ),
    guess: createLane(
      (guesses: readonly Guess[]) => guessAll(database, guesses),
      (guesses) => forgetGuesses(database, windowOf(guesses)),
    ),
  };
}

/** @param forget comes before a batch, so that its fault is that of a batch of which nothing has happened */
function createLane<Input, Output>(
  decide: (batch: readonly Input[]) => Promise<readonly Output[]>,
  forget: (batch: readonly Input[]) => Promise<void>,
): (input: Input) => Promise<Output> {
  let batches = 0;
  return gather(async (batch) => {
    if (batches++ % forgetEvery === 0) await forget(batch);
    return decide(batch);
  }, maxBatch);
}

interface BucketRow extends Row {
  readonly subject: string;
  readonly tokens: number;
  readonly at: number;
  /** From then on it is like one that nobody has used. */
  readonly full_at: number;
}

const quick = { durable: false } as const;

function takeAll(database: Database, requests: readonly TokenRequest[]): Promise<readonly number[]> {
  const bursts = new Map(requests.map(({ subject, burst }) => [subject, burst]));
  return database.transact(async (transaction) => {
    const [buckets, now] = await lockBuckets(transaction, [...bursts.keys()], (subject) => ({
      subject,
      tokens: bursts.get(subject)!,
      at: 0,
      full_at: 0,
    }));
    const waits = requests.map((request) => {
      const [bucket, waitMs] = take(request, buckets.get(request.subject)!, now);
      buckets.set(request.subject, bucket);
      return waitMs;
    });
    await transaction.update('bucket', 'subject', [...buckets.values()]);
    return waits;
  }, quick);
}

/** Returns the buckets, and the store's clock when they were locked. */
async function lockBuckets(
  transaction: Transaction,
  subjects: readonly string[],
  missing: (subject: string) => BucketRow,
): Promise<[buckets: Map<string, BucketRow>, now: number]> {
  for (let tries = 1; ; tries++) {
    const [rows, now] = await Promise.all([
      transaction.lock<BucketRow>('bucket', 'subject', subjects, missing),
      transaction.now(),
    ]);
    if (rows.length === subjects.length) return [new Map(rows.map((row) => [row.subject, row])), now];
    // Another server has forgotten one between its being found and its being locked: it is made anew.
    if (tries === 3)
      throw new LedgerUnavailableError('another server forgets buckets as fast as they are made');
  }
}

function take(
  { subject, tokens, burst, perMinute }: TokenRequest,
  bucket: BucketRow,
  now: number,
): [bucket: BucketRow, waitMs: number] {
  const perMs = perMinute / 60_000;
  // Nothing flows in while a clock goes back.
  const at = Math.max(now, bucket.at);
  const before = Math.min(burst, bucket.tokens + (at - bucket.at) * perMs);
  const after = before >= tokens ? before - tokens : before;
  return [
    { subject, tokens: after, at, full_at: at + Math.ceil((burst - after) / perMs) },
    before >= tokens ? 0 : Math.ceil((tokens - before) / perMs),
  ];
}

/** Locks what it deletes in the order in which all others do. */
async function forgetBuckets(database: Database): Promise<void> {
  const before = (await database.now()) - unusedMs;
  const unused = await database.select<Pick<BucketRow, 'subject'>>(
    'SELECT subject FROM bucket WHERE full_at < $1 LIMIT $2',
    [before, maxForgotten],
  );
  if (unused.length === 0) return;
  await database.transact(async (transaction) => {
    const subjects = unused.map(({ subject }) => subject);
    const locked = await transaction.lock<BucketRow>('bucket', 'subject', subjects);
    // Some may have been used meanwhile.
    const still = locked.filter(({ full_at }) => full_at < before).map(({ subject }) => subject);
    await transaction.execute(`DELETE FROM bucket WHERE subject ${database.isOneOf(1)}`, [still]);
  }, quick);
}

function guessAll(database: Database, guesses: readonly Guess[]): Promise<readonly GuessDecision[]> {
  const names = [...new Set(guesses.flatMap(({ subjects }) => subjects.map(({ name }) => name)))];
  return database.transact(async (transaction) => {
    const now = await lockGuessers(transaction, names);
    const rows = await transaction.select<GuessRow>(
      `SELECT subject, at FROM guess WHERE subject ${database.isOneOf(1)} AND at > $2 ORDER BY at`,
      [names, now - windowOf(guesses)],
    );
    const made = new Map(names.map((name) => [name, [] as number[]]));
    for (const { subject, at } of rows) made.get(subject)!.push(at);
    const wrong: GuessRow[] = [];
    const decisions = guesses.map((guess): GuessDecision => {
      const retryAfterMs = waitOf(guess, made, now);
      if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
      for (const { name } of guess.wrong ? guess.subjects : []) {
        made.get(name)!.push(now);
        wrong.push({ subject: name, at: now });
      }
      return { allowed: true };
    });
    await transaction.insert('guess', wrong);
    return decisions;
  }, quick);
}

interface GuessRow extends Row {
  readonly subject: string;
  readonly at: number;
}

function windowOf(guesses: readonly Guess[]): number {
  return Math.max(...guesses.map(({ windowMs }) => windowMs));
}

/** Two servers must not count the same subject's guesses at once: each subject has a bucket, for its lock only. Returns the store's clock. */
async function lockGuessers(transaction: Transaction, names: readonly string[]): Promise<number> {
  const subjects = names.map((name) => `guess:${name}`);
  const [, now] = await lockBuckets(transaction, subjects, (subject) => ({
    subject,
    tokens: 0,
    at: 0,
    full_at: 0,
  }));
  return now;
}

/** Until so many of the subject's guesses are out of the window that one more is within the limit, milliseconds. */
function waitOf(
  { subjects, windowMs }: Guess,
  made: ReadonlyMap<string, readonly number[]>,
  now: number,
): number {
  const waits = subjects.map(({ name, limit }) => {
    const last = made.get(name)!.at(-limit);
    return last === undefined ? 0 : last + windowMs - now;
  });
  return Math.max(0, ...waits);
}

async function forgetGuesses(database: Database, windowMs: number): Promise<void> {
  await database.transact(async (transaction) => {
    // One server at a time, since they would lock the same rows.
    const now = await lockGuessers(transaction, ['forget']);
    await transaction.execute('DELETE FROM guess WHERE at <= $1', [now - windowMs]);
  }, quick);
}
