import { matchesScope } from '../../src/model/match-scope.js';
import type { Issuer, Line, Scope } from '../../src/model/index.js';

/** What the lines that a coupon reaches cost before coupons, minor units. */
export function listPrice(lines: readonly Line[], issuer: Issuer = 'platform', scope?: Scope): number {
  return lines
    .filter((line) => (issuer === 'platform' || line.shop === issuer.shop) && matchesScope(line, scope))
    .reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
}
