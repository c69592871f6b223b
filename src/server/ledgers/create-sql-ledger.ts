import { addDays, createDays } from '../settlement/create-days.js';
import { closeDays } from './close-days.js';
import { createLane } from './create-lane.js';
import { begin } from './commands/begin.js';
import { changePoints } from './commands/change-points.js';
import { claim } from './commands/claim.js';
import { confirmClaim, giveUpClaim } from './commands/confirm-claim.js';
import { holdingOf, holdOf } from './commands/decision.js';
import { expire, extend, release } from './commands/end-hold.js';
import { exchangeCode } from './commands/exchange-code.js';
import { invite } from './commands/invite.js';
import { issue } from './commands/issue.js';
import { post } from './commands/post.js';
import { redeem, redemptionOf } from './commands/redeem.js';
import { reserve } from './commands/reserve.js';
import { reverse } from './commands/reverse.js';
import type { Booking } from './commands/book.js';
import type { Command } from './command.js';
import type { Database, Row } from './database.js';
import { createDocuments } from './documents.js';
import type { AuditEntry, AuditHead, Holding, Ledger, OrderRecord, Reversal } from './ledger.js';
import { createLimits } from './limits.js';
import { createIssuingReader } from './read-issuing.js';
import { readOrders } from './read-orders.js';
import { readReport } from './read-report.js';
import { readStatements } from './read-statements.js';
import { readTransfers } from './read-transfers.js';
import { keyId, type CounterRow, type HoldFacts, type HoldRow, type KeyRow } from './rows.js';
import { factsOf } from './working-set.js';

export interface LedgerOptions {
  /** Whose midnight ends a day of the ledger, as `Asia/Shanghai`. Default `UTC`. */
  readonly timeZone?: string;
  /** How long a hold lives, and how much one extension adds, milliseconds. Default 15 minutes. */
  readonly holdMs?: number;
  /** How long a piece that is paid with money waits for the merchant's confirmation, milliseconds. Default 15 minutes. */
  readonly pendingMs?: number;
  /** Told of each transaction of the lane. */
  readonly onBatch?: (batch: { readonly commands: number; readonly durationMs: number }) => void;
}

const quarterMs = 15 * 60_000;
/** Until then the same idempotency key gives the same answer, and an order that nobody has paid for can be paid. */
const keptMs = 30 * 24 * 60 * 60_000;
/** So much of what is overdue is ended at once; others get their turns between. */
const sweepLimit = 500;

/** Returns a ledger over a database: its rules, which are the same whatever the database is. */
export function createSqlLedger(database: Database, options: LedgerOptions = {}): Ledger {
  const { timeZone = 'UTC', holdMs = quarterMs, pendingMs = quarterMs, onBatch } = options;
  const { select } = database;
  const dayOf = createDays(timeZone);
  const run = createLane(database, onBatch);
  const issuing = createIssuingReader(database);
  const limits = createLimits(database);
  const booking: Booking = {
    dayOf({ now, closedDay }) {
      const today = dayOf(now);
      return today > closedDay ? today : addDays(closedDay, 1);
    },
  };

  async function sweepAll(text: string, commandOf: (id: string) => Command<boolean>): Promise<number> {
    let count = 0;
    for (;;) {
      const due = await select<{ id: string }>(text, [await database.now(), sweepLimit]);
      const ended = (await Promise.all(due.map(({ id }) => run(commandOf(id))))).filter(Boolean).length;
      count += ended;
      // Where another server has ended them all, it goes on with the rest.
      if (due.length < sweepLimit || ended === 0) return count;
    }
  }

  return {
    now: database.now,
    claim: (attempt) => run(claim(attempt, pendingMs)),
    confirmClaim: (attempt) => run(confirmClaim(attempt)),
    changePoints: (attempt) => run(changePoints(attempt)),
    reserve: (attempt) => run(reserve(attempt, holdMs)),
    extend: (attempt) => run(extend(attempt, holdMs)),
    release: (attempt) => run(release(attempt)),
    redeem: (attempt) => run(redeem(attempt, booking)),
    reverse: (attempt) => run(reverse(attempt, booking)),
    begin: (keyed) => run(begin(keyed)),
    issue: (attempt) => run(issue(attempt, dayOf)),
    async exchangeCode(attempt) {
      // What to lock is known when the piece is; of a code that was exchanged already only its key is asked.
      const piece = await issuing.findCode(attempt.code);
      return run(exchangeCode(attempt, piece?.coupon));
    },
    invite: (attempt) => run(invite(attempt)),
    ...issuing,
    post: (attempt) => run(post(attempt, booking)),

    async sweep() {
      const holds = await sweepAll(overdueHolds, expire);
      const claims = await sweepAll(overdueClaims, giveUpClaim);
      await forget();
      return { holds, claims };
    },

    async recall(subject, key) {
      const [row] = await select<KeyRow>('SELECT * FROM idempotency WHERE id = $1', [
        keyId({ subject, key }),
      ]);
      return row && { request: row.request, value: JSON.parse(row.answer) as unknown };
    },

    async holdings(shopper) {
      const [rows, now] = await Promise.all([select<HeldRow>(heldBy, [shopper]), database.now()]);
      return [...rows].sort(byAge).map((row) => heldNow(row, now));
    },

    async counts() {
      const rows = await select<CounterRow>('SELECT coupon, granted, spent FROM counter WHERE granted > 0');
      return new Map(rows.map(({ coupon, granted, spent }) => [coupon, { granted, spent }]));
    },

    async points(shopper) {
      const [row] = await select<{ points: number }>('SELECT points FROM account WHERE shopper = $1', [
        shopper,
      ]);
      return { points: row?.points ?? 0 };
    },

    findOrder,

    closeDays: async () => closeDays(database, dayOf(await database.now())),
    statements: (period) => readStatements(database, period),
    transfers: (period, after, limit) => readTransfers(database, period, after, limit),
    orders: (period) => readOrders(database, period),
    report: () => readReport(database),

    guess: limits.guess,
    takeTokens: limits.takeTokens,
    documents: createDocuments(database),

    async audit(after = 0, limit = 1_000) {
      return select<AuditEntry & Record<string, string | number>>(
        'SELECT sequence, at, events, previous, hash FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT $2',
        [after, limit],
      );
    },
    async auditHead() {
      const [head] = await select<AuditHead & Row>('SELECT sequence, hash FROM audit_head');
      return head!;
    },
    close: database.close,
  };

  async function findOrder(id: string): Promise<OrderRecord | undefined> {
    const [[row], reversals, now] = await Promise.all([
      select<HoldRow & HoldFacts>('SELECT * FROM hold WHERE id = $1', [id]),
      select<{ content: string }>('SELECT content FROM reversal WHERE hold = $1 ORDER BY ordinal', [id]),
      database.now(),
    ]);
    if (!row) return undefined;
    const facts = factsOf(row);
    const { shopper, cartHash, order, parts } = facts;
    const isOverdue = row.state === 'reserved' && row.until <= now;
    return {
      hold: holdOf(isOverdue ? { ...row, state: 'expired' } : row),
      shopper,
      cartHash,
      order: order!,
      parts,
      ...(row.order_id !== null && { redemption: redemptionOf(row, facts) }),
      reversals: reversals.map(({ content }) => JSON.parse(content) as Reversal),
    };
  }

  async function forget(): Promise<void> {
    const until = (await database.now()) - keptMs;
    for (const what of forgettable) {
      const old = await select(`SELECT id FROM ${what} LIMIT 1`, [until]);
      if (old.length > 0) await database.transact(({ execute }) => execute(`DELETE FROM ${what}`, [until]));
    }
  }
}

/** Keys, and holds that nobody has paid for, with all that was in their carts. */
const forgettable = [
  'idempotency WHERE at < $1',
  "hold WHERE state IN ('released', 'expired') AND until < $1",
] as const;

const overdueHolds = "SELECT id FROM hold WHERE state = 'reserved' AND until <= $1 ORDER BY until LIMIT $2";
const overdueClaims = "SELECT id FROM claim WHERE state = 'pending' AND until <= $1 ORDER BY until LIMIT $2";

type HeldRow = Parameters<typeof holdingOf>[0] & {
  readonly ordinal: number;
  readonly hold_until: number | null;
};

/** Only what is asked for: a quote reads it each time. For the same reason the database does not sort. */
const heldBy = `SELECT id, coupon, state, claimed_at, until, hold, ordinal, valid_until, balance,
    CASE state WHEN 'reserved' THEN (SELECT hold.until FROM hold WHERE hold.id = claim.hold) END AS hold_until
  FROM claim WHERE shopper = $1 AND state <> 'given-up'`;

function byAge(a: HeldRow, b: HeldRow): number {
  return a.claimed_at - b.claimed_at || a.ordinal - b.ordinal || (a.id < b.id ? -1 : 1);
}

/** A piece as it is now: what is overdue has ended, whether somebody has swept or not. */
function heldNow(row: HeldRow, now: number): Holding {
  if (row.state !== 'reserved') return holdingOf(row);
  return row.hold_until! <= now
    ? holdingOf({ ...row, state: 'held', hold: null })
    : holdingOf({ ...row, until: row.hold_until });
}
