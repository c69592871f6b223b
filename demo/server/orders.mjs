/**
 * The shop's own checkout. The rule that keeps it honest: a price is charged only if the coupon server has promised it, for this very
 * cart and shopper, and the shop's own catalogue says the same of the goods. Without a promise there are no discounts.
 */
import { randomBytes } from 'node:crypto';
import { quote } from 'couponkit/engine';
import { createFileCatalog, createVerifier } from 'couponkit/server';

/**
 * @param shop what `loadShop` gave
 * @param server the address of the coupon server
 * @param coupons the entries of the coupons' file
 */
export function createOrders({ catalog: content }, server, coupons) {
  const parsed = createFileCatalog(content);
  if (!parsed.ok) throw new Error(`demo/catalog.json: ${JSON.stringify(parsed.problems)}`);
  const catalog = parsed.value;
  const verifier = createVerifier({ keys: `${server}/v1/keys`, catalog });
  const byId = new Map(coupons.map(({ coupon }) => [coupon.id, coupon]));
  const orders = new Map();

  /** The cart with the shop's own prices and fees. */
  async function priceCart(quantities, { payment, region, packaging }) {
    const lines = [...quantities].map(([product, quantity]) => ({
      id: product,
      product,
      quantity,
      unitPrice: 0,
    }));
    const resolved = await catalog.resolve({
      currency: content.currency,
      lines,
      ...(payment && { paymentMethod: payment }),
      ...(region && { region }),
      ...(packaging && { attributes: { packaging } }),
    });
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    return resolved.value;
  }

  /**
   * What the shopper is to pay: the price in the token where it holds, else list price.
   * @returns `{ cart, quote, confirmed, reason? }`
   */
  async function review(cart, token, { id, shopper }) {
    const full = quote(cart, [], { now: Date.now() });
    if (!token) return { cart, quote: full, confirmed: false };
    const decision = await verifier
      .verify(token, { cart, ...(id && { shopper: id }) })
      .catch(() => undefined);
    if (!decision?.ok)
      return { cart, quote: full, confirmed: false, reason: decision?.reason ?? 'bad-token' };
    const { claims } = decision;
    const used = claims.coupons.map(({ coupon }) => byId.get(coupon));
    const split = quote(cart, used, { now: claims.iat * 1000, ...(shopper && { shopper }) });
    // The same rules on both sides: anything else would be a fault, and nobody pays for that.
    if (split.payable !== claims.total) return { cart, quote: full, confirmed: false, reason: 'bad-token' };
    return { cart, quote: split, confirmed: true };
  }

  return {
    priceCart,
    review,
    couponOf: (id) => byId.get(id),
    place(reviewed, shopper) {
      const id = randomBytes(4).toString('hex').toUpperCase();
      orders.set(id, { id, owner: shopper.id, ...reviewed });
      return id;
    },
    find: (id) => orders.get(id),
  };
}
