import type { Best } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import type { Prepared, QuoteOptions } from './prepare.js';
import { inOrder, price, toQuote } from './price.js';
import { createSearch } from './search.js';

/** Which legal set of the coupons leaves the least to pay, and why is each other coupon not in it? */

export interface BestOptions extends QuoteOptions {
  /** How many nodes the search may visit, for the same work everywhere; default 50,000. */
  readonly budget?: number;
  /**
   * Whether to search, for each coupon that is outvalued, the best set that has it (`thisSaves`); default true. Without, its reason has
   * no params.
   */
  readonly compare?: boolean;
}

export function bestPrepared(prepared: Prepared, { budget = 50_000, compare = true }: BestOptions): Best {
  const { circumstances, legality, alone, refusals } = prepared;
  const { table } = circumstances;
  const total = table.list.reduce((sum, each) => sum + each, 0);
  const search = createSearch(prepared);
  const found = search(budget);
  const later = new Map<Candidate, readonly Reason[]>();
  for (const { candidate } of alone) {
    if (found.set.includes(candidate)) continue;
    const conflicts = legality.conflicts(candidate, found.set);
    const compared = compare && legality.limitOf(candidate) > 0 ? search(budget, candidate) : undefined;
    const params = compared ? { bestSaves: total - found.payable, thisSaves: total - compared.payable } : {};
    later.set(
      candidate,
      legality.limitOf(candidate) > 0 ? [{ code: 'outvalued', params }, ...conflicts] : conflicts,
    );
  }
  const quote = toQuote(table, price(inOrder(found.set), circumstances), refusals(later));
  return { ...quote, optimal: found.optimal, bound: found.bound };
}
