import { normalizeCode } from '../../model/normalize-code.js';
import type { CodesAnswer, PlatformCart } from './platform.js';
import { explainRefusals, type ShopifyWarning } from './shopify-warnings.js';

/** What Shopify answers to the codes of a cart. */
export interface StatedCodes {
  readonly cart: PlatformCart;
  /** The codes that it has on the cart and does not honour. */
  readonly idle: readonly string[];
  readonly warnings: readonly ShopifyWarning[];
}

/**
 * Makes these the codes of the cart. Shopify keeps one that it does not honour, until it can: it would take something off one day, unseen. So those that
 * are new are taken back; those that others have put there stay.
 * @param state replaces the whole set
 */
export async function stateCodes(
  codes: readonly string[],
  current: PlatformCart,
  state: (codes: readonly string[]) => Promise<StatedCodes>,
): Promise<CodesAnswer> {
  const { cart, idle, warnings } = await state(codes);
  const refused = explainRefusals(idle, warnings);
  const isIn = (list: readonly string[], code: string) =>
    list.some((each) => normalizeCode(each) === normalizeCode(code));
  const fresh = idle.filter((code) => !isIn(current.codes, code));
  if (fresh.length === 0) return { cart, refused };
  const settled = await state(codes.filter((code) => !isIn(fresh, code)));
  return { cart: settled.cart, refused };
}
