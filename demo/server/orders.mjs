/** What was ordered, and what became of it: redeemed, cancelled, sent back. The coupons' part of it is the coupon server's. */
import { randomBytes } from 'node:crypto';
import { refund } from 'couponkit/engine';
import { CouponServerError } from 'couponkit/server';

/** Where the coupon server is away when an order is paid, it is asked again after so long, milliseconds. */
const askAgainMs = 2_000;

/** @param client what `createClient` gave */
export function createOrders(client) {
  const orders = new Map();

  /** The order is paid: its coupons are used. Repeated until the coupon server has said something; the key is the same each time. */
  async function redeem(order) {
    try {
      const { hold, cartHash, id, quote } = order;
      const outcome = await client.redeem({ hold, order: id, cartHash });
      order.waits = false;
      if (outcome.ok && outcome.value.total === quote.payable) return;
      // Nobody pays a price that was not promised: the money goes back.
      order.failed = outcome.ok ? 'other-amount' : outcome.code;
      if (outcome.ok) await client.reverse(hold, {}, { idempotencyKey: `${id}-undo` });
    } catch (error) {
      if (!(error instanceof CouponServerError && error.retryable)) throw error;
      order.waits = true;
      setTimeout(() => void redeem(order).catch(console.error), askAgainMs).unref();
    }
  }

  /** What goes back where no coupon was used: then the coupon server knows nothing of the order. */
  function takeBackAtListPrice({ cart, quote, reversals }, act, returned, isWhole) {
    const value = refund(cart, quote, returned, {
      already: reversals.flatMap((each) => each.refund.lines),
      shipping: isWhole,
    });
    return { id: act, refund: value, returned: [] };
  }

  const leftOf = ({ cart, reversals }) => {
    const back = reversals.flatMap((each) => each.refund.lines);
    return cart.lines.map((line) => ({
      ...line,
      left: back.reduce((left, each) => left - (each.line === line.id ? each.quantity : 0), line.quantity),
    }));
  };

  return {
    find: (id) => orders.get(id),
    all: () => [...orders.values()],
    /** The lines, with how many of each are left. */
    leftOf,

    /** The shopper has paid what the review says. The draft is this order then, also where two presses came at once. */
    async place({ cart, quote, confirmed, draft }, who) {
      if (draft?.order) return draft.order;
      const id = randomBytes(4).toString('hex').toUpperCase();
      const order = {
        id,
        owner: who.id,
        at: Date.now(),
        cart,
        quote,
        reversals: [],
        ...(confirmed && draft.hold && { hold: draft.hold, cartHash: draft.claims.cart }),
      };
      orders.set(id, order);
      if (draft) draft.order = order;
      if (order.hold) await redeem(order);
      return order;
    },

    /**
     * The order is cancelled, or some of it comes back.
     * @param act names what is done; the same one again has no further effect
     * @param units how many of each line, by its id; absent: all that is left, shipping included
     * @returns whether it was done
     */
    async takeBack(order, act, units) {
      const left = leftOf(order);
      const returned = left
        .map(({ id, left }) => ({ line: id, quantity: units ? Math.min(units.get(id) ?? 0, left) : left }))
        .filter(({ quantity }) => quantity > 0);
      if (returned.length === 0 || order.waits || order.failed) return false;
      const body = units ? { returned } : {};
      const outcome = order.hold
        ? await client.reverse(order.hold, body, { idempotencyKey: `${order.id}-${act}` })
        : { ok: true, value: takeBackAtListPrice(order, act, returned, !units) };
      if (!outcome.ok) return false;
      if (order.reversals.some(({ id }) => id === outcome.value.id)) return true;
      order.reversals.push(outcome.value);
      return true;
    },
  };
}
