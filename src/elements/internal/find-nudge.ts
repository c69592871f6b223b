/** What does a nudge say of a cart? The coupon that a little more makes pay off, and what fills the gap: all of it by the session's engine. */
import type { Filler, FillerProduct } from '../../engine/fillers.js';
import type { Nudge } from '../../engine/nudges.js';
import type { Cart } from '../../model/cart.js';
import type { Best } from '../../model/quote.js';
import type { Session } from '../../stores/session.js';
import type { ProductLine } from './nudge-line.js';

/** A product that may be added, as the page describes it. */
export interface NudgeProduct extends FillerProduct {
  /** Where it is looked at. */
  readonly url?: string;
}

export interface FoundNudge {
  /** The cart as it is, or with the page's product. */
  readonly now: Best;
  /** Where the page's product itself saves something: what, and what the cart comes to without it; minor units. */
  readonly joins: { readonly saves: number; readonly before: number } | undefined;
  /** The page's product, where it is not in the cart yet. */
  readonly added: ProductLine | undefined;
  /** Absent: no more of what is in the cart helps, but something else may. */
  readonly nudge: Nudge | undefined;
  /** The coupon that it is about. */
  readonly coupon: string | undefined;
  /** The least extra to pay first. */
  readonly fillers: readonly Filler[];
}

export interface NudgeQuestion {
  /** The id of the only coupon that is asked about. */
  readonly coupon: string | undefined;
  readonly products: readonly NudgeProduct[];
  /** What the page is about; absent: a cart. */
  readonly product: ProductLine | undefined;
}

/** A nudge asks for at most this part of what it takes in all: nobody who buys for ¥50 is told to spend ¥500. */
const reach = 0.5;
/** So many additions are shown. */
const shown = 3;

/** Returns nothing where there is nothing to say. @throws CouponError where cart or products are wrong */
export async function findNudge(
  session: Session,
  { coupon, products, product }: NudgeQuestion,
): Promise<FoundNudge | undefined> {
  const cart = session.$cart.get();
  const isThere = !!product && cart?.lines.some(({ product: id, sku }) => isSame(id, sku, product.line));
  const added =
    isThere || (cart?.lines.length && product && cart.currency !== product.currency) ? undefined : product;
  const asked: Cart | undefined = added
    ? { ...cart, currency: added.currency, lines: [...(cart?.lines ?? []), added.line] }
    : cart;
  if (!asked) return undefined;
  const found = await session.suggest({
    cart: asked,
    products,
    isWanted: isInReach,
    ...(coupon !== undefined && { coupon }),
  });
  if (!found) return undefined;
  const { now, nudges } = found;
  const [nudge] = nudges;
  const fillers = found.fillers.filter(({ spend }) => spend <= now.subtotal);
  const without = added && cart?.lines.length ? await session.priceOf(cart) : undefined;
  const saves = without ? now.discount - without.discount : 0;
  const joins = without && saves > 0 ? { saves, before: without.payable } : undefined;
  if (!nudge && !fillers.length && !joins) return undefined;
  return {
    now,
    joins,
    added,
    nudge,
    coupon: nudge?.coupon ?? fillers[0]?.coupons[0],
    fillers: fillers.slice(0, shown),
  };
}

function isInReach({ of, missing, measured }: Nudge): boolean {
  return missing / (measured + missing) <= reach || (of === 'quantity' && missing === 1);
}

function isSame(product: string, sku: string | undefined, line: ProductLine['line']): boolean {
  return product === line.product && (!line.sku || !sku || sku === line.sku);
}
