/**
 * The tables of the ledger, in the SQL that SQLite and PostgreSQL share. Amounts and instants are 64-bit integers, JSON is text. CHECK and UNIQUE are the
 * second wall: should a decision ever be wrong, its commit fails and nothing is granted.
 *
 * Versions are only ever added: a store is brought from its own version to the last one in one transaction.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE counter (
      coupon TEXT PRIMARY KEY,
      granted BIGINT NOT NULL CHECK (granted >= 0),
      stock BIGINT CHECK (stock IS NULL OR granted <= stock),
      spent BIGINT NOT NULL CHECK (spent >= 0),
      budget BIGINT CHECK (budget IS NULL OR spent <= budget)
    )`,
    `CREATE TABLE account (
      shopper TEXT PRIMARY KEY,
      points BIGINT NOT NULL CHECK (points >= 0),
      holds BIGINT NOT NULL CHECK (holds BETWEEN 0 AND 5)
    )`,
    // An ordinal counts a shopper's pieces of a coupon; one that was given up has none any more.
    `CREATE TABLE claim (
      id TEXT PRIMARY KEY,
      coupon TEXT NOT NULL,
      shopper TEXT NOT NULL,
      ordinal BIGINT CHECK (ordinal >= 1),
      state TEXT NOT NULL CHECK (state IN ('pending', 'held', 'reserved', 'used', 'given-up')),
      claimed_at BIGINT NOT NULL,
      until BIGINT,
      hold TEXT,
      points BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      per_shopper BIGINT NOT NULL,
      UNIQUE (coupon, shopper, ordinal),
      CHECK ((state = 'given-up') = (ordinal IS NULL)),
      CHECK ((state IN ('reserved', 'used')) = (hold IS NOT NULL)),
      CHECK ((state = 'pending') = (until IS NOT NULL)),
      CHECK (ordinal <= per_shopper)
    )`,
    `CREATE INDEX claim_by_shopper ON claim (shopper)`,
    `CREATE UNIQUE INDEX claim_reserved_once ON claim (shopper, coupon) WHERE state = 'reserved'`,
    `CREATE INDEX claim_pending ON claim (until) WHERE state = 'pending'`,
    `CREATE INDEX claim_used ON claim (coupon) WHERE state = 'used'`,
    `CREATE TABLE hold (
      id TEXT PRIMARY KEY,
      shopper TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'released', 'expired', 'reversed')),
      until BIGINT NOT NULL,
      extended BIGINT NOT NULL CHECK (extended IN (0, 1)),
      cart_hash TEXT NOT NULL,
      snapshot TEXT NOT NULL,
      parts TEXT NOT NULL,
      reserved_at BIGINT NOT NULL,
      order_id TEXT UNIQUE,
      redeemed_at BIGINT,
      day TEXT,
      late BIGINT NOT NULL CHECK (late IN (0, 1)),
      mode TEXT,
      CHECK ((state IN ('redeemed', 'reversed')) = (order_id IS NOT NULL)),
      CHECK ((order_id IS NULL) = (redeemed_at IS NULL)),
      CHECK ((order_id IS NULL) = (day IS NULL))
    )`,
    `CREATE INDEX hold_live ON hold (shopper) WHERE state = 'reserved'`,
    `CREATE INDEX hold_due ON hold (until) WHERE state = 'reserved'`,
    `CREATE INDEX hold_unpaid ON hold (until) WHERE state IN ('released', 'expired')`,
    `CREATE INDEX hold_by_day ON hold (day)`,
    `CREATE TABLE reversal (
      id TEXT PRIMARY KEY,
      hold TEXT NOT NULL REFERENCES hold (id),
      ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
      at BIGINT NOT NULL,
      content TEXT NOT NULL,
      UNIQUE (hold, ordinal)
    )`,
    `CREATE TABLE transfer (
      id TEXT PRIMARY KEY,
      journal TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('redemption', 'reversal', 'adjustment', 'payout')),
      at BIGINT NOT NULL,
      day TEXT NOT NULL,
      order_id TEXT,
      coupon TEXT,
      debit TEXT NOT NULL,
      credit TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      currency TEXT NOT NULL,
      note TEXT,
      CHECK (debit <> credit)
    )`,
    `CREATE INDEX transfer_by_time ON transfer (day, at, id)`,
    `CREATE INDEX transfer_by_order ON transfer (order_id)`,
    // Every transfer has a shop on one side at least; what statements sum up is read from these two alone.
    ...(['credit', 'debit'] as const).map((own) => {
      const other = own === 'credit' ? 'debit' : 'credit';
      return `CREATE INDEX transfer_by_${own} ON transfer (day, ${own}, kind, ${other}, currency, coupon, amount)
        WHERE substr(${own}, 1, 5) = 'shop:'`;
    }),
    // The last day that is closed for booking (whoever books has read it under a lock), and the last one that has its statements.
    `CREATE TABLE closing (id TEXT PRIMARY KEY CHECK (id IN ('closing', 'statements')), day TEXT NOT NULL)`,
    `INSERT INTO closing (id, day) VALUES ('closing', '0000-00-00'), ('statements', '0000-00-00')`,
    `CREATE TABLE statement (
      shop TEXT NOT NULL,
      day TEXT NOT NULL,
      currency TEXT NOT NULL,
      opening BIGINT NOT NULL,
      redemptions BIGINT NOT NULL,
      reversals BIGINT NOT NULL,
      adjustments BIGINT NOT NULL,
      payouts BIGINT NOT NULL,
      closing BIGINT NOT NULL,
      paid BIGINT NOT NULL,
      borne_by_shop BIGINT NOT NULL,
      PRIMARY KEY (shop, currency, day),
      CHECK (opening + redemptions - reversals + adjustments - payouts = closing)
    )`,
    `CREATE INDEX statement_by_day ON statement (day)`,
    `CREATE TABLE coupon_statement (
      coupon TEXT NOT NULL,
      day TEXT NOT NULL,
      currency TEXT NOT NULL,
      amount BIGINT NOT NULL,
      platform BIGINT NOT NULL,
      PRIMARY KEY (coupon, currency, day)
    )`,
    `CREATE TABLE idempotency (
      id TEXT PRIMARY KEY,
      request TEXT NOT NULL,
      answer TEXT NOT NULL,
      at BIGINT NOT NULL
    )`,
    `CREATE INDEX idempotency_by_time ON idempotency (at)`,
    `CREATE TABLE guess (subject TEXT NOT NULL, at BIGINT NOT NULL)`,
    `CREATE INDEX guess_by_subject ON guess (subject, at)`,
    `CREATE INDEX guess_by_time ON guess (at)`,
    `CREATE TABLE bucket (
      subject TEXT PRIMARY KEY,
      tokens DOUBLE PRECISION NOT NULL,
      at BIGINT NOT NULL,
      full_at BIGINT NOT NULL
    )`,
    `CREATE INDEX bucket_by_full ON bucket (full_at)`,
    `CREATE TABLE document (name TEXT PRIMARY KEY, value TEXT NOT NULL, version BIGINT NOT NULL)`,
    `CREATE TABLE audit (
      sequence BIGINT PRIMARY KEY,
      at BIGINT NOT NULL,
      events TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE
    )`,
    `CREATE TABLE audit_head (id TEXT PRIMARY KEY CHECK (id = 'head'), sequence BIGINT NOT NULL, hash TEXT NOT NULL)`,
    `INSERT INTO audit_head (id, sequence, hash) VALUES ('head', 0, '${'0'.repeat(64)}')`,
  ],
  [
    `ALTER TABLE claim ADD COLUMN valid_until BIGINT`,
    `ALTER TABLE claim ADD COLUMN campaign TEXT`,
    `ALTER TABLE claim ADD COLUMN balance BIGINT CHECK (balance >= 0)`,
    // A campaign's own, and one for each of its prizes.
    `CREATE TABLE campaign_counter (
      id TEXT PRIMARY KEY,
      campaign TEXT NOT NULL,
      prize TEXT NOT NULL,
      issued BIGINT NOT NULL CHECK (issued >= 0),
      stock BIGINT CHECK (stock IS NULL OR issued <= stock),
      spent BIGINT NOT NULL CHECK (spent >= 0),
      budget BIGINT CHECK (budget IS NULL OR spent <= budget)
    )`,
    `CREATE TABLE invitation (
      code TEXT PRIMARY KEY,
      campaign TEXT NOT NULL,
      shopper TEXT NOT NULL,
      content TEXT NOT NULL,
      digest TEXT NOT NULL,
      at BIGINT NOT NULL,
      UNIQUE (shopper, campaign, digest)
    )`,
    `CREATE TABLE issue (
      id TEXT PRIMARY KEY,
      campaign TEXT NOT NULL,
      shopper TEXT NOT NULL,
      ordinal BIGINT NOT NULL CHECK (ordinal >= 1),
      per_shopper BIGINT,
      day TEXT NOT NULL,
      day_ordinal BIGINT NOT NULL CHECK (day_ordinal >= 1),
      per_day BIGINT,
      at BIGINT NOT NULL,
      occasion TEXT,
      invitation TEXT REFERENCES invitation (code),
      prize TEXT,
      points BIGINT NOT NULL CHECK (points >= 0),
      claims TEXT NOT NULL,
      UNIQUE (campaign, shopper, ordinal),
      UNIQUE (campaign, shopper, day, day_ordinal),
      UNIQUE (campaign, occasion),
      CHECK (ordinal <= per_shopper),
      CHECK (day_ordinal <= per_day)
    )`,
    `CREATE INDEX issue_by_shopper ON issue (shopper)`,
    `CREATE UNIQUE INDEX issue_invited_once ON issue (campaign, shopper) WHERE invitation IS NOT NULL`,
    `CREATE INDEX issue_by_invitation ON issue (invitation) WHERE invitation IS NOT NULL`,
  ],
];

/**
 * Returns what brings a store of this version to the last one, in order; nothing where it is there.
 * @throws Error where the store was written by a newer couponkit
 */
export function migrationsAfter(version: number): readonly string[] {
  if (version > migrations.length) {
    throw new Error(`the store is of version ${version}, newer than this couponkit understands`);
  }
  return migrations.slice(version).flat();
}

/** What is only ever added to; each database has its own way of refusing a change. */
export const appendOnlyTables = [
  'transfer',
  'reversal',
  'statement',
  'coupon_statement',
  'audit',
  'issue',
  'invitation',
] as const;
