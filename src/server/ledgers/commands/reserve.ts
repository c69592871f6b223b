import { randomUUID } from 'node:crypto';
import type { Command } from '../command.js';
import type { Decision, Hold, ReserveAttempt } from '../ledger.js';
import type { HoldRow } from '../rows.js';
import type { WorkingSet } from '../working-set.js';
import { done, holdOf } from './decision.js';
import { endOverdue, movePieces, spend } from './hold-pieces.js';

/** So many live holds a shopper may have; the table `account` checks it, too. */
export const maxHolds = 5;

type ReserveDecision = Decision<Hold, 'not-held' | 'already-reserved' | 'too-many-holds' | 'sold-out'>;

/** Holds all of an order's coupons, or none. */
export function reserve(attempt: ReserveAttempt, holdMs: number): Command<ReserveDecision> {
  const { shopper, parts, cartHash, order } = attempt;
  return {
    keyed: attempt,
    needs: {
      shoppers: [shopper],
      parts,
    },
    decide(set) {
      endOverdue(set, shopper);
      const account = set.accounts.get(shopper)!;
      for (const { claim, coupon, amount } of parts) {
        if (isReserved(set, shopper, coupon)) return { state: 'already-reserved' };
        const row = set.claims.get(claim);
        if (row?.state !== 'held' || row.shopper !== shopper || row.coupon !== coupon)
          return { state: 'not-held' };
        if (row.valid_until !== null && row.valid_until <= set.now) return { state: 'not-held' };
        if (row.balance !== null && row.balance < amount) return { state: 'not-held' };
      }
      if (account.holds >= maxHolds) return { state: 'too-many-holds' };
      if (!spend(set, parts)) return { state: 'sold-out' };
      const hold: HoldRow = {
        id: randomUUID(),
        state: 'reserved',
        until: set.now + holdMs,
        extended: 0,
        order_id: null,
        redeemed_at: null,
        day: null,
        late: 0,
        mode: null,
      };
      set.holds.add(hold);
      set.know({ id: hold.id, shopper, cartHash, parts, reservedAt: set.now, order });
      set.accounts.change({ ...account, holds: account.holds + 1 });
      movePieces(set, parts, 'reserved', hold.id);
      set.record({ event: 'reserved', hold: hold.id, claims: parts.map(({ claim }) => claim) });
      return done(holdOf(hold));
    },
  };
}

function isReserved(set: WorkingSet, shopper: string, coupon: string): boolean {
  for (const row of set.claims.values()) {
    if (row.state === 'reserved' && row.shopper === shopper && row.coupon === coupon) return true;
  }
  return false;
}
