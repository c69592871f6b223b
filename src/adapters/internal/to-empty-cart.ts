import type { Cart } from '../../model/cart.js';
import type { PlatformCart } from './platform.js';

/** Returns the cart of a shopper who has none on the platform: a price of nothing, which can be confirmed. */
export function toEmptyCart({ currency }: Cart, basis: PlatformCart['basis'] = 'gross'): PlatformCart {
  return { cart: { currency, lines: [] }, codes: [], discounts: [], payable: 0, basis };
}
