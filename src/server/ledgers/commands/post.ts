import { randomUUID } from 'node:crypto';
import type { Command } from '../command.js';
import type { Decision, PostAttempt, Posted } from '../ledger.js';
import { book, type Booking } from './book.js';
import { done } from './decision.js';

/** Books a payout to a shop, or an adjustment of what it is owed. */
export function post(attempt: PostAttempt, booking: Booking): Command<Decision<Posted, never>> {
  const { kind, shop, currency, amount, order, note } = attempt;
  const account = `shop:${shop}`;
  // A payout lowers what is owed, an adjustment raises it; below 0 the other way round.
  const [debit, credit] = kind === 'payout' ? [account, 'bank'] : ['platform', account];
  const [from, to] = amount > 0 ? [debit, credit] : [credit, debit];
  return {
    keyed: attempt,
    needs: { books: true },
    decide(set) {
      const journal = randomUUID();
      book(set, booking, {
        journal,
        kind,
        ...(order !== undefined && { order }),
        ...(note !== undefined && { note }),
        drafts: [{ debit: from, credit: to, amount: Math.abs(amount), currency }],
      });
      set.record({ event: kind, journal, shop, amount });
      return done({ journal, day: booking.dayOf(set) });
    },
  };
}
