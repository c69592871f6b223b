/**
 * A stand-in for a Shopify shop. This is NOT Shopify, and nothing here was recorded from it: nobody can run Shopify on their own machine. It is written from what
 * Shopify publishes:
 * - the Storefront API by its schema, version 2026-10 (`storefront.graphql`): queries are validated and answered by that schema itself;
 * - which warnings there are: `CartWarningCode` of that schema; that they name no code: Shopify/mobile-buy-sdk-android#815;
 * - the Ajax API's `/cart.js` and `/cart/update.js` (https://shopify.dev/docs/api/ajax/reference/cart, and the change of 2025-05-21 that brought `discount`), amounts
 *   in hundredths also of currencies without (https://shopify.dev/docs/api/liquid/objects/discount_allocation), a code's application titled by the code;
 * - that a row's key is another when a discount reaches it, and that a code that is not honoured stays on the cart with `applicable: false`.
 * How Shopify really rounds and splits is not published; `price-cart.ts` says what is assumed.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphql } from 'graphql';
import { exponentOf } from '../../../src/money/exponent.js';
import { sayThemeCart, type Row } from './say-theme-cart.js';
import { priceCart, type ShopDiscount, type ShopLine, type ShopProduct, type Taken } from './price-cart.js';

export interface PublishedShop {
  readonly url: string;
  /** What it sells and gives; may be changed at any time. */
  readonly products: ShopProduct[];
  readonly discounts: ShopDiscount[];
  /** The next answers, in order; then those of the shop again. */
  readonly faults: Fault[];
  /** Further answers by path: what a theme's pages and files are. */
  readonly pages: Map<string, () => Page | Promise<Page>>;
  /** What was asked, the newest last. */
  readonly requests: readonly ShopRequest[];
  /** Returns a new cart's token. */
  createCart(lines: readonly ShopLine[]): string;
  /** To be changed as the shop's own pages change it. */
  cart(token: string): ShopCart;
  /** The cart as Liquid has it, in what `docs/shopify.md` uses of it. */
  liquidCart(token: string): object;
  close(): Promise<void>;
}

export interface ShopCart {
  lines: readonly ShopLine[];
  codes: readonly string[];
  /** Minor units: the chosen way of delivery. */
  fee?: number;
  country?: string;
}

export interface Fault {
  readonly status?: number;
  readonly body: unknown;
  /** Whether the request has its effect all the same. */
  readonly isDone?: boolean;
}

export interface Page {
  readonly type: string;
  readonly body: string;
}

export interface ShopRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

const schema = buildSchema(readFileSync(new URL('./storefront.graphql', import.meta.url), 'utf8'));
const publicToken = 'public-token';

/** @param currency of all prices */
export async function openPublishedShop(currency = 'USD'): Promise<PublishedShop> {
  const products: ShopProduct[] = [];
  const discounts: ShopDiscount[] = [];
  const faults: Fault[] = [];
  const requests: ShopRequest[] = [];
  const pages = new Map<string, () => Page | Promise<Page>>();
  const carts = new Map<string, ShopCart>();
  let made = 0;

  const look = (cart: ShopCart) => {
    const rows = cart.lines.map((line, index): Row => ({
      ...line,
      index,
      product: products.find(({ variant }) => variant === line.variant)!,
    }));
    const prices = rows.map(({ product, quantity }) => ({
      product: product.id,
      subtotal: product.price * quantity,
    }));
    return { rows, ...priceCart(prices, cart.codes, discounts, cart.fee) };
  };

  const money = (amount: number) => ({
    amount: (amount / 10 ** exponentOf(currency)).toFixed(Math.max(1, exponentOf(currency))),
    currencyCode: currency,
  });

  const sayAllocation = ({ discount, amount }: Taken) => ({
    __typename: discount.code ? 'CartCodeDiscountAllocation' : 'CartAutomaticDiscountAllocation',
    ...(discount.code ? { code: discount.code } : { title: discount.title }),
    discountedAmount: money(amount),
  });

  /** A cart of the Storefront API; the schema picks what is asked for. */
  const sayCart = (cart: ShopCart) => {
    const { rows, taken, codes } = look(cart);
    const total =
      rows.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0) -
      taken.filter(({ line }) => line !== undefined).reduce((sum, { amount }) => sum + amount, 0);
    const sayLine = ({ product, variant, quantity, properties = {}, index }: Row) => ({
      __typename: 'CartLine',
      quantity,
      attributes: Object.entries(properties).map(([key, value]) => ({ key, value })),
      sellingPlanAllocation: null,
      cost: { amountPerQuantity: money(product.price) },
      discountAllocations: ({ lineLevelOnly }: { lineLevelOnly: boolean }) =>
        taken
          .filter(({ line, discount }) => line === index && (!lineLevelOnly || discount.product))
          .map(sayAllocation),
      merchandise: {
        __typename: 'ProductVariant',
        id: `gid://shopify/ProductVariant/${variant}`,
        sku: product.sku ?? null,
        title: product.variantTitle ?? 'Default Title',
        image: null,
        product: {
          id: `gid://shopify/Product/${product.id}`,
          title: product.title,
          vendor: product.vendor,
          productType: product.type,
          isGiftCard: !!product.isGiftCard,
          tags: product.tags,
          collections: ({ first }: { first: number }) => ({
            nodes: product.collections
              .slice(0, first)
              .map(({ id, handle }) => ({ id: `gid://shopify/Collection/${id}`, handle })),
          }),
        },
      },
    });
    return {
      buyerIdentity: { countryCode: cart.country ?? null },
      cost: { totalAmount: money(total) },
      discountCodes: codes.map(({ code, warning }) => ({ code, applicable: !warning })),
      lines({ first, after }: { first: number; after?: string | null }) {
        const start = after ? Number(after) : 0;
        const page = rows.slice(start, start + first);
        return {
          nodes: page.map(sayLine),
          pageInfo: { hasNextPage: start + first < rows.length, endCursor: `${start + page.length}` },
        };
      },
      deliveryGroups: {
        nodes:
          cart.fee === undefined
            ? []
            : [
                {
                  selectedDeliveryOption: { estimatedCost: money(cart.fee) },
                  discountAllocations: taken.filter(({ line }) => line === undefined).map(sayAllocation),
                },
              ],
      },
    };
  };

  const cartOf = (id: string) => carts.get(id.replace('gid://shopify/Cart/', ''));

  const rootValue = {
    cart({ id }: { id: string }) {
      const cart = cartOf(id);
      return cart ? sayCart(cart) : null;
    },
    cartDiscountCodesUpdate({ cartId, discountCodes }: { cartId: string; discountCodes: readonly string[] }) {
      const cart = cartOf(cartId);
      if (!cart) return { cart: null, userErrors: [{ code: 'INVALID' }], warnings: [] };
      cart.codes = discountCodes;
      // The newest warning is not the first one, and none says of which code it speaks.
      const warnings = look(cart)
        .codes.flatMap(({ warning }) => warning ?? [])
        .sort()
        .map((code) => ({ code, message: 'Enter a valid discount code', target: cartId }));
      return { cart: sayCart(cart), userErrors: [], warnings };
    },
  };

  const sayLiquidCart = (cart: ShopCart) => ({
    taxes_included: false,
    currency: { iso_code: currency },
    items: look(cart).rows.map(({ product }) => ({ product_id: product.id, product })),
  });

  const answerStorefront = async (request: ShopRequest): Promise<Answer> => {
    const given = request.headers['x-shopify-storefront-access-token'];
    if (given !== undefined && given !== publicToken)
      return { status: 200, body: { errors: [{ message: '', extensions: { code: 'UNAUTHORIZED' } }] } };
    const { query, variables } = request.body as { query: string; variables: Record<string, unknown> };
    if (given === undefined && variables['tags'])
      return { status: 200, body: { errors: [{ message: '', extensions: { code: 'ACCESS_DENIED' } }] } };
    return {
      status: 200,
      body: await graphql({ schema, source: query, rootValue, variableValues: variables }),
    };
  };

  const answerTheme = ({ path, headers, body }: ShopRequest): Answer => {
    const [, token] = /(?:^|; )cart=([^;]+)/.exec(headers.cookie ?? '') ?? [];
    const cart = carts.get(decodeURIComponent(token ?? '')) ?? { lines: [], codes: [] };
    if (/\/cart\/update\.js$/.test(path)) {
      const { discount } = body as { discount?: string };
      if (discount !== undefined) cart.codes = discount.split(',').filter((code) => code);
    } else if (/\/cart\/add\.js$/.test(path)) {
      const { items } = body as { items: readonly { id: number; quantity: number }[] };
      cart.lines = [...cart.lines, ...items.map(({ id, quantity }) => ({ variant: id, quantity }))];
    } else if (!/\/cart\.js$/.test(path)) return { status: 404, body: { status: 404 } };
    return { status: 200, body: sayThemeCart(look(cart), token ?? '', currency) };
  };

  const server = createServer(async (incoming, response) => {
    const request = await receive(incoming);
    const page = pages.get(request.path);
    if (page) {
      const { type, body } = await page();
      response.writeHead(200, { 'content-type': type }).end(body);
      return;
    }
    requests.push(request);
    const fault = faults.shift();
    const isStorefront = request.path === '/api/2026-10/graphql.json';
    const answer = () => (isStorefront ? answerStorefront(request) : answerTheme(request));
    if (fault) {
      if (fault.isDone) await answer();
      return send(response, { status: fault.status ?? 200, body: fault.body });
    }
    send(response, await answer());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    products,
    discounts,
    faults,
    pages,
    requests,
    createCart(lines) {
      const token = `cart-${++made}?key=secret`;
      carts.set(token, { lines, codes: [] });
      return token;
    },
    cart: (token) => carts.get(token)!,
    liquidCart: (token) => sayLiquidCart(carts.get(token)!),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function receive(request: IncomingMessage): Promise<ShopRequest> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return {
    path: request.url!,
    headers: request.headers,
    body: text ? (JSON.parse(text) as unknown) : undefined,
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
