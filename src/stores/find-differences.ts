import type { Quote } from '../model/quote.js';
import type { Verdict } from '../protocol/messages.js';
import type { Difference } from './session.js';

/**
 * What did the server see otherwise than the page? Compared to the minor unit: unit prices, each coupon that the preview
 * applied, and the amount due. Empty: the preview is right.
 *
 * @param shown minor units; the amount due that the shopper was shown last
 */
export function findDifferences(quote: Quote, verdict: Verdict, shown: number): readonly Difference[] {
  const { outcomes, prices = [], totals } = verdict;
  const differences: Difference[] = prices.map((price) => ({ code: 'unit-price', ...price }));
  for (const { coupon, amount: before } of quote.applied) {
    const outcome = outcomes.find((each) => each.coupon === coupon);
    const after = outcome?.amount ?? before;
    if (outcome?.state !== 'effective')
      differences.push({ code: 'coupon-dropped', coupon, reasons: outcome?.reasons ?? [] });
    else if (after !== before) differences.push({ code: 'coupon-amount', coupon, before, after });
  }
  // What was confirmed lower before is the number that rises now; else the preview is what the shopper compares with.
  const before = totals.payable > shown ? shown : quote.payable;
  if (totals.payable !== before) differences.push({ code: 'payable', before, after: totals.payable });
  return differences;
}
