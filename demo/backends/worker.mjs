/** The checkout in a Worker: one file after `rollup`, `esbuild` or `wrangler` has bundled it. */
import { CouponServerError } from 'couponkit/server';
import { createCheckout } from './checkout.mjs';

/** Made with the first request, which brings the settings; it keeps the server's public keys. */
let checkout;

export default {
  async fetch(request, env) {
    checkout ??= createCheckout({
      couponServer: env.COUPON_SERVER,
      secretKey: env.COUPON_SECRET_KEY,
      paymentProvider: env.PAYMENT_PROVIDER,
    });
    try {
      const { status, body } = await answer(request);
      return Response.json(body, { status });
    } catch (error) {
      // 503: whoever asked asks again. A payment provider does by itself, for days: that is the queue.
      console.error(error);
      const isAway = error instanceof CouponServerError && error.retryable;
      return Response.json({ code: isAway ? 'try-again' : 'internal' }, { status: isAway ? 503 : 500 });
    }
  },
};

async function answer(request) {
  const { pathname } = new URL(request.url);
  const [, id, act] = /^\/orders\/([^/]+)\/(cancellation|returns)$/.exec(pathname) ?? [];
  if (request.method !== 'POST') return { status: 405, body: { code: 'method-not-allowed' } };
  if (pathname === '/checkout') return checkout.pay(await request.json());
  if (pathname === '/webhooks/payments') return checkout.settle((await request.json()).payment);
  // Behind your own sign-in.
  if (act === 'cancellation') return checkout.takeBack(id, {}, 'cancellation');
  if (act === 'returns') {
    return checkout.takeBack(id, await request.json(), request.headers.get('Idempotency-Key'));
  }
  return { status: 404, body: { code: 'not-found' } };
}
