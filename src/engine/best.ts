import type { Best } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import type { Prepared, QuoteOptions } from './prepare.js';
import { price, toQuote } from './price.js';
import { search } from './search.js';

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
  const { circumstances, legality, candidates, refusals } = prepared;
  const found = search(prepared, budget);
  const quote = toQuote(circumstances.table, price(found.set, circumstances), []);
  const listed = quote.subtotal + quote.shipping;
  const reasons = new Map<Candidate, readonly Reason[]>();
  for (const candidate of candidates) {
    if (found.set.includes(candidate)) continue;
    const conflicts = legality.conflicts(candidate, found.set);
    if (legality.limitOf(candidate) < 1) reasons.set(candidate, conflicts);
    else {
      const params = compare
        ? {
            bestSaves: quote.discount,
            thisSaves: listed - search(prepared, budget, { must: candidate }).payable,
          }
        : {};
      reasons.set(candidate, [{ code: 'outvalued', params }, ...conflicts]);
    }
  }
  return {
    ...quote,
    refused: refusals(reasons),
    optimal: found.optimal,
    bound: found.bound,
    work: found.work,
  };
}
