import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Cart } from '../../src/model/cart.js';
import type { CatalogFile, CouponEntry } from '../../src/server/index.js';
import { openCouponServer, type CouponServer, type Customer } from './open-coupon-server.js';
import { openPaymentProvider, type PaymentProvider } from './payment-provider.js';
import { backends, type Backend, type Settings } from './start-backend.js';

const products: CatalogFile = {
  currency: 'CNY',
  products: [
    { id: 'tea', unitPrice: 12_800, shop: 'north' },
    { id: 'cup', unitPrice: 4_500, shop: 'south' },
  ],
  shipping: [{ shop: 'north', fee: 800 }, { fee: 600 }],
};
const benefit = { kind: 'amount', amount: 3_000 };
const coupons: readonly CouponEntry[] = [
  { coupon: { id: 'autumn', conditions: { minSpend: 20_000 }, benefit }, claim: {} },
];
/** Two teas and a cup at 30,100, delivery 1,400, less 3,000. */
const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'tea', product: 'tea', shop: 'north', unitPrice: 12_800, quantity: 2 },
    { id: 'cup', product: 'cup', shop: 'south', unitPrice: 4_500, quantity: 1 },
  ],
  shipping: [{ shop: 'north', fee: 800 }, { fee: 600 }],
};
const total = 28_500;
const minutes = 60_000;

let server: CouponServer;
let provider: PaymentProvider;
let settings: Settings;

before(async () => {
  server = await openCouponServer(products, coupons);
  provider = await openPaymentProvider();
  settings = {
    COUPON_SERVER: server.address,
    COUPON_SECRET_KEY: server.secretKey,
    PAYMENT_PROVIDER: provider.address,
  };
});
after(async () => {
  await server.close();
  provider.close();
});

for (const [name, start] of Object.entries(backends)) {
  describe(`the backend in ${name}`, () => {
    let backend: Backend;
    before(async () => (backend = await start(settings)));
    after(() => backend.kill());

    interface Said {
      readonly status: number;
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      readonly body: any;
    }
    async function post(path: string, body: object = {}, key?: string): Promise<Said> {
      const response = await fetch(backend.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    }
    const tell = (payment: string) => post('/webhooks/payments', { payment });

    /** A shopper with a coupon, a promised price and a hold. */
    async function reserve() {
      const customer = await server.shopper(randomUUID());
      await customer.claim('autumn');
      const { token } = await customer.quote(cart, ['autumn']);
      const hold = await customer.reserve(token, cart);
      return { customer, token, hold: hold.id };
    }
    /** The same, and an order that waits for its payment. */
    async function order() {
      const reserved = await reserve();
      const { status, body } = await post('/checkout', { cart, ...reserved });
      assert.deepEqual({ status, amount: body.amount }, { status: 201, amount: total });
      return { ...reserved, order: body.order as string };
    }
    async function paidOrder() {
      const made = await order();
      provider.pay(made.order);
      assert.deepEqual(await tell(made.order), { status: 200, body: { state: 'paid' } });
      return made;
    }
    const stateOf = async (customer: Customer) => (await customer.wallet()).map(({ state }) => state);

    it('takes an order from its price to its redemption', async () => {
      const { customer, order } = await paidOrder();
      assert.deepEqual(await stateOf(customer), ['used']);
      const { status, amount, refunded } = provider.find(order);
      assert.deepEqual({ status, amount, refunded }, { status: 'paid', amount: total, refunded: 0 });
    });

    it('charges nothing for another cart than was priced', async () => {
      const { token, hold } = await reserve();
      const [tea, cup] = cart.lines;
      const other = { ...cart, lines: [{ ...tea!, quantity: 3 }, cup!] };
      assert.deepEqual(await post('/checkout', { cart: other, token, hold }), {
        status: 409,
        body: { code: 'other-cart' },
      });
      assert.ok([...provider.payments.values()].every((payment) => payment.hold !== hold));
    });

    it('charges nothing by a token that has expired, or that nobody signed', async () => {
      server.offsetMs = -10 * minutes;
      const { token, hold } = await reserve();
      server.offsetMs = 0;
      assert.deepEqual(await post('/checkout', { cart, token, hold }), {
        status: 409,
        body: { code: 'expired' },
      });
      const forged = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      assert.deepEqual((await post('/checkout', { cart, token: forged, hold })).body, { code: 'bad-token' });
    });

    it('charges nothing where the price has coupons that nobody holds for the order', async () => {
      const { token } = await reserve();
      assert.deepEqual(await post('/checkout', { cart, token }), { status: 409, body: { code: 'not-held' } });
    });

    it('takes an order without coupons, which has no hold', async () => {
      const customer = await server.shopper(randomUUID());
      const { token } = await customer.quote(cart, []);
      const [one, two] = await Promise.all([1, 2].map(() => post('/checkout', { cart, token })));
      assert.deepEqual(one, two);
      assert.equal(one!.body.amount, total + 3_000);
      const id = one!.body.order as string;
      provider.pay(id);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual((await post(`/orders/${id}/cancellation`)).body, { code: 'no-coupons' });
    });

    it('makes one payment, however often the shopper presses', async () => {
      const { token, hold } = await reserve();
      const said = await Promise.all([1, 2, 3].map(() => post('/checkout', { cart, token, hold })));
      assert.equal(new Set(said.map(({ body }) => body.order)).size, 1);
    });

    it('gives the coupon back where the payment fails', async () => {
      const { customer, order: id } = await order();
      provider.fail(id);
      assert.deepEqual(await stateOf(customer), ['reserved']);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'failed' } });
      assert.deepEqual(await stateOf(customer), ['held']);
    });

    it('takes a payment that lands after the hold has ended, where the coupon is still free', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      server.offsetMs = 20 * minutes;
      assert.deepEqual(await stateOf(customer), ['held']);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
      server.offsetMs = 0;
    });

    it('pays the money back where the coupon went to another order meanwhile', async () => {
      const { customer, order: id } = await order();
      server.offsetMs = 20 * minutes;
      const { token } = await customer.quote(cart, ['autumn']);
      const second = await customer.reserve(token, cart);
      provider.pay(id);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'refunded', code: 'hold-ended' } });
      assert.equal(provider.find(id).refunded, total);
      assert.deepEqual(await stateOf(customer), ['reserved']);
      await customer.release(second.id);
      server.offsetMs = 0;
    });

    it('takes an order that the shopper had gone back from, and paid all the same', async () => {
      const { customer, hold, order: id } = await order();
      await customer.release(hold);
      provider.pay(id);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
    });

    it('redeems once where two messages come at a time, and more later', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      const said = [...(await Promise.all([tell(id), tell(id)])), await tell(id)];
      for (const each of said) assert.deepEqual(each, { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
      assert.equal(provider.find(id).refunded, 0);
    });

    it('asks again where the answer of the redemption is lost', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      const before = server.count(/redemptions$/);
      server.lostAnswers = 1;
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.equal(server.count(/redemptions$/), before + 2);
      assert.deepEqual(await stateOf(customer), ['used']);
    });

    it('has the message repeated while the coupon server is away', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      await server.stop();
      assert.deepEqual(await tell(id), { status: 503, body: { code: 'try-again' } });
      await server.start();
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
    });

    it('loses nothing where it crashes between the payment and the redemption', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      await backend.kill();
      await assert.rejects(tell(id));
      backend = await start(settings);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
    });

    it('redeems once where it crashes before it hears that it has', async () => {
      const { customer, order: id } = await order();
      provider.pay(id);
      const before = server.count(/redemptions$/);
      server.lostAnswers = Infinity;
      const heard = tell(id).catch(() => undefined);
      while (server.count(/redemptions$/) === before) await new Promise((resolve) => setTimeout(resolve, 5));
      await backend.kill();
      await heard;
      server.lostAnswers = 0;
      backend = await start(settings);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'paid' } });
      assert.deepEqual(await stateOf(customer), ['used']);
      assert.equal(provider.find(id).refunded, 0);
    });

    it('pays back what was charged otherwise than promised, and gives the coupon back', async () => {
      const { customer, order: id } = await order();
      provider.pay(id, total - 1);
      const undone = { status: 200, body: { state: 'refunded', code: 'other-amount' } };
      assert.deepEqual(await tell(id), undone);
      assert.equal(provider.find(id).status, 'refunded');
      assert.deepEqual(await stateOf(customer), ['held']);
      assert.deepEqual(await tell(id), { status: 200, body: { state: 'refunded' } });
    });

    it('cancels an order: all of the money and the coupon go back, once', async () => {
      const { customer, order: id } = await paidOrder();
      const cancelled = { status: 200, body: { amount: total, coupons: ['autumn'] } };
      assert.deepEqual(await post(`/orders/${id}/cancellation`), cancelled);
      assert.deepEqual(await post(`/orders/${id}/cancellation`), cancelled);
      assert.equal(provider.find(id).refunded, total);
      assert.deepEqual(await stateOf(customer), ['held']);
    });

    it('pays back what comes back; two equal returns are two, and one that is repeated is one', async () => {
      const { customer, order: id } = await paidOrder();
      const tea = { returned: [{ line: 'tea', quantity: 1 }] };
      const first = await post(`/orders/${id}/returns`, tea, 'return-1');
      assert.equal(first.status, 200);
      assert.deepEqual(await post(`/orders/${id}/returns`, tea, 'return-1'), first);
      assert.equal(provider.find(id).refunded, first.body.amount);
      const second = await post(`/orders/${id}/returns`, tea, 'return-2');
      assert.deepEqual(second.body.coupons, []);
      assert.deepEqual(await post(`/orders/${id}/returns`, tea, 'return-3'), {
        status: 409,
        body: { code: 'more-than-remains' },
      });
      const cup = { returned: [{ line: 'cup', quantity: 1 }], shipping: true };
      const last = await post(`/orders/${id}/returns`, cup, 'return-4');
      assert.deepEqual(last.body.coupons, ['autumn']);
      assert.equal(provider.find(id).refunded, total);
      assert.deepEqual(await stateOf(customer), ['held']);
    });

    it('demands a key for a return, and a paid order', async () => {
      const { order: id } = await order();
      assert.equal((await post(`/orders/${id}/returns`, {})).status, 400);
      assert.deepEqual((await post(`/orders/${id}/cancellation`)).body, { code: 'unknown-redemption' });
    });
  });
}
