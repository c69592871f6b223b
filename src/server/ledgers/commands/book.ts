import type { TransferDraft, TransferKind } from '../ledger.js';
import type { WorkingSet } from '../working-set.js';

/** In whose days the ledger counts. */
export interface Booking {
  /** The day that something booked now counts for: today, or the day after the last one that is closed. */
  dayOf(set: WorkingSet): string;
}

export interface Journal {
  readonly journal: string;
  readonly kind: TransferKind;
  readonly order?: string;
  readonly note?: string;
  readonly drafts: readonly TransferDraft[];
}

/** Adds what is booked together. Each entry stands on both sides, so that any sum over all accounts is 0. */
export function book(
  set: WorkingSet,
  { dayOf }: Booking,
  { journal, kind, order, note, drafts }: Journal,
): void {
  const day = dayOf(set);
  for (const [index, { debit, credit, amount, currency, coupon }] of drafts.entries()) {
    set.transfers.add({
      // Sorts as it was booked.
      id: `${journal}/${String(index + 1).padStart(4, '0')}`,
      journal,
      kind,
      at: set.now,
      day,
      order_id: order ?? null,
      coupon: coupon ?? null,
      debit,
      credit,
      amount,
      currency,
      note: note ?? null,
    });
  }
}
