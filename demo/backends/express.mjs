#!/usr/bin/env node
/** The checkout in Express 5. */
import { env } from 'node:process';
import express from 'express';
import { CouponServerError } from 'couponkit/server';
import { createCheckout } from './checkout.mjs';

const checkout = createCheckout({
  couponServer: env.COUPON_SERVER,
  secretKey: env.COUPON_SECRET_KEY,
  paymentProvider: env.PAYMENT_PROVIDER,
});
const app = express();
app.use(express.json());

app.post('/checkout', async ({ body }, response) => {
  send(response, await checkout.pay(body));
});
app.post('/webhooks/payments', async ({ body }, response) => {
  send(response, await checkout.settle(body.payment));
});

// Behind your own sign-in.
app.post('/orders/:id/cancellation', async ({ params: { id } }, response) => {
  send(response, await checkout.takeBack(id, {}, 'cancellation'));
});
app.post('/orders/:id/returns', async ({ params: { id }, body, headers }, response) => {
  send(response, await checkout.takeBack(id, body, headers['idempotency-key']));
});

function send(response, { status, body }) {
  response.status(status).json(body);
}

// 503: whoever asked asks again. A payment provider does by itself, for days: that is the queue.
app.use((error, _request, response, _next) => {
  console.error(error);
  const isAway = error instanceof CouponServerError && error.retryable;
  response.status(isAway ? 503 : 500).json({ code: isAway ? 'try-again' : 'internal' });
});

const server = app.listen(env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${server.address().port}`);
});
