import { quote } from '../../src/engine/index.js';
import type { Quote } from '../../src/model/index.js';
import type { Instance } from '../instances/instance.js';

/** Prices every set of the coupons, and keeps the cheapest of those that apply whole: at 14 coupons 16,384 sets. */
export function exhaustive({ cart, coupons, options }: Instance): Quote {
  let found = quote(cart, [], options);
  for (let mask = 1; mask < 2 ** coupons.length; mask++) {
    const set = coupons.filter((_, index) => mask & (1 << index));
    const answer = quote(cart, set, options);
    if (answer.payable < found.payable && answer.applied.length === set.length) found = answer;
  }
  return found;
}
