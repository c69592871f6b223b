/**
 * What the live tests (test/platforms/vendure) cannot make Vendure say: faults, and shops that are set up otherwise. The order is in the form of the
 * Shop API's schema, version 3.7.3.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { AdapterError, type Adapter, type AdapterErrorKind, type Call } from '../../src/adapters/adapter.js';
import type { PlatformOptions } from '../../src/adapters/internal/platform-options.js';
import { createVendureAdapter } from '../../src/adapters/vendure.js';
import { check } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import { createMemoryStorage } from './memory-storage.js';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

const activeOrder = {
  state: 'AddingItems',
  couponCodes: [],
  currencyCode: 'USD',
  total: 2000,
  totalWithTax: 2400,
  customer: null,
  promotions: [],
  lines: [
    {
      id: '7',
      quantity: 1,
      unitPrice: 2000,
      unitPriceWithTax: 2400,
      proratedLinePrice: 2000,
      proratedLinePriceWithTax: 2400,
      discounts: [],
      featuredAsset: null,
      productVariant: {
        sku: 'MUG',
        name: 'Mug',
        facetValues: [{ id: '5' }],
        product: { id: '3', facetValues: [{ id: '4' }, { id: '5' }], collections: [{ id: '2' }] },
      },
    },
  ],
  surcharges: [],
  shippingLines: [],
};

describe('vendure', () => {
  it('says who asks: the session, the channel, the language', async () => {
    const { sent, adapter } = open(activeOrder, {
      server: 'https://shop.example/shop-api?languageCode=de',
      key: 'de-channel',
    });
    await cartOf(adapter);
    const [{ url, init }] = sent as [Sent];
    assert.equal(url, 'https://shop.example/shop-api?languageCode=de');
    const headers = new Headers(init.headers);
    assert.equal(headers.get('authorization'), 'Bearer session');
    assert.equal(headers.get('vendure-token'), 'de-channel');
    // Else a cookie of another session would count.
    assert.equal(init.credentials, 'same-origin');
  });

  it('begins no session: without one of the shop’s pages there is no cart', async () => {
    const { sent, adapter } = open(activeOrder, { token: { get: () => undefined } });
    assert.deepEqual(await adapter.cart!().read(call()), { isNews: false });
    assert.deepEqual(sent, []);
  });

  it('asks with the cookie where the shop’s pages have asked, and keep no token', async () => {
    const api = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const server = `http://127.0.0.1:${(api.address() as AddressInfo).port}/shop-api`;
    const told = new Promise((resolve) => new PerformanceObserver(resolve).observe({ type: 'resource' }));
    await (await fetch(server)).text();
    await told;
    api.close();
    const { sent, adapter } = open(activeOrder, { server, token: { get: () => undefined } });
    await cartOf(adapter);
    assert.equal(sent[0]!.init.credentials, 'include');
  });

  it('takes over the session that Vendure gives for one that has ended, unless the shop’s pages have another by then', async () => {
    for (const [meanwhile, expected] of [
      ['ended', 'given'],
      ['theirs', 'theirs'],
    ]) {
      let kept: string | undefined = 'ended';
      const { adapter } = open(activeOrder, {
        token: { get: () => kept, set: (token) => (kept = token) },
        onRequest: () => (kept = meanwhile),
      });
      await cartOf(adapter);
      assert.equal(kept, expected);
    }
  });

  it('reads what Vendure charges beside products: a line that no coupon is for, or a discount', async () => {
    const { adapter } = open({
      ...activeOrder,
      total: 2150,
      totalWithTax: 2580,
      surcharges: [
        { id: '1', description: 'Gift wrap', price: 250, priceWithTax: 300 },
        { id: '2', description: 'For the wait', price: -100, priceWithTax: -120 },
      ],
    });
    const cart = await cartOf(adapter);
    assert.deepEqual(cart.lines[1], {
      id: 'surcharge 1',
      product: 'surcharge 1',
      title: 'Gift wrap',
      unitPrice: 250,
      quantity: 1,
      discountable: false,
    });
    const { automatic, totals } = await adapter.verify({ cart, desired: [] }, call());
    assert.deepEqual(automatic, [{ label: 'For the wait', amount: 100 }]);
    assert.equal(totals.payable, 2150);
  });

  it('reads yen, of which Vendure has hundredths', async () => {
    const [line] = activeOrder.lines;
    const { adapter } = open({
      ...activeOrder,
      currencyCode: 'JPY',
      couponCodes: ['TEN'],
      promotions: [{ id: '1', name: 'A tenth off', couponCode: 'TEN' }],
      total: 108_000,
      totalWithTax: 129_600,
      lines: [
        {
          ...line,
          unitPrice: 120_000,
          proratedLinePrice: 108_000,
          discounts: [
            {
              adjustmentSource: 'PROMOTION:1',
              description: 'A tenth off',
              amount: -12_000,
              amountWithTax: -14_400,
            },
          ],
        },
      ],
    });
    const cart = await cartOf(adapter);
    assert.equal(cart.lines[0]!.unitPrice, 1200);
    const desired = [{ coupon: 'ten', code: 'TEN' }];
    const { totals, outcomes } = await adapter.verify({ cart, desired }, call());
    assert.deepEqual([totals.payable, totals.tax, outcomes[0]!.amount], [1080, 216, 120]);
  });

  for (const [what, answer, kind] of [
    ['a refusal to talk', { errors: [{ extensions: { code: 'FORBIDDEN' } }], data: null }, 'unauthorized'],
    [
      'its own failure',
      { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }], data: null },
      'unavailable',
    ],
    ['an error without a code', { errors: [{ message: '<b>no</b>' }] }, 'bad-response'],
    ['something else than an object', 'hello', 'bad-response'],
    ['no data', {}, 'bad-response'],
    ['an order without lines', dataOf({ ...activeOrder, lines: undefined }), 'bad-response'],
    ['a price below 0', dataOf({ ...activeOrder, total: -1 }), 'bad-response'],
    ['a price in text', dataOf({ ...activeOrder, total: '2000' }), 'bad-response'],
    ['a currency that is none', dataOf({ ...activeOrder, currencyCode: 'dollars' }), 'bad-response'],
  ] as [string, unknown, AdapterErrorKind][])
    it(`says ${kind} where Vendure answers with ${what}`, async () => {
      const { adapter } = open(undefined, { answer });
      await assert.rejects(cartOf(adapter), (error) => error instanceof AdapterError && error.kind === kind);
    });
});

interface Setting extends Partial<PlatformOptions> {
  /** Instead of the order. */
  readonly answer?: unknown;
  /** What happens meanwhile. */
  readonly onRequest?: () => void;
}

function open(
  order: unknown,
  { answer = dataOf(order), onRequest, ...options }: Setting = {},
): { readonly adapter: Adapter; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  const adapter = createVendureAdapter({
    server: 'https://shop.example/shop-api',
    token: { get: () => 'session' },
    engine: { check },
    storage: createMemoryStorage(),
    async fetch(url, init = {}) {
      sent.push({ url: String(url), init });
      onRequest?.();
      return Response.json(answer, { headers: { 'vendure-auth-token': 'given' } });
    },
    ...options,
  });
  return { adapter, sent };
}

function dataOf(activeOrder: unknown): object {
  return { data: { activeChannel: { pricesIncludeTax: false }, activeOrder } };
}

async function cartOf(adapter: Adapter): Promise<Cart> {
  return (await adapter.cart!().read(call())).cart!;
}

function call(): Call {
  return { signal: new AbortController().signal };
}
