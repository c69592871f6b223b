import type { Quote } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import type { Prepared } from './prepare.js';
import { price, toQuote } from './price.js';

/** What do these coupons come to? Of two that may not go together the one given first stays. */
export function quotePrepared({ circumstances, legality, candidates, refusals }: Prepared): Quote {
  const kept: Candidate[] = [];
  const later = new Map<Candidate, readonly Reason[]>();
  for (const candidate of candidates) {
    const reasons = legality.conflicts(candidate, kept);
    if (reasons.length) later.set(candidate, reasons);
    else kept.push(candidate);
  }
  const priced = price(kept, circumstances);
  for (const [candidate, reasons] of priced.refused) later.set(candidate, reasons);
  return toQuote(circumstances.table, priced, refusals(later));
}
