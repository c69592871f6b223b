/**
 * The cart or checkout session of a shop that speaks the Universal Commerce Protocol, over its REST binding.
 *
 * Source: UCP 2026-08-25. Discounts: specification/shopping/extensions/discount and schemas/shopping/discount.json; the rest:
 * specification/shopping/cart/rest, specification/shopping/checkout (totals, messages) and services/shopping/rest.openapi.json.
 */
import { demand } from '../money/coupon-error.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import { AdapterError, type Adapter } from './adapter.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import { parseUcpSession, type UcpSession } from './internal/parse-ucp-session.js';
import type { PlatformOptions } from './internal/platform-options.js';
import type { AskPlatform, Platform, PlatformCart, PlatformRequest } from './internal/platform.js';
import { isSameUcpCode, toUcpCart, toUcpRefused } from './internal/to-ucp-cart.js';
import { toUcpUpdate } from './internal/to-ucp-update.js';

/** The entry of `localStorage`, or the cookie, in which the shop's pages keep the cart's id. */
export const tokenName = 'ucp-cart';

/**
 * Returns the adapter of a shop that speaks UCP.
 * `server`: the REST endpoint of its profile. `key`: the address of the profile that speaks for this page, sent as `UCP-Agent`. `token`: the id of the
 * cart; or, with `checkout-sessions/` before it, of the checkout session. `basis`: where nothing of the cart is taxed apart; default `net`.
 * @throws CouponError where `server` or `key` is missing
 */
export function createUcpAdapter(options: PlatformOptions): Adapter {
  return createPlatformAdapter(createPlatform(options), options);
}

/** Where a checkout takes no update any more (specification/shopping/checkout, status values). */
const ended = ['completed', 'canceled'];

function createPlatform({ server, key = '', token, basis = 'net' }: PlatformOptions): Platform {
  demand('server', server, 'give the REST endpoint that the shop’s /.well-known/ucp names.');
  demand('key', /^https?:\/\/[!#-[\]-~]+$/.test(key), 'give the address of this page’s own UCP profile.');
  /** What each cart was read from, and where: an update states all of it anew. */
  const sources = new WeakMap<PlatformCart, { readonly path: string; readonly session: UcpSession }>();

  const send = async (ask: AskPlatform, request: PlatformRequest): Promise<PlatformCart | undefined> => {
    const { path } = request;
    const headers = {
      ...request.headers,
      'UCP-Agent': `profile="${key}"`,
      'Request-Id': createIdempotencyKey(),
    };
    const { status, value } = await ask({ ...request, headers, accepts: [404] });
    const session = status === 404 ? undefined : parseUcpSession(value);
    if (!session || ended.includes(session.status ?? '')) return undefined;
    const cart = toUcpCart(session, basis);
    sources.set(cart, { path, session });
    return cart;
  };

  const update = async (codes: readonly string[], from: PlatformCart, ask: AskPlatform) => {
    const { path, session } = sources.get(from)!;
    const headers = { 'Idempotency-Key': createIdempotencyKey() };
    const cart = await send(ask, { path, method: 'PUT', headers, body: toUcpUpdate(session, codes) });
    if (!cart) throw new AdapterError('gone', `ucp: ${path} is gone`);
    return cart;
  };

  return {
    name: 'ucp',
    server: server!,
    capabilities: { reasons: 'native', allocations: 'native' },
    isCartRequest: (path) => /^\/(carts|checkout-sessions)(\/|$)/.test(path),
    async read(ask) {
      const path = pathOf(token?.get());
      return path ? send(ask, { path }) : undefined;
    },
    async setCodes(codes, current, ask) {
      // While an order is placed, no update may begin.
      if (sources.get(current)!.session.status === 'complete_in_progress')
        return { cart: current, refused: [] };
      const cart = await update(codes, current, ask);
      const refused = toUcpRefused(sources.get(cart)!.session);
      if (!refused.length) return { cart, refused };
      // Rejected codes are echoed until they are left out, and the shop would go on to warn of them.
      const taken = codes.filter((code) => !refused.some((each) => isSameUcpCode(each.code, code)));
      return { cart: await update(taken, cart, ask), refused };
    },
  };
}

function pathOf(token: string | undefined): string | undefined {
  const [, resource = 'carts', id] = /^(?:(carts|checkout-sessions)\/)?(.+)$/.exec(token ?? '') ?? [];
  return id && `/${resource}/${encodeURIComponent(id)}`;
}
