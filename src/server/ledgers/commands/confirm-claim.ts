import type { Command } from '../command.js';
import type { ConfirmAttempt, Decision, Holding } from '../ledger.js';
import type { ClaimRow } from '../rows.js';
import { freeOrdinal, takePoints } from './claim.js';
import { done, holdingOf } from './decision.js';

type ConfirmDecision = Decision<Holding, 'unknown-claim' | 'sold-out' | 'shopper-limit'>;

/** The merchant has the money for a piece. */
export function confirmClaim(attempt: ConfirmAttempt): Command<ConfirmDecision> {
  return {
    keyed: attempt,
    needs: { claims: [attempt.claim] },
    decide(set) {
      const row = set.claims.get(attempt.claim);
      if (!row) return { state: 'unknown-claim' };
      if (row.state !== 'pending' && row.state !== 'given-up') return done(holdingOf(row), true);
      const ordinal = row.ordinal ?? freeOrdinal(set, row.coupon, row.shopper);
      if (row.state === 'given-up') {
        // The money came late: the shopper gets a piece if there is one.
        if (ordinal > row.per_shopper) return { state: 'shopper-limit' };
        const counter = set.counters.get(row.coupon)!;
        if (counter.stock !== null && counter.granted >= counter.stock) return { state: 'sold-out' };
        if (!takePoints(set, row.shopper, row.points)) return { state: 'sold-out' };
        set.counters.change({ ...counter, granted: counter.granted + 1 });
      }
      // The time that it can be used begins when it is paid.
      const valid_until = row.valid_until && row.valid_until + set.now - row.claimed_at;
      const held: ClaimRow = { ...row, state: 'held', ordinal, until: null, valid_until };
      set.claims.change(held);
      set.record({ event: 'confirmed', claim: row.id, coupon: row.coupon });
      return done(holdingOf(held));
    },
  };
}

/** Gives up a piece whose time to be paid is over; resolves to whether it did. */
export function giveUpClaim(id: string): Command<boolean> {
  return {
    needs: { claims: [id] },
    decide(set) {
      const row = set.claims.get(id);
      if (row?.state !== 'pending' || row.until! > set.now) return false;
      const counter = set.counters.get(row.coupon)!;
      const account = set.accounts.get(row.shopper)!;
      set.counters.change({ ...counter, granted: counter.granted - 1 });
      set.accounts.change({ ...account, points: account.points + row.points });
      set.claims.change({ ...row, state: 'given-up', ordinal: null, until: null });
      set.record({ event: 'given-up', claim: id, coupon: row.coupon });
      return true;
    },
  };
}
