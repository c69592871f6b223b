/**
 * A WooCommerce shop that answers with what a real one has answered: `recordings.json`, WooCommerce 11.0.1, Store API. It is no shop: it calculates nothing, and
 * where no answer was recorded for these items and codes it says so with a fault of its own.
 *
 * - Each cart is the recorded one with the same items and codes; whichever way led there, the cart is the same one.
 * - A refusal is the recorded one of the same code. A code that was never tried gets the refusal of `NOPE`, which nobody has either.
 * - `POST /batch` was not recorded. It answers as published: `src/StoreApi/Routes/V1/Batch.php` of WooCommerce 11 (at most 25 requests, paths with `wc/store`), which
 *   hands over to `WP_REST_Server::serve_batch_request_v1` of WordPress 6.9: status 207, and for each request its status, headers and body, in order.
 * - Nonces and cart tokens as published in `docs/apis/store-api/nonce-tokens.md` and `cart-tokens.md`, with the codes of `AbstractCartRoute.php`: 401 without a nonce, 403 with
 *   a bad one, neither where a cart token is given. The tokens themselves were replaced in the recordings.
 * - `GET /products` was not recorded: its answers have the fields of `ProductSchema.php` that matter here.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedShop {
  /** The address of its Store API. */
  readonly server: string;
  /** What else it serves, by path; not WooCommerce's. */
  readonly pages: Map<string, Page>;
  /** What came, in order. */
  readonly requests: readonly RecordedRequest[];
  /** What `/products` says; without an entry a product is not published. */
  readonly products: Map<number, object>;
  /** What stands in the way of an answer: nothing at first. */
  readonly trouble: Trouble;
  /** A cart with these items and codes, as the shop's own pages would make it. */
  openCart(items: Items, codes?: readonly string[]): RecordedCart;
  /** From now on nonces that were given before are good no longer. */
  renewNonce(): void;
  close(): Promise<void>;
}

export interface Page {
  readonly type: string;
  readonly body: string;
}

export interface Trouble {
  /** How `/batch` is closed: WordPress without the route, or a firewall's page. */
  noBatch?: 'route' | 'firewall';
  /** `/products` does not answer. */
  noProducts?: boolean;
  /** Every request is one too many, as WooCommerce says it (`src/StoreApi/Authentication.php`). */
  isLimited?: boolean;
  /** Seconds. */
  retryAfter?: number;
}

export interface RecordedRequest {
  readonly method: string;
  /** Behind the address of the API. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface RecordedCart {
  /** Names the cart in `Cart-Token`. */
  readonly token: string;
  /** Names it as a cookie. */
  readonly cookie: string;
  readonly codes: readonly string[];
  setItems(items: Items): void;
  setCodes(codes: readonly string[]): void;
}

/** Quantities by the id of the product. */
export type Items = Readonly<Record<number, number>>;

export interface Recording {
  readonly step: string;
  readonly req: { readonly m: string; readonly p: string; readonly body?: { readonly code?: string } };
  readonly res: { readonly status: number; readonly json: unknown };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Cart {
  items: Items;
  codes: readonly string[];
  /** Told once, by the next answer. */
  errors: readonly unknown[];
}

interface CartBody {
  readonly items: readonly { readonly id: number; readonly quantity: number }[];
  readonly coupons: readonly { readonly code: string }[];
  readonly errors: readonly unknown[];
}

export const recordings = JSON.parse(
  readFileSync(new URL('recordings.json', import.meta.url), 'utf8'),
) as readonly Recording[];

/** 10 is a Mug, 11 a Shirt, 12 a Sticker. */
export const oneOfEach: Items = { 10: 1, 11: 1, 12: 1 };

/** Every cart that was recorded, also those beside a conflict, with the place of its recording. */
export const recordedCarts: readonly {
  readonly index: number;
  readonly step: string;
  readonly cart: unknown;
}[] = recordings.flatMap(({ step, res }, index) => {
  const body = res.json as { readonly items?: unknown; readonly data?: { readonly cart?: unknown } };
  const cart = body.items ? body : body.data?.cart;
  return cart ? [{ index, step, cart }] : [];
});

const carts = new Map(
  recordedCarts.map(({ cart }) => {
    const { items, coupons } = cart as CartBody;
    const quantities = Object.fromEntries(items.map(({ id, quantity }) => [id, quantity]));
    return [
      keyOf(
        quantities,
        coupons.map(({ code }) => code),
      ),
      { ...(cart as CartBody), errors: [] },
    ];
  }),
);
/** What the shop says when the code minimum is no longer reached: it was recorded with this change of quantity. */
const droppedErrors = (bodyOf('update-item below MIN100') as CartBody).errors;
/** What any other code is told beside a coupon for use alone. */
const besideSolo = recordings.filter(({ step }) => step === 'apply-coupon FIX5').at(-1)!;
const root = '/wp-json/wc/store/v1';
const maxBatch = 25;
/** What `docs/woocommerce.md` says is enough. */
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

export async function openRecordedShop(): Promise<RecordedShop> {
  const open = new Map<string, Cart>();
  const requests: RecordedRequest[] = [];
  const products = new Map<number, object>();
  const pages = new Map<string, Page>();
  const trouble: Trouble = {};
  let nonces = 0;
  const nonce = () => `nonce${nonces}`;

  const cartHeaders = (id: string) => ({ Nonce: nonce(), 'Cart-Token': `token-${id}` });

  /** One request to a cart route, alone or in a batch. */
  const serve = (
    method: string,
    path: string,
    headers: Headers,
    body: unknown,
    cookie: string,
  ): Answer & { headers: object } => {
    const token = headers.get('cart-token');
    const id = token?.startsWith('token-') ? token.slice(6) : cookie;
    const cart = open.get(id);
    if (!cart) return { status: 200, body: carts.get(keyOf({}, [])), headers: cartHeaders('new') };
    const answer =
      method === 'GET' || token
        ? act(cart, path, body)
        : (refuseNonce(headers.get('nonce'), nonce()) ?? act(cart, path, body));
    return { ...answer, headers: cartHeaders(id) };
  };

  const serveBatch = (body: unknown, cookie: string): Answer => {
    const { requests: list } = body as { readonly requests: readonly BatchRequest[] };
    if (list.length > maxBatch) return { status: 400, body: errorOf('rest_invalid_param', 400) };
    if (list.some(({ path }) => !path.includes('wc/store')))
      return { status: 400, body: errorOf('woocommerce_rest_invalid_path', 400) };
    const responses = list.map(({ method, path, headers, body }) =>
      serve(method ?? 'POST', path.replace('/wc/store/v1', ''), new Headers(headers), body, cookie),
    );
    return { status: 207, body: { responses } };
  };

  const server = createServer(async (request, response) => {
    const page = pages.get(new URL(request.url ?? '', 'http://shop').pathname);
    if (page) {
      response.writeHead(200, { 'content-type': page.type, 'content-security-policy': policy });
      return response.end(page.body);
    }
    const body = await readJson(request);
    const path = (request.url ?? '').slice(root.length);
    const method = request.method ?? 'GET';
    requests.push({ method, path, headers: request.headers, body });
    const cookie = /wp_woocommerce_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const reply = (status: number, value: unknown, headers: object = {}) => {
      const isPage = typeof value === 'string';
      response.writeHead(status, { 'content-type': isPage ? 'text/html' : 'application/json', ...headers });
      response.end(isPage ? value : JSON.stringify(value));
    };
    if (trouble.isLimited)
      return reply(400, errorOf('rate_limit_exceeded', 400), {
        'RateLimit-Limit': 25,
        'RateLimit-Remaining': 0,
        'RateLimit-Retry-After': trouble.retryAfter,
      });
    if (path.startsWith('/products')) {
      if (trouble.noProducts) return reply(403, '<html>Forbidden</html>');
      return reply(200, findProducts(products, new URL(path, 'http://shop').searchParams));
    }
    if (path === '/batch') {
      if (trouble.noBatch === 'route') return reply(404, bodyOf('GET /coupons'));
      if (trouble.noBatch === 'firewall') return reply(403, '<html>Forbidden</html>');
      const { status, body: value } = serveBatch(body, cookie);
      return reply(status, value, { Nonce: nonce() });
    }
    const headers = new Headers(request.headers as Record<string, string>);
    const answer = serve(method, path, headers, body, cookie);
    reply(answer.status, answer.body, answer.headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}${root}`,
    pages,
    requests,
    products,
    trouble,
    openCart(items, codes = []) {
      const id = `cart${open.size + 1}`;
      const cart: Cart = { items, codes, errors: [] };
      open.set(id, cart);
      return {
        token: `token-${id}`,
        cookie: `wp_woocommerce_session=${id}`,
        get codes() {
          return cart.codes;
        },
        setItems(next) {
          cart.items = next;
          // The one code with a minimum (`update-item below MIN100`): it goes, and the next answer says so.
          if (cart.codes.includes('min100') && !carts.has(keyOf(next, cart.codes))) {
            cart.codes = [];
            cart.errors = droppedErrors;
          }
        },
        setCodes(next) {
          cart.codes = next;
        },
      };
    },
    renewNonce() {
      nonces++;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface BatchRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What was recorded with this step: the answer's body. */
export function bodyOf(step: string): unknown {
  return recordings.find((each) => each.step === step)!.res.json;
}

function act(cart: Cart, path: string, body: unknown): Answer {
  const code = String((body as { readonly code?: string } | undefined)?.code ?? '').toLowerCase();
  if (path === '/cart/apply-coupon') return apply(cart, code);
  if (path === '/cart/remove-coupon') return remove(cart, code);
  return path === '/cart' ? tell(cart) : { status: 404, body: errorOf('rest_no_route', 404) };
}

function apply(cart: Cart, code: string): Answer {
  if (cart.codes.includes(code)) return { status: 400, body: bodyOf('apply-coupon save10') };
  if (cart.codes.includes('solo')) return { status: 400, body: besideSolo.res.json };
  // A coupon for use alone drops the others (`apply-coupon SOLO`).
  const next = code === 'solo' ? ['solo'] : [...cart.codes, code];
  if (carts.has(keyOf(cart.items, next))) {
    cart.codes = next;
    return tell(cart);
  }
  const refusal = recordings.find((each) => each !== besideSolo && isRefusal(each, code));
  if (isTakenSomewhere(code) && !refusal)
    throw new Error(`No answer was recorded for ${keyOf(cart.items, next)}.`);
  return { status: 400, body: refusal?.res.json ?? bodyOf('apply-coupon NOPE') };
}

function isRefusal({ req, res }: Recording, code: string): boolean {
  return req.p === '/cart/apply-coupon' && res.status === 400 && req.body?.code?.toLowerCase() === code;
}

function isTakenSomewhere(code: string): boolean {
  return [...carts.keys()].some((key) => key.includes(`"${code}"`));
}

function remove(cart: Cart, code: string): Answer {
  if (!cart.codes.includes(code)) {
    // As published in `CartRemoveCoupon.php`: the cart is beside the reason.
    if (isTakenSomewhere(code))
      return {
        status: 409,
        body: {
          code: 'woocommerce_rest_cart_coupon_invalid_code',
          data: { status: 409, cart: tell(cart).body },
        },
      };
    return { status: 400, body: bodyOf('remove-coupon NOPE') };
  }
  cart.codes = cart.codes.filter((each) => each !== code);
  return tell(cart);
}

function tell(cart: Cart): Answer {
  const body = carts.get(keyOf(cart.items, cart.codes));
  if (!body) throw new Error(`No answer was recorded for ${keyOf(cart.items, cart.codes)}.`);
  const { errors } = cart;
  cart.errors = [];
  return { status: 200, body: { ...body, errors } };
}

function refuseNonce(given: string | null, good: string): Answer | undefined {
  if (given === null) return { status: 401, body: errorOf('woocommerce_rest_missing_nonce', 401) };
  return given === good ? undefined : { status: 403, body: errorOf('woocommerce_rest_invalid_nonce', 403) };
}

function errorOf(code: string, status: number): object {
  return { code, message: '', data: { status } };
}

/** Variations are found only where they are asked for (`src/StoreApi/Utilities/ProductQuery.php`). */
function findProducts(products: ReadonlyMap<number, object>, query: URLSearchParams): readonly object[] {
  const ids = (query.get('include') ?? '').split(',').map(Number);
  const isVariation = (product: object) => 'type' in product && product.type === 'variation';
  return ids.flatMap((id) => {
    const product = products.get(id);
    return product && isVariation(product) === (query.get('type') === 'variation')
      ? [{ id, ...product }]
      : [];
  });
}

function keyOf(items: Items, codes: readonly string[]): string {
  return JSON.stringify([Object.entries(items).sort(), [...codes].sort()]);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text ? JSON.parse(text) : undefined;
}
