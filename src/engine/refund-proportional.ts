import { divideProduct, roundProduct } from '../money/divide.js';
import type { QuoteLine } from '../model/quote.js';
import { keptOf, nothingKept, type Kept } from './refund-kept.js';

/**
 * What is kept of a line of `units` units when `back` of them have come back? They give back `floor(payable × back / units)` of what was paid, so
 * that no cent goes too early; what is undone of the coupons is their list price less that.
 *
 * It is split over the coupons one after the other: of what is left to split each takes the part that its share is of the shares that are left,
 * rounded half up, and the platform its part of that likewise. Each step cuts a rising sum into two rising sums, both complete at the end: so
 * no share ever falls, all add up, and all are complete with the last unit, whatever the portions; without history or a loop over units.
 */
export function keepProportional(line: QuoteLine, units: number, back: number): Kept {
  if (!back) return keptOf(line);
  if (back === units) return nothingKept;
  const [paidBack] = divideProduct(line.payable, back, units);
  let undone = divideProduct(line.subtotal, back, units)[0] - paidBack;
  let discount = line.discount;
  const allocations = line.allocations.map(({ coupon, amount, platform }) => {
    const share = roundProduct(undone, amount, discount);
    undone -= share;
    discount -= amount;
    return { coupon, amount: amount - share, platform: platform - roundProduct(share, platform, amount) };
  });
  return keptOf({ payable: line.payable - paidBack, allocations });
}
