import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdapterError, type Adapter, type Call } from '../../src/adapters/adapter.js';
import type { KeptToken, PlatformOptions } from '../../src/adapters/internal/platform-options.js';
import { parseStoreCart, toPlatformCart } from '../../src/adapters/internal/woocommerce-cart.js';
import { createWooCommerceAdapter, createWooCommercePlatform } from '../../src/adapters/woocommerce.js';
import { check } from '../../src/engine/index.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import { contractFeed, platformContract } from '../contracts/platform-contract.js';
import {
  bodyOf,
  oneOfEach,
  openRecordedShop,
  recordings,
  type Items,
  type RecordedCart,
  type RecordedShop,
} from '../platforms/woocommerce/recorded-shop.js';
import { createMemoryStorage } from './memory-storage.js';

const stickerAndMug: Items = { 10: 1, 12: 1 };
const sixMugs: Items = { 10: 6, 12: 1 };
/** A platform's terms of what the answer of a step says. */
const cartOf = (body: unknown, basis?: 'net' | 'gross') =>
  toPlatformCart(parseStoreCart(body), new Map(), basis);

let shop: RecordedShop;

before(async () => (shop = await openRecordedShop()));
after(() => shop.close());

platformContract('woocommerce', async () => ({
  capabilities: { reasons: 'missing', allocations: 'missing' },
  privateCode: 'SOLO',
  async visit() {
    const cart = shop.openCart(oneOfEach);
    const storage = createMemoryStorage();
    const send = async (path: string, code: string) => {
      await fetch(shop.server + path, {
        method: 'POST',
        headers: { 'Cart-Token': cart.token, 'Content-Type': 'application/json' },
        body: JSON.stringify({ code }),
      });
    };
    return {
      open: () => openAdapter({ token: keep(cart.token), storage }),
      codes: async () => cart.codes,
      addCode: (code) => send('/cart/apply-coupon', code),
      removeCode: (code) => send('/cart/remove-coupon', code),
      changeCart: async () => cart.setItems(stickerAndMug),
    };
  },
}));

describe('the adapter of WooCommerce', () => {
  describe('knows the shopper', () => {
    it('by cookies, and proves with the nonce of the last answer that a change is meant', async () => {
      const cart = shop.openCart(oneOfEach);
      const adapter = openAdapter({ fetch: withCookie(cart) });
      const verdict = await verify(adapter, 'save10');
      assert.equal(verdict.totals.payable, 5295);
      assert.deepEqual(cart.codes, ['save10']);
      const [get] = lastRequests(/^\/cart/, 1);
      assert.equal(get!.headers['nonce'], undefined);
      const [post] = lastRequests(/^\/batch/, 1);
      const { requests } = post!.body as { requests: { headers: Record<string, string> }[] };
      assert.match(requests[0]!.headers['Nonce']!, /^nonce\d+$/);
      assert.equal(post!.headers['cart-token'], undefined);
    });

    it('reads once more where the nonce is good no longer, and says the codes again', async () => {
      const cart = shop.openCart(oneOfEach);
      const adapter = openAdapter({ fetch: expireNonceAfterReading(cart) });
      const { totals } = await verify(adapter, 'save10', 'expired');
      assert.equal(totals.payable, 5295);
      assert.deepEqual(cart.codes, ['save10']);
    });

    it('gives up where no nonce is taken, and the shop is not changed', async () => {
      const cart = shop.openCart(oneOfEach);
      const fetch = withCookie(cart, (headers) => headers.set('Nonce', 'cached'));
      await assert.rejects(verify(openAdapter({ fetch }), 'save10'), isError('unauthorized'));
      assert.deepEqual(cart.codes, []);
    });

    it('by a cart token, and needs no nonce then', async () => {
      const cart = shop.openCart(oneOfEach);
      await verify(openAdapter({ token: keep(cart.token) }), 'save10', 'expired');
      const [batch] = lastRequests(/^\/batch/, 1);
      assert.equal(batch!.headers['cart-token'], cart.token);
      const { requests } = batch!.body as { requests: { headers: object }[] };
      assert.deepEqual(
        requests.map(({ headers }) => headers),
        [{ 'Cart-Token': cart.token }, { 'Cart-Token': cart.token }],
      );
    });

    it('keeps the token that an answer brings, unless the storefront has got another one meanwhile', async () => {
      const cart = shop.openCart(oneOfEach);
      const renewed: typeof fetch = async (...request) => {
        const response = await fetch(...request);
        const headers = new Headers(response.headers);
        if (headers.has('Cart-Token')) headers.set('Cart-Token', 'renewed');
        return new Response(response.body, { status: response.status, headers });
      };
      const token = keep(cart.token);
      await openAdapter({ token, fetch: renewed }).cart!().read(call());
      assert.equal(token.get(), 'renewed');
      const other = keep(cart.token);
      const meanwhile: typeof fetch = async (...request) => {
        const response = await renewed(...request);
        if (String(request[0]).endsWith('/cart')) other.set!('of the storefront');
        return response;
      };
      await openAdapter({ token: other, fetch: meanwhile }).cart!().read(call());
      assert.equal(other.get(), 'of the storefront');
    });

    it('asks nothing where the storefront has no cart yet', async () => {
      const before = shop.requests.length;
      const adapter = openAdapter({ token: keep(undefined) });
      assert.deepEqual(await adapter.cart!().read(call()), { isNews: false });
      assert.equal(shop.requests.length, before);
    });
  });

  describe('states the codes', () => {
    it('in one request, whatever has to go and to come', async () => {
      const cart = shop.openCart(oneOfEach);
      const adapter = openAdapter({ token: keep(cart.token) });
      await verify(adapter, 'save10', 'fix5');
      const from = shop.requests.length;
      const { outcomes, totals } = await verify(adapter, 'save10', 'nope');
      const changes = shop.requests.slice(from).filter(({ method }) => method === 'POST');
      assert.deepEqual(
        changes.map(({ path }) => path),
        ['/batch'],
      );
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        ['effective', 'rejected'],
      );
      assert.equal(totals.payable, 5295);
      assert.deepEqual(cart.codes, ['save10']);
    });

    it('25 at a time at most', async () => {
      const cart = shop.openCart(oneOfEach);
      const platform = createWooCommercePlatform({ server: shop.server, token: keep(cart.token) });
      const ask = askOf();
      const codes = Array.from({ length: 26 }, (_, index) => `unknown${index}`);
      const answer = await platform.setCodes(codes, (await platform.read(ask))!, ask);
      assert.equal(answer.refused.length, 26);
      const sizes = lastRequests(/^\/batch/, 2).map(({ body }) => (body as { requests: [] }).requests.length);
      assert.deepEqual(sizes, [25, 1]);
    });

    for (const [noBatch, what] of [
      ['route', 'does not know'],
      ['firewall', 'keeps out'],
    ] as const)
      it(`one by one where the shop ${what} batches, and does not try again`, async () => {
        shop.trouble.noBatch = noBatch;
        const cart = shop.openCart(oneOfEach);
        const adapter = openAdapter({ token: keep(cart.token) });
        const from = shop.requests.length;
        assert.equal((await verify(adapter, 'save10', 'expired')).totals.payable, 5295);
        await verify(adapter, 'save10', 'fix5', 'nope');
        delete shop.trouble.noBatch;
        assert.deepEqual(cart.codes, ['save10', 'fix5']);
        const batches = shop.requests.slice(from).filter(({ path }) => path === '/batch');
        assert.equal(batches.length, 1);
      });

    it('and takes one that is there already for what it is', async () => {
      const cart = shop.openCart(oneOfEach);
      const platform = createWooCommercePlatform({ server: shop.server, token: keep(cart.token) });
      const ask = askOf();
      const current = (await platform.read(ask))!;
      cart.setCodes(['save10']);
      // The shop answers `has already been applied`, with the code of every refusal.
      const { cart: after, refused } = await platform.setCodes(['SAVE10'], current, ask);
      assert.deepEqual(refused, []);
      assert.deepEqual(after.codes, ['save10']);
    });

    it('and takes the cart that comes with a conflict', async () => {
      const cart = shop.openCart(oneOfEach, ['save10']);
      const platform = createWooCommercePlatform({ server: shop.server, token: keep(cart.token) });
      const ask = askOf();
      const current = (await platform.read(ask))!;
      // Somebody has taken it off: 409, with the cart as it is.
      cart.setCodes([]);
      const from = shop.requests.length;
      const { cart: after, refused } = await platform.setCodes([], current, ask);
      assert.deepEqual([after.codes, after.payable, refused], [[], 5883, []]);
      assert.equal(shop.requests.length - from, 1);
    });

    it('and sees that a coupon for use alone has dropped the other one', async () => {
      const cart = shop.openCart(oneOfEach, ['save10']);
      const adapter = openAdapter({ token: keep(cart.token) });
      const learned = await adapter.exchange!({ code: 'SOLO' }, call());
      assert.ok('held' in learned);
      assert.deepEqual(cart.codes, ['solo']);
      const { outcomes, totals } = await verify(adapter, 'save10', learned.held.coupon.id);
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        ['rejected', 'effective'],
      );
      assert.equal(totals.payable, 5001);
    });

    it('and calls a refusal what it is: without a reason', async () => {
      for (const code of ['MIN100', 'MAX10', 'EXPIRED', 'DRAFT', 'EMAIL', 'MUGONLY', 'NEVER-SEEN']) {
        const cart = shop.openCart(oneOfEach, ['save10']);
        const answer = await openAdapter({ token: keep(cart.token), coupons: [] }).exchange!(
          { code },
          call(),
        );
        assert.deepEqual(answer, { refused: { code: 'unspecified', params: {} } }, code);
        assert.deepEqual(cart.codes, ['save10'], code);
      }
    });
  });

  describe('notices what went by itself', () => {
    it('though the shop says so only once, and to somebody else', async () => {
      const cart = shop.openCart(sixMugs, ['min100']);
      const adapter = openAdapter({ token: keep(cart.token) });
      const before = await adapter.cart!().read(call());
      assert.equal(before.cart!.lines.find(({ title }) => title === 'Mug')!.quantity, 6);
      cart.setItems(stickerAndMug);
      const told = await ask('/cart', cart);
      assert.equal((told as { errors: [] }).errors.length, 1);
      const { isNews } = await adapter.cart!().read(call());
      assert.equal(isNews, true);
      const last = await verify(adapter);
      assert.deepEqual([last.outcomes, last.totals.payable], [[], 2333]);
    });

    it('on the way to payment, when another order has taken the last use', async () => {
      // What `/checkout` was answered with: a conflict, and the cart without the coupon.
      const { data } = bodyOf('checkout ONCE B') as { data: { status: number; cart: unknown } };
      assert.equal(data.status, 409);
      const left = cartOf(data.cart);
      assert.deepEqual([left.codes, left.discounts, left.payable], [[], [], 2000]);
      assert.deepEqual(left, cartOf(bodyOf('GET cart B after')));
    });
  });

  describe('reads the cart', () => {
    it('without tax where the shop displays it so, and tells the tax', () => {
      const { cart, discounts, payable, basis, tax } = cartOf(lastBodyOf('apply-coupon FIX5', 200));
      assert.deepEqual([payable, basis, tax], [4795, 'net', 960]);
      assert.deepEqual(
        cart.lines.map(({ product, sku, unitPrice }) => [product, sku, unitPrice]),
        [
          ['10', 'Mug', 2000],
          ['11', 'Shirt', 3550],
          ['12', 'Sticker', 333],
        ],
      );
      assert.deepEqual(discounts, [
        { code: 'save10', label: 'save10', amount: 588 },
        { code: 'fix5', label: 'fix5', amount: 500 },
      ]);
    });

    it('with tax where the merchant wants it so, and adds up to what is due', () => {
      // The shop's own figures are a cent apart: 70.60 − 7.06 − 6.00 is 57.54, and due are 57.55.
      const { cart, discounts, payable, basis } = cartOf(lastBodyOf('apply-coupon FIX5', 200), 'gross');
      assert.deepEqual([payable, basis], [5755, 'gross']);
      assert.deepEqual(
        cart.lines.map(({ unitPrice }) => unitPrice),
        [2400, 4260, 400],
      );
      assert.deepEqual(
        discounts.map(({ amount }) => amount),
        [705, 600],
      );
    });

    it('with tax where the shop displays it so', () => {
      const { cart, payable, basis } = cartOf(displayedGross());
      assert.deepEqual([cart.lines[0]!.unitPrice, payable, basis], [2400, 2400, 'gross']);
    });

    it('in units of the currency, whatever the shop displays', () => {
      // `woocommerce_price_num_decimals`: none, and three.
      assert.equal(cartOf(inUnits('20', 0)).cart.lines[0]!.unitPrice, 2000);
      assert.equal(cartOf(inUnits('20005', 3)).cart.lines[0]!.unitPrice, 2001);
      assert.equal(cartOf(inUnits('2000', 0, 'JPY')).cart.lines[0]!.unitPrice, 2000);
      assert.equal(cartOf(inUnits('200000', 2, 'JPY')).cart.lines[0]!.unitPrice, 2000);
      // 3 × 12, as 30 and 5 for the tax: the shop rounds to whole dollars.
      const rounded = mugs({ quantity: 3, price: '12', subtotal: '30', tax: '5', total: '36', minorUnit: 0 });
      assert.deepEqual(
        cartOf(rounded).cart.lines.map(({ unitPrice, quantity }) => [unitPrice, quantity]),
        [[1200, 3]],
      );
    });

    it('in units of two prices where a price has more decimals than the shop displays', () => {
      // 3 × 3.3333
      const { lines } = cartOf(mugs({ quantity: 3, price: '333', subtotal: '1000', total: '1000' })).cart;
      assert.deepEqual(
        lines.map(({ unitPrice, quantity }) => [unitPrice, quantity]),
        [
          [333, 2],
          [334, 1],
        ],
      );
      assert.equal(new Set(lines.map(({ id }) => id)).size, 2);
    });

    it('with titles as text, and with the choices of a variation', () => {
      const { title } = cartOf(
        mugs({
          name: '<b>Caf&#233; &amp; Co</b> &#8211; &quot;Mug&quot; &amp;lt;',
          variation: [{ attribute: 'Color', value: 'Blue' }],
        }),
      ).cart.lines[0]!;
      assert.equal(title, 'Café & Co – "Mug" &lt;, Blue');
    });

    it('without the title of what has none', () => {
      assert.ok(!('title' in cartOf(mugs({ name: '<i></i>' })).cart.lines[0]!));
    });

    it('with fees that no coupon reaches, and with fees below zero as what the shop gives by itself', () => {
      const fee = (name: string, total: string) => ({ id: name, name, totals: { total, total_tax: '0' } });
      const { cart, discounts } = cartOf({
        ...(mugs({ total: '2200' }) as object),
        fees: [fee('Gift &amp; wrap', '500'), fee('Loyal', '-300')],
      });
      const { title, unitPrice, discountable } = cart.lines[1]!;
      assert.deepEqual([title, unitPrice, discountable], ['Gift & wrap', 500, false]);
      assert.deepEqual(discounts, [{ label: 'Loyal', amount: 300 }]);
    });

    it('with shipping where a way is chosen, and with what free shipping spares', () => {
      // Made as `CartShippingRateSchema.php` publishes it; nothing was shipped while recording.
      const rates = (chosen: string) =>
        ['flat_rate', 'free_shipping'].map((method) => ({
          method_id: method,
          price: method === 'flat_rate' ? '1300' : '0',
          taxes: '0',
          selected: method === chosen,
        }));
      const shipped = (chosen: string, coupons: readonly string[]) => {
        const body = mugs({ total: chosen === 'flat_rate' ? '3300' : '2000' }) as { totals: object };
        const total_shipping = chosen === 'flat_rate' ? '1300' : '0';
        return cartOf({
          ...body,
          needs_shipping: true,
          coupons: coupons.map((code) => ({
            code,
            totals: { total_discount: '0', total_discount_tax: '0' },
          })),
          totals: { ...body.totals, total_shipping, total_shipping_tax: '0' },
          shipping_rates: [{ shipping_rates: rates(chosen) }],
        });
      };
      assert.deepEqual(shipped('flat_rate', []).cart.shipping, [{ fee: 1300 }]);
      assert.deepEqual(shipped('free_shipping', []).cart.shipping, [{ fee: 0 }]);
      const free = shipped('free_shipping', ['freeship']);
      // The same cart with the coupon and without: else it would be put on and taken off for ever.
      assert.deepEqual(free.cart, shipped('flat_rate', []).cart);
      assert.deepEqual(free.discounts, [
        { code: 'freeship', label: 'freeship', amount: 1300, from: 'shipping' },
      ]);
      assert.equal(free.payable, 2000);
    });

    it('and says of what is no cart that it is none', () => {
      for (const body of [
        undefined,
        {},
        [],
        { ...(mugs({}) as object), coupons: 'none' },
        mugs({ price: '20.00' }),
      ])
        assert.throws(() => cartOf(body), isError('bad-response'));
    });
  });

  describe('knows the products', () => {
    const term = (id: number, slug: string) => ({ id, name: slug, slug, link: '' });

    it('by their categories, tags and brand, of a variation by its parent’s, and asks once', async () => {
      shop.products.set(10, {
        type: 'simple',
        parent: 0,
        on_sale: true,
        categories: [term(15, 'mugs'), term(16, '2024')],
        tags: [term(21, 'blue')],
        brands: [term(31, 'acme')],
      });
      shop.products.set(11, {
        type: 'variation',
        parent: 90,
        on_sale: false,
        categories: [],
        tags: [],
        brands: [],
      });
      shop.products.set(90, { type: 'variable', parent: 0, on_sale: true, categories: [term(17, 'shirts')] });
      const cart = shop.openCart(oneOfEach);
      const platform = createWooCommercePlatform({ server: shop.server, token: keep(cart.token) });
      const asVariation: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (!String(input).endsWith('/cart')) return response;
        const text = await response.text();
        const body = JSON.parse(text) as { items: { id: number; type: string }[] };
        for (const item of body.items) if (item.id === 11) item.type = 'variation';
        return Response.json(body, { headers: response.headers });
      };
      const from = shop.requests.length;
      const { cart: read } = (await platform.read(askOf(asVariation)))!;
      await platform.read(askOf(asVariation));
      shop.products.clear();
      assert.deepEqual(
        read.lines.map(({ product, brand, categories, tags }) => ({ product, brand, categories, tags })),
        [
          // A slug of digits is left out: it would be another term's id.
          { product: '10', brand: 'acme', categories: ['15', 'mugs', '16'], tags: ['21', 'blue', 'sale'] },
          { product: '90', brand: undefined, categories: ['17', 'shirts'], tags: undefined },
          { product: '12', brand: undefined, categories: undefined, tags: undefined },
        ],
      );
      const asked = shop.requests.slice(from).filter(({ path }) => path.startsWith('/products'));
      assert.deepEqual(
        asked.map(({ path }) => new URL(path, 'http://shop').searchParams.get('include')).sort(),
        ['10,12', '11', '90'],
      );
    });

    it('and by the prices of the cart where the shop lists a product nowhere', async () => {
      const cart = shop.openCart(oneOfEach);
      const platform = createWooCommercePlatform({ server: shop.server, token: keep(cart.token) });
      const onSale: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (!String(input).endsWith('/cart')) return response;
        const body = (await response.json()) as { items: { prices: object }[] };
        body.items[0]!.prices = { ...body.items[0]!.prices, regular_price: '2500' };
        return Response.json(body, { headers: response.headers });
      };
      const { cart: read } = (await platform.read(askOf(onSale)))!;
      assert.deepEqual(
        read.lines.map(({ tags }) => tags),
        [['sale'], undefined, undefined],
      );
    });

    it('and does without where the shop does not tell', async () => {
      shop.trouble.noProducts = true;
      const cart = shop.openCart(oneOfEach);
      const adapter = openAdapter({ token: keep(cart.token) });
      const from = shop.requests.length;
      const { totals } = await verify(adapter, 'save10');
      delete shop.trouble.noProducts;
      assert.equal(totals.payable, 5295);
      const asked = shop.requests.slice(from).filter(({ path }) => path.startsWith('/products'));
      assert.equal(asked.length, 1);
    });
  });

  it('waits as long as a shop wants that has had too many requests', async () => {
    shop.trouble.isLimited = true;
    shop.trouble.retryAfter = 7;
    const adapter = openAdapter({ token: keep(shop.openCart(oneOfEach).token) });
    await assert.rejects(adapter.cart!().read(call()), (error: unknown) => {
      assert.ok(error instanceof AdapterError);
      assert.deepEqual([error.kind, error.retryable, error.retryAfterMs], ['rate-limited', true, 7000]);
      return true;
    });
    delete shop.trouble.isLimited;
  });

  it('reaches the API of a shop without pretty permalinks', async () => {
    const asked: string[] = [];
    const platform = createWooCommercePlatform({ server: 'https://shop.example/?rest_route=/wc/store/v1' });
    await platform.read(async ({ path }) => {
      asked.push(path);
      return { status: 200, headers: new Headers(), value: path === '/cart' ? mugs({}) : [] };
    });
    assert.deepEqual(asked, ['/cart', '/products&include=10&per_page=100']);
  });
});

function openAdapter(options: Partial<PlatformOptions>): Adapter {
  return createWooCommerceAdapter({
    server: shop.server,
    coupons: contractFeed,
    engine: { check },
    storage: createMemoryStorage(),
    ...options,
  });
}

async function verify(adapter: Adapter, ...coupons: string[]) {
  const { cart } = await adapter.cart!().read(call());
  return adapter.verify({ cart: cart!, desired: coupons.map((coupon) => ({ coupon })) }, call());
}

function call(): Call {
  return { signal: new AbortController().signal, idempotencyKey: createIdempotencyKey() };
}

function keep(token: string | undefined): KeptToken {
  let kept = token;
  return { get: () => kept, set: (next) => void (kept = next) };
}

/** As a browser does it: with the cookie of the cart's session. */
function withCookie(cart: RecordedCart, change = (_: Headers): void => {}): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    if (init?.credentials === 'same-origin') headers.set('Cookie', cart.cookie);
    if (init?.method === 'POST') {
      change(headers);
      const body = String(init.body);
      const nonce = headers.get('Nonce') ?? '';
      return fetch(input, {
        ...init,
        headers,
        body: body.replaceAll(/"Nonce":"\w+"/g, `"Nonce":"${nonce}"`),
      });
    }
    return fetch(input, { ...init, headers });
  };
}

/** The nonce ends between the reading and the change, once. */
function expireNonceAfterReading(cart: RecordedCart): typeof fetch {
  let hasEnded = false;
  return withCookie(cart, () => {
    if (!hasEnded) shop.renewNonce();
    hasEnded = true;
  });
}

async function ask(path: string, cart: RecordedCart): Promise<unknown> {
  const response = await fetch(shop.server + path, { headers: { 'Cart-Token': cart.token } });
  return response.json();
}

/** Asks the shop as `createPlatformAdapter` does, without what that adds. */
function askOf(send = fetch): Parameters<ReturnType<typeof createWooCommercePlatform>['read']>[0] {
  return async ({ path, method = 'GET', headers = {}, body }) => {
    const response = await send(shop.server + path, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, value: await response.json() };
  };
}

function lastRequests(path: RegExp, count: number) {
  return shop.requests.filter((each) => path.test(each.path)).slice(-count);
}

function isError(kind: string) {
  return (error: unknown) => error instanceof AdapterError && error.kind === kind;
}

/** The recorded cart with one Mug, changed where a case says so. */
function mugs({
  name = 'Mug',
  variation = [] as readonly object[],
  quantity = 1,
  price = '2000',
  subtotal = '2000',
  tax = '0',
  total = '2000',
  currency = 'USD',
  minorUnit = 2,
}): unknown {
  const body = bodyOf('add-item Mug') as { items: object[]; totals: object };
  return {
    ...body,
    items: [
      {
        ...body.items[0],
        name,
        variation,
        quantity,
        prices: { price, regular_price: price },
        totals: { line_subtotal: subtotal, line_subtotal_tax: tax },
      },
    ],
    totals: {
      ...body.totals,
      total_price: total,
      total_tax: tax,
      currency_code: currency,
      currency_minor_unit: minorUnit,
    },
  };
}

function inUnits(price: string, minorUnit: number, currency = 'USD'): unknown {
  return mugs({ price, subtotal: price, total: price, minorUnit, currency });
}

/** The recorded Mug at 20.00 and 4.00 tax, displayed with it. */
function displayedGross(): unknown {
  return mugs({ price: '2400', subtotal: '2000', tax: '400', total: '2400' });
}

function lastBodyOf(step: string, status: number): unknown {
  const { res } = recordings.find((each) => each.step === step && each.res.status === status)!;
  return res.json;
}
