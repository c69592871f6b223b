import { matchesScope } from '../../src/model/match-scope.js';
import type { Instance } from '../instances/instance.js';

/** The least that any answer needs: asks once of each coupon and each line whether they have to do with each other. Returns how many have. */
export function floor({ cart, coupons }: Instance): number {
  let matches = 0;
  for (const { scope } of coupons) for (const line of cart.lines) if (matchesScope(line, scope)) matches++;
  return matches;
}
