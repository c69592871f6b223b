/** The adapter of Vendure: its Shop API (3.7) has the cart, as the active order, and takes codes one by one. */
import type { Reason } from '../model/refusal.js';
import { amount, flag, list, object, text } from '../model/shape.js';
import type { Adapter } from './adapter.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import { isServerAction } from './internal/is-server-action.js';
import { orNull } from './internal/foreign-shapes.js';
import type { PlatformOptions } from './internal/platform-options.js';
import type { AskPlatform, CodesAnswer, Platform, RefusedCode } from './internal/platform.js';
import { readVendureData, readVendureShape } from './internal/read-vendure-data.js';
import { orderFields, toVendureCart, vendureOrder, type VendureCart } from './internal/vendure-order.js';

/** Where the shop's pages keep the session's token, unless they say otherwise: under the name of the header in which Vendure gives it. */
export const tokenName = 'vendure-auth-token';

/** By `errorCode`. Whose limit is reached is not told: see `tellLimit`. */
const reasons: Readonly<Record<string, string>> = {
  COUPON_CODE_INVALID_ERROR: 'unknown-code',
  COUPON_CODE_EXPIRED_ERROR: 'expired',
};

/** So many a browser keeps. */
const mostRequests = 250;

const limitError = 'COUPON_CODE_LIMIT_ERROR';

const reading = object({
  activeChannel: object({ pricesIncludeTax: flag }),
  activeOrder: orNull(vendureOrder),
});

const ownOrders = object({
  activeCustomer: orNull(
    object({
      orders: object({ items: list(object({ active: flag, state: text, couponCodes: list(text) })) }),
    }),
  ),
});

/** What `applyCouponCode` says of a code that it does not take. */
const refusal = object({ 'errorCode?': text, 'limit?': amount });

/**
 * Returns the adapter of a Vendure shop.
 *
 * @param options `server`: the Shop API, default `/shop-api`; a query behind it (`?languageCode=de&currencyCode=EUR`) goes with each request. `key`: the token of the channel; absent: the default channel. `token`: the session's, kept
 *   where the shop's pages keep it. Where they keep none, a cookie is the session.
 */
export function createVendureAdapter(options: PlatformOptions): Adapter {
  return createPlatformAdapter(createVendure(options), options);
}

function createVendure({ server = '/shop-api', key, token, basis }: PlatformOptions): Platform {
  const [api = '', search] = server.split('?');
  const query = async (ask: AskPlatform, query: string, codes?: readonly string[]) => {
    const sent = token?.get();
    const variables = Object.fromEntries((codes ?? []).map((code, n) => [`c${n}`, code]));
    const { headers, value } = await ask({
      path: search ? `?${search}` : '',
      method: 'POST',
      headers: {
        ...(sent && { Authorization: `Bearer ${sent}` }),
        ...(key && { 'vendure-token': key }),
      },
      // Of cookie and token Vendure takes the cookie.
      credentials: sent ? 'same-origin' : 'include',
      body: { query, variables },
      changes: !!codes,
    });
    const given = headers.get('vendure-auth-token');
    // The old one has ended. Another by now is that of the session with the shop's cart.
    if (given && sent && token?.get() === sent) token.set?.(given);
    return readVendureData(value, !!codes);
  };

  /** `CouponCodeLimitError` is one for the limit of all orders and for that of a customer, which only counts where the customer is known. */
  const tellLimit = async (ask: AskPlatform, cart: VendureCart, code: string, limit = 0): Promise<string> => {
    if (!cart.hasCustomer) return 'sold-out';
    const data = await query(ask, '{ activeCustomer { orders { items { active state couponCodes } } } }');
    const { activeCustomer } = readVendureShape(ownOrders, data);
    // A guest's orders are not told.
    if (!activeCustomer) return 'unspecified';
    const used = activeCustomer.orders.items.filter(
      ({ active, state, couponCodes }) => !active && state !== 'Cancelled' && includes(couponCodes, code),
    );
    return used.length < limit ? 'sold-out' : 'shopper-limit';
  };

  return {
    name: 'vendure',
    server: api,
    capabilities: { reasons: 'native', allocations: 'native' },
    events: ['vendure-cart-changed'],
    isPageRequest: isServerAction,

    async read(ask) {
      // Whoever asks first begins the session: the shop's own pages, or else there would be two for a moment, and one would be lost.
      if (!token?.get() && !hasBeenAsked(api)) return undefined;
      const data = await query(ask, `{ activeChannel { pricesIncludeTax } activeOrder { ${orderFields} } }`);
      const { activeChannel, activeOrder } = readVendureShape(reading, data);
      const own = activeChannel.pricesIncludeTax ? 'gross' : 'net';
      return activeOrder && toVendureCart(activeOrder, basis ?? own);
    },

    async setCodes(codes, current: VendureCart, ask): Promise<CodesAnswer> {
      const removed = current.codes.filter((code) => !includes(codes, code));
      const added = codes.filter((code) => !includes(current.codes, code));
      // On the way to payment Vendure would take it, but somebody may have been told already what there is to pay.
      if (current.state !== 'AddingItems')
        return { cart: current, refused: added.map((code) => ({ code, reason: toReason('unspecified') })) };

      const data = await query(ask, writeMutation(removed.length, added.length), [...removed, ...added]);
      const cart = toVendureCart(readVendureShape(vendureOrder, data['order']), current.basis);
      if (cart.codes.join() !== current.codes.join()) tellPage();
      const refused: RefusedCode[] = [];
      for (const [index, code] of added.entries()) {
        const { errorCode, limit } = readVendureShape(refusal, data[`a${index}`]);
        if (!errorCode) continue;
        const reason =
          errorCode === limitError
            ? await tellLimit(ask, cart, code, limit)
            : (reasons[errorCode] ?? 'unspecified');
        refused.push({ code, reason: toReason(reason) });
      }
      return { cart, refused };
    },
  };
}

/** Whether the shop's own pages have asked it since they were loaded. */
function hasBeenAsked(api: string): boolean {
  const { href } = new URL(api, globalThis.document?.baseURI);
  const requests = performance.getEntriesByType('resource');
  return requests.length >= mostRequests || requests.some(({ name }) => name.startsWith(href));
}

/** A storefront that shows totals of its own reads them again, or lets its server do so. */
function tellPage(): void {
  globalThis.document?.dispatchEvent(new Event('vendure-codes-changed'));
}

/** All in one request: Vendure does them one after the other. The last one takes off nothing, and answers with the order whatever came before. */
function writeMutation(removed: number, added: number): string {
  const times = (count: number, write: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => write(index)).join('\n');
  return `mutation (${times(removed + added, (index) => `$c${index}: String!`)}) {
${times(removed, (index) => `r${index}: removeCouponCode(couponCode: $c${index}) { id }`)}
${times(
  added,
  (index) => `a${index}: applyCouponCode(couponCode: $c${removed + index}) {
  ... on ErrorResult { errorCode }
  ... on CouponCodeLimitError { limit }
}`,
)}
order: removeCouponCode(couponCode: "") { ${orderFields} }
}`;
}

/** Vendure's own comparison. */
function includes(codes: readonly string[], code: string): boolean {
  return codes.some((each) => each.toLowerCase() === code.toLowerCase());
}

function toReason(code: string): Reason {
  return { code, params: {} };
}
