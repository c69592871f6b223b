import { bookRedemption } from '../../settlement/book-order.js';
import type { Command } from '../command.js';
import type { Decision, HoldPart, RedeemAttempt, Redemption } from '../ledger.js';
import type { HoldRow } from '../rows.js';
import type { Facts, WorkingSet } from '../working-set.js';
import { book, type Booking } from './book.js';
import { done } from './decision.js';
import { endHold, isOverdue, spend, usePieces } from './hold-pieces.js';

type RedeemDecision = Decision<Redemption, 'unknown-hold' | 'cart-changed' | 'other-order' | 'hold-ended'>;

/** The order is paid: its coupons are used, and booked. */
export function redeem(attempt: RedeemAttempt, booking: Booking): Command<RedeemDecision> {
  const { hold: id, order: orderNumber, cartHash } = attempt;
  return {
    keyed: attempt,
    needs: { orders: [id], orderNumber, books: true },
    decide(set) {
      const hold = set.holds.get(id);
      const facts = set.facts.get(id);
      if (!hold || !facts) return { state: 'unknown-hold' };
      if (facts.cartHash !== cartHash) return { state: 'cart-changed' };
      if (hold.order_id !== null) {
        return hold.order_id === orderNumber
          ? done(redemptionOf(hold, facts), true)
          : { state: 'other-order' };
      }
      if (isRedeemed(set, orderNumber)) return { state: 'other-order' };
      const current = isOverdue(set, hold) ? endHold(set, hold, 'expired') : hold;
      const late = current.state !== 'reserved';
      if (late && !takeAgain(set, facts)) return { state: 'hold-ended' };
      if (!late) {
        const account = set.accounts.get(facts.shopper)!;
        set.accounts.change({ ...account, holds: account.holds - 1 });
      }
      const redeemed: HoldRow = {
        ...current,
        state: 'redeemed',
        order_id: orderNumber,
        redeemed_at: set.now,
        day: booking.dayOf(set),
        late: late ? 1 : 0,
      };
      set.holds.change(redeemed);
      usePieces(set, facts.parts, id);
      book(set, booking, {
        journal: id,
        kind: 'redemption',
        order: orderNumber,
        drafts: bookRedemption(facts.order!),
      });
      set.record({ event: 'redeemed', hold: id, order: orderNumber, late });
      return done(redemptionOf(redeemed, facts));
    },
  };
}

export function redemptionOf(hold: HoldRow, { id, parts, order }: Facts): Redemption {
  const { currency, payable } = order!.quote;
  return {
    id,
    order: hold.order_id!,
    at: hold.redeemed_at!,
    currency,
    total: payable,
    coupons: parts.map(({ coupon, amount }) => ({ coupon, amount })),
    late: hold.late === 1,
  };
}

function isRedeemed(set: WorkingSet, order: string): boolean {
  for (const hold of set.holds.values()) if (hold.order_id === order) return true;
  return false;
}

/** The payment has landed after the hold had ended: is everything that it held still free, and within the budgets as the last order knew them? */
function takeAgain(set: WorkingSet, { parts }: Facts): boolean {
  const limited = parts.map((part): HoldPart => {
    const { budget } = part;
    return budget === undefined ? part : { ...part, budget: set.counters.get(part.coupon)!.budget ?? budget };
  });
  const isFree = ({ claim, amount }: HoldPart): boolean => {
    const row = set.claims.get(claim);
    return row?.state === 'held' && (row.balance === null || row.balance >= amount);
  };
  return parts.every(isFree) && spend(set, limited);
}
