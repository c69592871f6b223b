import type { HoldPart } from '../ledger.js';
import type { ClaimRow, HoldRow } from '../rows.js';
import type { WorkingSet } from '../working-set.js';

/** What holds do to the pieces and budgets that they are made of. */

/** Sets the state of a hold's pieces. */
export function movePieces(
  set: WorkingSet,
  parts: readonly HoldPart[],
  state: 'held' | 'reserved',
  hold: string,
): void {
  for (const { claim } of parts) {
    set.claims.change({ ...set.claims.get(claim)!, state, hold: state === 'held' ? null : hold });
  }
}

/** Uses the pieces of an order up; store credit of which something is left goes back to its shopper. */
export function usePieces(set: WorkingSet, parts: readonly HoldPart[], hold: string): void {
  for (const { claim, amount } of parts) {
    const row = set.claims.get(claim)!;
    const balance = row.balance === null ? null : row.balance - amount;
    set.claims.change(
      balance ? { ...row, state: 'held', hold: null, balance } : { ...row, state: 'used', hold, balance },
    );
  }
}

/** Adds to the balance of store credit; what was used up can be used again. */
export function addCredit(set: WorkingSet, row: ClaimRow, amount: number): ClaimRow {
  const balance = row.balance! + amount;
  const next: ClaimRow =
    row.state === 'used' && balance > 0
      ? { ...row, state: 'held', hold: null, balance }
      : { ...row, balance };
  set.claims.change(next);
  return next;
}

/** Takes the parts' amounts from their budgets; returns false, and takes nothing, where one of them does not have that much. */
export function spend(set: WorkingSet, parts: readonly HoldPart[]): boolean {
  const limited = parts.filter(({ budget }) => budget !== undefined);
  const fits = limited.every(
    ({ coupon, amount, budget }) => set.counters.get(coupon)!.spent + amount <= budget!,
  );
  if (!fits) return false;
  for (const { coupon, amount, budget } of limited) {
    const counter = set.counters.get(coupon)!;
    set.counters.change({ ...counter, spent: counter.spent + amount, budget: budget! });
  }
  return true;
}

/** Gives an amount back to the budget of a part, where it has one. */
export function giveBack(set: WorkingSet, { coupon, budget }: HoldPart, amount: number): void {
  if (budget === undefined) return;
  const counter = set.counters.get(coupon)!;
  set.counters.change({ ...counter, spent: counter.spent - amount });
}

/** Ends a live hold without a payment: everything that it held is free again. */
export function endHold(set: WorkingSet, hold: HoldRow, state: 'released' | 'expired'): HoldRow {
  const { shopper, parts } = set.facts.get(hold.id)!;
  const account = set.accounts.get(shopper)!;
  const ended: HoldRow = { ...hold, state };
  set.holds.change(ended);
  set.accounts.change({ ...account, holds: account.holds - 1 });
  movePieces(set, parts, 'held', hold.id);
  for (const part of parts) giveBack(set, part, part.amount);
  set.record({ event: state, hold: hold.id });
  return ended;
}

/** Ends all overdue holds of a shopper. */
export function endOverdue(set: WorkingSet, shopper: string): void {
  for (const hold of [...set.holds.values()]) {
    const facts = set.facts.get(hold.id);
    if (facts?.shopper !== shopper || !isOverdue(set, hold)) continue;
    // One that began while this transaction waited for its locks is left for the next.
    if (facts.parts.every(({ claim }) => set.claims.get(claim))) endHold(set, hold, 'expired');
  }
}

export function isOverdue({ now }: WorkingSet, { state, until }: HoldRow): boolean {
  return state === 'reserved' && until <= now;
}
