import { quote } from '../../src/engine/index.js';
import type { Quote } from '../../src/model/index.js';
import type { Instance } from '../instances/instance.js';

/**
 * What most checkouts do: take the coupon that saves the most alone, then the next, and keep what lowers the amount payable. Equal ones in the order
 * given; of two that may not go together the one kept first stays.
 */
export function greedy({ cart, coupons, options }: Instance): Quote {
  const alone = coupons.map((coupon) => ({ coupon, saves: quote(cart, [coupon], options).discount }));
  const kept: (typeof coupons)[number][] = [];
  let answer = quote(cart, kept, options);
  for (const { coupon } of alone.filter(({ saves }) => saves).sort((a, b) => b.saves - a.saves)) {
    const next = quote(cart, [...kept, coupon], options);
    if (next.payable >= answer.payable) continue;
    kept.push(coupon);
    answer = next;
  }
  return answer;
}
