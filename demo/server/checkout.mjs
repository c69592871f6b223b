/**
 * The shop's own checkout. The rule that keeps it honest: a price with coupons is charged only if the coupon server has promised it, for this very cart
 * and shopper, and holds its coupons for this order. Without that there are no discounts.
 */
import { randomUUID } from 'node:crypto';
import { quote } from 'couponkit/engine';
import { createFileCatalog, createVerifier } from 'couponkit/server';

/**
 * @param shop what `loadShop` gave
 * @param couponServer its address
 * @param client what `createClient` gave
 * @param coupons the entries of the coupons' file
 */
export function createCheckout({ catalog: content }, couponServer, client, coupons) {
  const parsed = createFileCatalog(content);
  if (!parsed.ok) throw new Error(`demo/catalog.json: ${JSON.stringify(parsed.problems)}`);
  const catalog = parsed.value;
  const verifier = createVerifier({ keys: `${couponServer}/v1/keys`, catalog });
  const byId = new Map(coupons.map(({ coupon }) => [coupon.id, coupon]));
  /** What is on its way from the cart to an order, by an id that only the shopper's browser knows. */
  const drafts = new Map();

  /** The price that the token promises, split over the lines; or why it is not to be had. */
  async function promisedBy(token, cart, { id, shopper }) {
    const decision = await verifier
      .verify(token, { cart, ...(id && { shopper: id }) })
      .catch(() => ({ ok: false, reason: 'unavailable' }));
    if (!decision.ok) return { reason: decision.reason };
    const { claims } = decision;
    const used = claims.coupons.map(({ coupon }) => byId.get(coupon));
    const split = quote(cart, used, { now: claims.iat * 1000, ...(shopper && { shopper }) });
    // The same rules on both sides: anything else would be a fault, and nobody pays for that.
    return split.payable === claims.total ? { claims, quote: split } : { reason: 'bad-token' };
  }

  /** Why the hold is none for this order, if it is none; and until when it is one. */
  async function lookAt(hold, cartHash, total) {
    const found = await client.findHold(hold).catch(() => undefined);
    if (!found) return { reason: 'unavailable' };
    if (!found.ok) return { reason: 'hold-ended' };
    const { hold: held, cartHash: hash, total: amount } = found.value;
    if (hash !== cartHash || amount !== total) return { reason: 'bad-token' };
    return held.state === 'reserved' ? { until: held.expiresAt } : { reason: 'hold-ended' };
  }

  return {
    /** The cart with the shop's own prices and fees. */
    async priceCart(quantities, { payment, region, packaging }) {
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
    },

    /** What the cart's page has posted. @returns the draft's id */
    async begin(cart, { token, hold }, who) {
      const id = randomUUID();
      const promised = token ? await promisedBy(token, cart, who) : {};
      const { claims } = promised;
      const draft = { owner: who.id, cart, ...promised };
      if (claims?.coupons.length > 0 && !hold) draft.reason = 'not-held';
      else if (claims && hold) {
        Object.assign(draft, { hold }, await lookAt(hold, claims.cart, claims.total));
      }
      drafts.set(id, draft);
      return id;
    },

    /**
     * What the shopper is to pay now: the promised price while its coupons are held, else list price.
     * @returns `{ cart, quote, confirmed, draft?, until?, reason? }`
     */
    async review(cart, draftId, who) {
      const draft = drafts.get(draftId);
      const full = (reason) => ({
        cart,
        quote: quote(cart, [], { now: Date.now() }),
        confirmed: false,
        draft,
        ...(reason && { reason }),
      });
      if (!draft || draft.order) return full();
      if (draft.owner !== who.id) return full('other-shopper');
      if (JSON.stringify(draft.cart) !== JSON.stringify(cart)) return full('other-cart');
      if (!draft.quote || draft.reason) return full(draft.reason);
      const { hold, claims } = draft;
      if (!hold) {
        if (claims.exp * 1000 <= Date.now()) return full('expired');
        return { cart, quote: draft.quote, confirmed: true, draft };
      }
      const { until = draft.until, reason } = await lookAt(hold, claims.cart, claims.total);
      // Where the coupon server is away, what it said before holds.
      const isOver = reason !== undefined && (reason !== 'unavailable' || Date.parse(until) <= Date.now());
      return isOver ? full(reason) : { cart, quote: draft.quote, confirmed: true, draft, until };
    },

    /** What the draft has become, where it is this shopper's. */
    orderOf(draftId, { id }) {
      const { owner, order } = drafts.get(draftId) ?? {};
      return owner === id ? order : undefined;
    },

    /** The shopper goes back: the coupons are free for another cart. */
    async leave(draftId) {
      const { hold } = drafts.get(draftId) ?? {};
      drafts.delete(draftId);
      // Where the coupon server is away, they are free when the hold ends.
      if (hold) await client.release(hold).catch(() => undefined);
    },

    couponOf: (id) => byId.get(id),
  };
}
