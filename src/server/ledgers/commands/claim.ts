import { randomUUID } from 'node:crypto';
import type { Command } from '../command.js';
import type { ClaimAttempt, Decision, Holding } from '../ledger.js';
import type { ClaimRow } from '../rows.js';
import type { WorkingSet } from '../working-set.js';
import { done, holdingOf } from './decision.js';

export type ClaimDecision = Decision<Holding, 'sold-out' | 'shopper-limit' | 'points-too-few'>;

/** @param pendingMs how long a piece that is paid with money waits for the merchant's confirmation */
export function claim(attempt: ClaimAttempt, pendingMs: number): Command<ClaimDecision> {
  const { coupon, shopper, stock, perShopper, cost = {}, validForMs } = attempt;
  const { points = 0, amount = 0 } = cost;
  return {
    keyed: attempt,
    needs: { coupons: [coupon], pieces: [{ coupon, shopper }], ...(points > 0 && { shoppers: [shopper] }) },
    decide(set) {
      const ordinal = freeOrdinal(set, coupon, shopper);
      if (ordinal > perShopper) return { state: 'shopper-limit' };
      const counter = set.counters.get(coupon)!;
      if (stock !== undefined && counter.granted >= stock) return { state: 'sold-out' };
      if (!takePoints(set, shopper, points)) return { state: 'points-too-few' };
      set.counters.change({ ...counter, granted: counter.granted + 1, stock: stock ?? null });
      const row: ClaimRow = {
        id: randomUUID(),
        coupon,
        shopper,
        ordinal,
        state: amount > 0 ? 'pending' : 'held',
        claimed_at: set.now,
        until: amount > 0 ? set.now + pendingMs : null,
        hold: null,
        points,
        amount,
        per_shopper: perShopper,
        valid_until: validForMs === undefined ? null : set.now + validForMs,
        campaign: null,
        balance: null,
      };
      set.claims.add(row);
      set.record({ event: 'claimed', claim: row.id, coupon, state: row.state });
      return done(holdingOf(row));
    },
  };
}

/** The smallest number that none of the shopper's pieces of this coupon has: pieces that were given up leave theirs. */
export function freeOrdinal(set: WorkingSet, coupon: string, shopper: string): number {
  const taken = new Set<number | null>();
  for (const row of set.claims.values()) {
    if (row.coupon === coupon && row.shopper === shopper) taken.add(row.ordinal);
  }
  let ordinal = 1;
  while (taken.has(ordinal)) ordinal += 1;
  return ordinal;
}

/** Returns whether there were enough; then they are taken. */
export function takePoints(set: WorkingSet, shopper: string, points: number): boolean {
  if (points === 0) return true;
  const account = set.accounts.get(shopper)!;
  if (account.points < points) return false;
  set.accounts.change({ ...account, points: account.points - points });
  return true;
}
