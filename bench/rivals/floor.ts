import { matchesScope } from '../../src/model/match-scope.js';
import type { Instance } from '../instances/instance.js';

/**
 * What an answer needs at the least, told plainly: asks of each coupon and each line once whether they have to do with each other. Returns how many have.
 */
export function floor({ cart, coupons }: Instance): number {
  let matches = 0;
  for (const { issuer, scope } of coupons) {
    const shop = typeof issuer === 'object' ? issuer.shop : undefined;
    for (const line of cart.lines) {
      if ((shop === undefined || line.shop === shop) && matchesScope(line, scope)) matches++;
    }
  }
  return matches;
}
