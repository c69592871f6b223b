import type { Command } from '../command.js';
import type { Decision, ExtendAttempt, Hold, HoldAttempt, HoldRefusal } from '../ledger.js';
import type { HoldRow } from '../rows.js';
import type { WorkingSet } from '../working-set.js';
import { done, holdOf } from './decision.js';
import { endHold, isOverdue } from './hold-pieces.js';

/** The shopper goes back, or the merchant gives the order up. What has ended without a payment is answered as it is. */
export function release(attempt: HoldAttempt): Command<Decision<Hold, HoldRefusal>> {
  return {
    keyed: attempt,
    needs: { holds: [attempt.hold] },
    decide(set) {
      const hold = findHold(set, attempt);
      if (!hold) return { state: 'unknown-hold' };
      if (hold.state === 'redeemed' || hold.state === 'reversed') return { state: 'hold-ended' };
      return done(holdOf(hold.state === 'reserved' ? endHold(set, hold, 'released') : hold));
    },
  };
}

/** Prolongs a live hold, once. */
export function extend(
  attempt: ExtendAttempt,
  holdMs: number,
): Command<Decision<Hold, HoldRefusal | 'already-extended'>> {
  return {
    keyed: attempt,
    needs: { holds: [attempt.hold] },
    decide(set) {
      const hold = findHold(set, attempt);
      if (!hold) return { state: 'unknown-hold' };
      if (hold.state !== 'reserved') return { state: 'hold-ended' };
      if (hold.extended) return { state: 'already-extended' };
      const extended: HoldRow = { ...hold, until: hold.until + holdMs, extended: 1 };
      set.holds.change(extended);
      set.record({ event: 'extended', hold: hold.id });
      return done(holdOf(extended));
    },
  };
}

/** Ends a hold whose time is over; resolves to whether it did. */
export function expire(id: string): Command<boolean> {
  return {
    needs: { holds: [id] },
    decide(set) {
      const hold = set.holds.get(id);
      if (!hold || !isOverdue(set, hold)) return false;
      endHold(set, hold, 'expired');
      return true;
    },
  };
}

/** The hold as it is now; `undefined` where there is none, or another shopper asks. */
function findHold(set: WorkingSet, { hold: id, shopper }: HoldAttempt): HoldRow | undefined {
  const hold = set.holds.get(id);
  if (!hold || (shopper !== undefined && set.facts.get(id)!.shopper !== shopper)) return undefined;
  return isOverdue(set, hold) ? endHold(set, hold, 'expired') : hold;
}
