#!/usr/bin/env node
/** The checkout in Hono, on Node. */
import { env } from 'node:process';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { CouponServerError } from 'couponkit/server';
import { createCheckout } from './checkout.mjs';

const checkout = createCheckout({
  couponServer: env.COUPON_SERVER,
  secretKey: env.COUPON_SECRET_KEY,
  paymentProvider: env.PAYMENT_PROVIDER,
});
const app = new Hono();

app.post('/checkout', async (context) => {
  return send(context, await checkout.pay(await context.req.json()));
});
app.post('/webhooks/payments', async (context) => {
  const { payment } = await context.req.json();
  return send(context, await checkout.settle(payment));
});

// Behind your own sign-in.
app.post('/orders/:id/cancellation', async (context) => {
  const id = context.req.param('id');
  return send(context, await checkout.takeBack(id, {}, 'cancellation'));
});
app.post('/orders/:id/returns', async (context) => {
  const key = context.req.header('Idempotency-Key');
  return send(context, await checkout.takeBack(context.req.param('id'), await context.req.json(), key));
});

function send(context, { status, body }) {
  return context.json(body, status);
}

// 503: whoever asked asks again. A payment provider does by itself, for days: that is the queue.
app.onError((error, context) => {
  console.error(error);
  const isAway = error instanceof CouponServerError && error.retryable;
  return context.json({ code: isAway ? 'try-again' : 'internal' }, isAway ? 503 : 500);
});

serve({ fetch: app.fetch, port: Number(env.PORT ?? 3000), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`listens on http://127.0.0.1:${port}`);
});
