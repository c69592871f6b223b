/**
 * An order's way through a merchant's backend, whatever it is built with. Each step gives `{ status, body }`, and can be repeated: after a crash, a lost answer,
 * or by a second copy of the same message. The payment carries what is needed to redeem, so that nothing is lost where this program ends.
 */
import { createClient, createVerifier } from 'couponkit/server';
import { createPayments } from './payments.mjs';

export function createCheckout({ couponServer, secretKey, paymentProvider }) {
  const coupons = createClient({ server: couponServer, secretKey });
  const verifier = createVerifier({ keys: `${couponServer}/v1/keys` });
  const payments = createPayments(paymentProvider);

  return {
    /** The shopper wants to pay. The page has reserved the coupons. Your own session has the cart: the token proves that this one was priced. */
    async pay({ cart, token, hold }) {
      const promise = await verifier.verify(token, { cart });
      if (!promise.ok) return { status: 409, body: { code: promise.reason } };
      const { total, currency, cart: cartHash, coupons: used } = promise.claims;
      if (used.length > 0 && !hold) return { status: 409, body: { code: 'not-held' } };
      // One payment for one hold, however often the button is pressed. A price without coupons has none, but a signature.
      const key = hold ?? token.split('.').at(-1);
      const { id } = await payments.create({ amount: total, currency, hold, cartHash }, key);
      return { status: 201, body: { order: id, amount: total } };
    },

    /** The provider says that a payment has changed: once, twice at a time, and again until it is answered with 200. */
    async settle(id) {
      // Anybody can send such a message: what counts is what the provider says when asked.
      const { status, amount, hold, cartHash } = await payments.find(id);
      if (status === 'failed' && hold) await coupons.release(hold);
      if (status !== 'paid' || !hold) return { status: 200, body: { state: status } };

      const redeemed = await coupons.redeem({ hold, order: id, cartHash });
      if (redeemed.ok && redeemed.value.total === amount) return { status: 200, body: { state: 'paid' } };

      // Too late, and the coupons are gone; or another amount was charged: the money goes back.
      if (redeemed.ok) await coupons.reverse(hold, {}, { idempotencyKey: `${id}-undo` });
      await payments.refund(id, amount, `${id}-undo`);
      return { status: 200, body: { state: 'refunded', code: redeemed.ok ? 'other-amount' : redeemed.code } };
    },

    /** The order is cancelled, or some of it comes back. Whoever repeats it repeats its name: `return-1`. */
    async takeBack(id, back, name) {
      if (!name) return { status: 400, body: { code: 'idempotency-key-missing' } };
      // Keys are one space for all orders.
      const key = `${id}-${name}`;
      const { hold } = await payments.find(id);
      // Without coupons nothing is to be reversed: pay back as ever.
      if (!hold) return { status: 409, body: { code: 'no-coupons' } };
      const reversed = await coupons.reverse(hold, back, { idempotencyKey: key });
      if (!reversed.ok) return { status: 409, body: { code: reversed.code } };
      const { refund, returned } = reversed.value;
      if (refund.amount > 0) await payments.refund(id, refund.amount, key);
      return { status: 200, body: { amount: refund.amount, coupons: returned } };
    },
  };
}
