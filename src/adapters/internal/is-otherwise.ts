import { canonicalCart } from '../../protocol/canonical-cart.js';
import type { PlatformCart } from './platform.js';

/** Does the platform say otherwise of the coupons than before: other codes, other effects, or another price for the same cart? */
export function isOtherwise(before: PlatformCart | undefined, now: PlatformCart | undefined): boolean {
  if (describeCodes(before) !== describeCodes(now)) return true;
  return before?.payable !== now?.payable && keyOf(before) === keyOf(now);
}

/** Which codes are on the cart, and which of them take something off. */
function describeCodes({ codes = [], discounts = [] }: Partial<PlatformCart> = {}): string {
  const effective = new Set(discounts.flatMap(({ code }) => code?.toLowerCase() ?? []));
  return JSON.stringify([codes.map((code) => code.toLowerCase()).sort(), [...effective].sort()]);
}

function keyOf(platform: PlatformCart | undefined): string | undefined {
  return platform && canonicalCart(platform.cart);
}
