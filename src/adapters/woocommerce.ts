import { isObject } from '../model/shape.js';
import { AdapterError, type Adapter } from './adapter.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import type { PlatformOptions } from './internal/platform-options.js';
import type {
  AskPlatform,
  Platform,
  PlatformAnswer,
  PlatformCart,
  PlatformRequest,
  RefusedCode,
} from './internal/platform.js';
import { refreshWooCommerce } from './internal/refresh-woocommerce.js';
import { parseStoreCart, toPlatformCart } from './internal/woocommerce-cart.js';
import { createProductFinder } from './internal/woocommerce-products.js';

/** One change of the cart's coupons. */
interface Change {
  readonly to: 'apply' | 'remove';
  readonly code: string;
}

/** What came of it. */
interface Changed {
  readonly status: number;
  readonly value: unknown;
}

/** What a change is answered with, beside 2xx, where the Store API has understood it. */
const refusals = [400, 401, 403, 404, 409];
/** Of `/batch`. */
const maxBatch = 25;

/**
 * Returns the adapter of a WooCommerce shop, over its Store API: `server` is `/wp-json/wc/store/v1` of the page's own origin unless it is given.
 * In the shop's own pages the shopper is known by cookies, and nothing more is needed; on another origin by the `Cart-Token` that the storefront
 * keeps (`token`). A `key` means nothing here.
 */
export function createWooCommerceAdapter(options: PlatformOptions): Adapter {
  return createPlatformAdapter(createWooCommercePlatform(options), options);
}

/** Source: Store API v1 as of WooCommerce 11 (`docs/apis/store-api`, `src/StoreApi`). */
export function createWooCommercePlatform(
  options: Pick<PlatformOptions, 'server' | 'token' | 'basis' | 'now'>,
): Platform {
  const { server = '/wp-json/wc/store/v1', token, basis, now = Date.now } = options;
  // Without pretty permalinks the API is at `/?rest_route=/wc/store/v1`.
  const queryMark = server.includes('?') ? '&' : '?';
  const findProducts = createProductFinder(now);
  let nonce: string | undefined;
  let canBatch = true;
  let hasCart = false;
  /** Whether the shop's own pages may show coupons as they were. */
  let isStale = false;

  /** Who the shopper is: a cart token instead of cookies, or what proves that the request is meant (`nonce-tokens.md`, `cart-tokens.md`). */
  const identify = (changes: boolean): Record<string, string> => {
    const cart = token?.get();
    if (token) return cart ? { 'Cart-Token': cart } : {};
    return changes && nonce ? { Nonce: nonce } : {};
  };

  const send = async (ask: AskPlatform, request: PlatformRequest): Promise<PlatformAnswer> => {
    const sent = token?.get();
    const headers = identify(request.method === 'POST');
    // With the status of a bad request it says that there were too many, too.
    const answer = await ask({ accepts: [400], ...request, headers });
    nonce = answer.headers.get('Nonce') ?? nonce;
    const renewed = answer.headers.get('Cart-Token');
    // Not where the shop's pages have got another one meanwhile.
    if (renewed && sent && renewed !== sent && token?.get() === sent) token.set?.(renewed);
    const wait = Number(answer.headers.get('RateLimit-Retry-After')) || 0;
    if (codeOf(answer.value) === 'rate_limit_exceeded')
      throw new AdapterError('rate-limited', 'woocommerce', { retryable: true, retryAfterMs: wait * 1000 });
    return answer;
  };

  const get = async (ask: AskPlatform, path: string): Promise<unknown> => {
    const { status, value } = await send(ask, { path });
    if (status < 400) return value;
    throw new AdapterError('invalid-request', path, { cause: { status, code: codeOf(value) } });
  };

  const toCart = async (ask: AskPlatform, value: unknown): Promise<PlatformCart> => {
    const store = parseStoreCart(value);
    const facts = await findProducts((filter) => get(ask, `/products${queryMark}${filter}`), store.items);
    if (isStale) refreshWooCommerce();
    isStale = false;
    return toPlatformCart(store, facts, basis);
  };

  /** All changes in one request, in order; one by one where the shop has closed that door. */
  const change = async (ask: AskPlatform, changes: readonly Change[]): Promise<readonly Changed[]> => {
    // Also a single one: a refusal within a batch is no error in the browser's console.
    if (canBatch && changes.length > 0) {
      const answers = await tryBatch(ask, changes);
      if (answers) return answers;
      canBatch = false;
    }
    const answers: Changed[] = [];
    for (const { to, code } of changes)
      answers.push(await send(ask, { path: pathOf(to), method: 'POST', body: { code }, accepts: refusals }));
    return answers;
  };

  /** Answers nothing where the shop has no batches. */
  const tryBatch = async (
    ask: AskPlatform,
    changes: readonly Change[],
  ): Promise<readonly Changed[] | undefined> => {
    const answers: Changed[] = [];
    for (let start = 0; start < changes.length; start += maxBatch) {
      const requests = changes.slice(start, start + maxBatch).map(({ to, code }) => ({
        method: 'POST',
        path: `/wc/store/v1${pathOf(to)}`,
        headers: identify(true),
        body: { code },
      }));
      try {
        const { value } = await send(ask, { path: '/batch', method: 'POST', body: { requests } });
        const responses = isObject(value) && value['responses'];
        if (!Array.isArray(responses) || responses.length !== requests.length) return undefined;
        answers.push(...responses.map(toChanged));
      } catch (error) {
        // A firewall's page, say: what it keeps out has had no effect, and to say a code twice does no harm.
        if (error instanceof AdapterError && isRefusal(error)) return undefined;
        throw error;
      }
    }
    return answers;
  };

  return {
    name: 'woocommerce',
    server,
    // All refusals have one code, and the words are the shop's language. Discounts are told by coupon, and by line, but not by both.
    capabilities: { reasons: 'missing', allocations: 'missing' },
    events: ['wc-blocks_added_to_cart'],
    isCartRequest: (path) => /^\/(cart\/|batch|checkout)/.test(path),
    isPageRequest: isClassicRequest,
    async read(ask) {
      // Without a token a cart would be made, which the storefront would never know of.
      if (token ? !token.get() : !hasCart && !mayHaveCart()) return undefined;
      const cart = await toCart(ask, await get(ask, '/cart'));
      hasCart = true;
      return cart;
    },
    async setCodes(codes, current, ask) {
      const has = (list: readonly string[], code: string) => list.some((each) => isSame(each, code));
      const changes: readonly Change[] = [
        ...current.codes.filter((code) => !has(codes, code)).map((code) => ({ to: 'remove' as const, code })),
        ...codes.filter((code) => !has(current.codes, code)).map((code) => ({ to: 'apply' as const, code })),
      ];
      const wasStale = isStale;
      isStale = true;
      let answers = await change(ask, changes);
      if (answers.some(isNonceMissing)) {
        // Any answer brings a fresh one, and with a bad one nothing was done.
        await get(ask, '/cart');
        answers = await change(ask, changes);
        if (answers.some(isNonceMissing))
          throw new AdapterError('unauthorized', 'woocommerce: the nonce is not taken');
      }
      const fault = answers.find(({ status }) => status >= 500);
      if (fault)
        throw new AdapterError('unavailable', `woocommerce: ${String(codeOf(fault.value))}`, {
          retryable: true,
          ambiguous: true,
        });
      // A refusal changes nothing, so that the last cart that was told is the cart.
      const told = answers.flatMap((answer) => cartOf(answer) ?? []).at(-1);
      isStale = wasStale || told !== undefined;
      const cart = await toCart(ask, told ?? (await get(ask, '/cart')));
      const refused = codes
        .filter((code) => !has(cart.codes, code))
        .map((code): RefusedCode => ({ code, reason: { code: 'unspecified', params: {} } }));
      return { cart, refused };
    },
  };
}

function pathOf(to: Change['to']): string {
  return `/cart/${to}-coupon`;
}

/** One of `responses`, as WordPress wraps it (`WP_REST_Server::envelope_response`). */
function toChanged(response: unknown): Changed {
  const { status, body } = isObject(response) ? response : {};
  return { status: Number(status) || 500, value: body };
}

/** The cart after the change; where another one came between, it is beside the reason (`AbstractCartRoute`). */
function cartOf({ status, value }: Changed): unknown {
  if (status < 300) return value;
  const data = isObject(value) ? value['data'] : undefined;
  return isObject(data) ? data['cart'] : undefined;
}

function codeOf(value: unknown): unknown {
  return isObject(value) ? value['code'] : undefined;
}

function isNonceMissing({ value }: Changed): boolean {
  return /^woocommerce_rest_(missing|invalid)_nonce$/.test(String(codeOf(value)));
}

/** Codes are lower case there (`wc_format_coupon_code`), and compared so. */
function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function isRefusal({ kind }: AdapterError): boolean {
  return kind === 'unauthorized' || kind === 'invalid-request';
}

/**
 * Whether this visitor can have a cart: WooCommerce says so in a cookie (`WC_Cart_Session::set_cart_cookies`). Most who look at a shop have none, and their
 * pages, which a cache may answer, need not wake the shop up; where the cart itself is shown, it is asked for anyway.
 */
function mayHaveCart(): boolean {
  if (typeof document === 'undefined') return true;
  return (
    /(^|; )woocommerce_items_in_cart=/.test(document.cookie) ||
    document.querySelector('.woocommerce-cart, .woocommerce-checkout') !== null
  );
}

/** What classic pages ask: `?wc-ajax=…`, and on the cart page the page itself. */
function isClassicRequest(url: string): boolean {
  const { pathname, searchParams } = new URL(url);
  const action = searchParams.get('wc-ajax');
  if (action) return !/^get_(variation|cart_totals)$/.test(action);
  return pathname === location.pathname && document.querySelector('.woocommerce-cart-form') !== null;
}
