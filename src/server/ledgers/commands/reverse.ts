import { randomUUID } from 'node:crypto';
import type { Cart } from '../../../model/cart.js';
import type { Refund, ReturnedUnits } from '../../../model/refund.js';
import type { OrderSnapshot } from '../../order-snapshot.js';
import { bookReversal } from '../../settlement/book-order.js';
import type { Command } from '../command.js';
import type { Decision, HoldPart, Reversal, ReverseAttempt } from '../ledger.js';
import type { WorkingSet } from '../working-set.js';
import { book, type Booking } from './book.js';
import { done } from './decision.js';
import { addCredit, giveBack } from './hold-pieces.js';

type ReverseDecision = Decision<
  Reversal,
  'unknown-redemption' | 'more-than-remains' | 'other-mode' | 'unknown-line'
>;

/** Undoes a redemption, in whole or in part. */
export function reverse(attempt: ReverseAttempt, booking: Booking): Command<ReverseDecision> {
  const { redemption: id, refund: refundOf } = attempt;
  return {
    keyed: attempt,
    needs: { orders: [id], books: true },
    decide(set) {
      const hold = set.holds.get(id);
      if (!hold || hold.order_id === null) return { state: 'unknown-redemption' };
      if (hold.state === 'reversed') return { state: 'more-than-remains' };
      const mode = attempt.mode ?? hold.mode ?? 'proportional';
      if (hold.mode !== null && hold.mode !== mode) return { state: 'other-mode' };

      const { parts, order: snapshot } = set.facts.get(id)!;
      const order = snapshot!;
      const before = reversalsOf(set, id).map(({ refund }) => refund);
      const left = unitsLeft(order.cart, before);
      const returned = attempt.returned ? mergeUnits(attempt.returned) : allOf(left);
      if (returned.some(({ line }) => !left.has(line))) return { state: 'unknown-line' };
      const isTooMuch = returned.some(({ line, quantity }) => quantity > left.get(line)!);
      if (isTooMuch || returned.length === 0) return { state: 'more-than-remains' };

      const refund = refundOf(order.cart, order.quote, returned, {
        already: before.flatMap(({ lines }) => lines),
        shipping: attempt.shipping ?? attempt.returned === undefined,
        ...(mode === 'recalculated' ? { mode, ...pricing(order) } : { mode: 'proportional' }),
      });
      const complete =
        returned.every(({ line, quantity }) => left.get(line) === quantity) &&
        returned.length === allOf(left).length;

      const free = parts.filter(
        ({ claim, coupon }) =>
          set.claims.get(claim)!.balance === null &&
          set.claims.get(claim)!.hold === id &&
          refund.coupons.some((each) => each.coupon === coupon && each.returned),
      );
      for (const { claim } of free) {
        set.claims.change({ ...set.claims.get(claim)!, state: 'held', hold: null });
      }
      for (const part of parts) {
        const undone = spentBy(part, before) - spentBy(part, [...before, refund]);
        const row = set.claims.get(part.claim)!;
        giveBack(set, part, undone);
        if (row.balance !== null && undone > 0) addCredit(set, row, undone);
      }
      set.holds.change({ ...hold, state: complete ? 'reversed' : 'redeemed', mode });
      const reversal: Reversal = {
        id: randomUUID(),
        redemption: id,
        at: set.now,
        refund,
        complete,
        returned: free.map(({ coupon }) => coupon),
      };
      set.reversals.add({
        id: reversal.id,
        hold: id,
        ordinal: before.length + 1,
        at: set.now,
        content: JSON.stringify(reversal),
      });
      book(set, booking, {
        journal: reversal.id,
        kind: 'reversal',
        order: hold.order_id,
        drafts: bookReversal(order, before, refund),
      });
      set.record({ event: 'reversed', hold: id, reversal: reversal.id, amount: refund.amount, complete });
      return done(reversal);
    },
  };
}

/** The order's reversals so far, the first one first. */
function reversalsOf(set: WorkingSet, hold: string): Reversal[] {
  return [...set.reversals.values()]
    .filter((row) => row.hold === hold)
    .sort((a, b) => a.ordinal - b.ordinal)
    .map((row) => JSON.parse(row.content) as Reversal);
}

/**
 * What an order with these refunds takes of a budget: the least that the coupon has taken off it so far. Priced anew, a coupon may take more off what is kept than
 * before; a refund is owed all the same, and no budget is asked whether there is money left.
 */
function spentBy({ coupon, amount }: HoldPart, refunds: readonly Refund[]): number {
  let [off, least] = [amount, amount];
  for (const { coupons } of refunds) {
    off -= coupons.find((each) => each.coupon === coupon)?.amount ?? 0;
    least = Math.min(least, off);
  }
  return least;
}

/** How many units of each line have not come back. */
function unitsLeft({ lines }: Cart, before: readonly Refund[]): ReadonlyMap<string, number> {
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  for (const { line, quantity } of before.flatMap((refund) => refund.lines)) {
    left.set(line, left.get(line)! - quantity);
  }
  return left;
}

function allOf(left: ReadonlyMap<string, number>): ReturnedUnits[] {
  return [...left].filter(([, quantity]) => quantity > 0).map(([line, quantity]) => ({ line, quantity }));
}

/** One entry a line. */
function mergeUnits(returned: readonly ReturnedUnits[]): ReturnedUnits[] {
  const units = new Map<string, number>();
  for (const { line, quantity } of returned) units.set(line, (units.get(line) ?? 0) + quantity);
  return [...units].map(([line, quantity]) => ({ line, quantity }));
}

function pricing({ coupons, policy, shopper, pricedAt }: OrderSnapshot) {
  return { coupons, policy, now: pricedAt, ...(shopper && { shopper }) };
}
