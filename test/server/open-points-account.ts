import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { PointsAccount, PointsPayment } from '../../src/server/index.js';

/** A shop's own points, in a file of their own: what `PointsAccount` asks, in some forty lines. */
export interface OwnPoints extends PointsAccount {
  /** By the merchant, out of band. */
  set(shopper: string, points: number): void;
  /** Payments that stand, with their points. */
  payments(): readonly number[];
  close(): void;
}

export function openPointsAccount(): OwnPoints {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-points-'));
  const database = new Database(join(folder, 'points.db'));
  database.exec(`
    CREATE TABLE balance (shopper TEXT PRIMARY KEY, points INTEGER NOT NULL CHECK (points >= 0));
    CREATE TABLE payment (key TEXT PRIMARY KEY, points INTEGER NOT NULL);
    CREATE TABLE gift (key TEXT PRIMARY KEY);`);
  const read = database.prepare('SELECT points FROM balance WHERE shopper = ?');
  const write = database.prepare('INSERT OR REPLACE INTO balance VALUES (?, ?)');
  const pay = database.prepare('INSERT OR IGNORE INTO payment VALUES (?, ?)');
  const undo = database.prepare('DELETE FROM payment WHERE key = ?');
  const note = database.prepare('INSERT OR IGNORE INTO gift VALUES (?)');
  const find = database.prepare('SELECT points FROM payment WHERE key = ?');
  const all = database.prepare('SELECT points FROM payment');
  const balanceOf = (shopper: string): number =>
    (read.get(shopper) as { points: number } | undefined)?.points ?? 0;

  const take = database.transaction(({ shopper, points, key }: PointsPayment) => {
    if (find.get(key)) return 'taken-before';
    if (balanceOf(shopper) < points) return 'too-few';
    pay.run(key, points);
    write.run(shopper, balanceOf(shopper) - points);
    return 'taken';
  }) as (payment: PointsPayment) => 'taken' | 'taken-before' | 'too-few';
  const giveBack = database.transaction(({ shopper, key }: PointsPayment) => {
    const payment = find.get(key) as { points: number } | undefined;
    if (!payment) return;
    undo.run(key);
    write.run(shopper, balanceOf(shopper) + payment.points);
  });
  const give = database.transaction(({ shopper, points, key }: PointsPayment) => {
    if (note.run(key).changes > 0) write.run(shopper, balanceOf(shopper) + points);
  });

  return {
    balance: async (shopper) => balanceOf(shopper),
    take: async (payment) => take(payment),
    giveBack: async (payment) => void giveBack(payment),
    give: async (payment) => void give(payment),
    set: (shopper, points) => void write.run(shopper, points),
    payments: () => (all.all() as { points: number }[]).map(({ points }) => points),
    close() {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}
