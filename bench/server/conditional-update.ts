import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Contender } from './contender.js';

const take = {
  name: 'take',
  text: 'UPDATE peer_counter SET granted = granted + 1 WHERE coupon = $1 AND granted < stock RETURNING granted',
};
const insert = {
  name: 'insert',
  text: 'INSERT INTO peer_claim (id, coupon, shopper) VALUES ($1, $2, $3)',
};
/** Both in one: the counter is locked for the time of the commit only. */
const takeAndInsert = {
  name: 'take-and-insert',
  text: `WITH taken AS (
      UPDATE peer_counter SET granted = granted + 1 WHERE coupon = $1 AND granted < stock RETURNING granted
    )
    INSERT INTO peer_claim (id, coupon, shopper) SELECT $2, $1, $3 FROM taken`,
};

/**
 * What one writes first, and what is right: an UPDATE that holds only where there are pieces left, and an INSERT, in one transaction a try. Statements are prepared, and sent
 * ahead where nothing has to be known before (the same driver as ours, pipelining too).
 * @param form `transaction`: BEGIN and UPDATE, then INSERT and COMMIT; `statement`: everything in one, of a transaction of its own
 */
export async function openConditionalUpdate(
  url: string,
  form: 'transaction' | 'statement',
  connections = 20,
): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: connections, pipeline: true });
  // What ends a benchmark is said by the query that fails.
  pool.on('error', () => {});
  await pool.query(
    'CREATE TABLE IF NOT EXISTS peer_counter (coupon text PRIMARY KEY, granted int NOT NULL, stock int NOT NULL)',
  );
  await pool.query(
    'CREATE TABLE IF NOT EXISTS peer_claim (id text PRIMARY KEY, coupon text NOT NULL, shopper text NOT NULL, UNIQUE (coupon, shopper))',
  );

  async function claimInTransaction(coupon: string, shopper: string): Promise<boolean> {
    const client = await pool.connect();
    try {
      const [, { rowCount }] = await Promise.all([
        client.query('BEGIN'),
        client.query({ ...take, values: [coupon] }),
      ]);
      if (rowCount === 0) {
        await client.query('ROLLBACK');
        return false;
      }
      await Promise.all([
        client.query({ ...insert, values: [randomUUID(), coupon, shopper] }),
        client.query('COMMIT'),
      ]);
      return true;
    } finally {
      client.release();
    }
  }

  async function claimInStatement(coupon: string, shopper: string): Promise<boolean> {
    const { rowCount } = await pool.query({ ...takeAndInsert, values: [coupon, randomUUID(), shopper] });
    return rowCount === 1;
  }

  return {
    name: form === 'transaction' ? 'conditional UPDATE' : 'conditional UPDATE, one statement',
    async open(coupon, stock) {
      await pool.query('INSERT INTO peer_counter VALUES ($1, 0, $2)', [coupon, stock]);
    },
    claim: form === 'transaction' ? claimInTransaction : claimInStatement,
    async count(coupon) {
      const { rows } = await pool.query<{ count: string }>(
        'SELECT count(*) FROM peer_claim WHERE coupon = $1',
        [coupon],
      );
      return Number(rows[0]!.count);
    },
    close: () => pool.end(),
  };
}
