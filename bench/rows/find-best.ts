import { best } from '../../src/engine/index.js';
import type { Best } from '../../src/model/index.js';
import type { Instance } from '../instances/instance.js';

/** What is measured: the best set, its certificate and a reason for each coupon that is not in it. */
export function findBest({ cart, coupons, options }: Instance, compare = false): Best {
  return best(cart, coupons, { ...options, compare });
}
