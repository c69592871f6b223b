/**
 * The adapter of a script tag with `data-platform`:
 *
 * - `data-server`: where the platform's API is; what serves pages and API from one origin needs none;
 * - `data-key`: what the platform calls a publishable key, a channel token or a storefront access token;
 * - `data-token`: under which name the shop's pages keep the shopper's token or the cart's id, in `localStorage` or a cookie;
 * - `data-basis`: `net` or `gross`, where prices are shown otherwise than the platform has them;
 * - `data-coupons`: the coupon feed, by its address or the `#id` of a JSON script element.
 */
import type { Adapter } from '../adapters/adapter.js';
import type { KeptToken, PlatformOptions } from '../adapters/internal/platform-options.js';
import { CouponError } from '../money/coupon-error.js';
import { createFeedReader } from './read-feed.js';
import type { WidgetData, WidgetOptions } from './read-options.js';
import type { Parts } from './start-session.js';

interface PlatformModule {
  readonly create: (options: PlatformOptions) => Adapter;
  /** Where its pages keep the token, unless `data-token` says otherwise. */
  readonly tokenName?: string;
}

/** One line for each. */
const platforms: Readonly<Record<string, () => Promise<PlatformModule>>> = {
  commercetools: async () => {
    const { createCommercetoolsAdapter: create, tokenName } = await import('../adapters/commercetools.js');
    return { create, tokenName };
  },
  medusa: async () => {
    const { createMedusaAdapter: create, tokenName } = await import('../adapters/medusa.js');
    return { create, tokenName };
  },
  shopify: async () => {
    const { createShopifyAdapter: create, tokenName } = await import('../adapters/shopify.js');
    return { create, tokenName };
  },
  ucp: async () => {
    const { createUcpAdapter: create, tokenName } = await import('../adapters/ucp.js');
    return { create, tokenName };
  },
  vendure: async () => {
    const { createVendureAdapter: create, tokenName } = await import('../adapters/vendure.js');
    return { create, tokenName };
  },
  woocommerce: async () => {
    const { createWooCommerceAdapter: create } = await import('../adapters/woocommerce.js');
    return { create };
  },
};

/** @throws Error that names the attribute that is wrong */
export async function createAdapter(_: WidgetOptions, parts: Parts, data: WidgetData): Promise<Adapter> {
  const { platform = '', server, key, token, basis, coupons, cart, shopperToken } = data;
  const load = Object.hasOwn(platforms, platform) && platforms[platform];
  if (!load) throw wrong('platform', platform, `give one of ${Object.keys(platforms).join(', ')}`);
  if (basis && basis !== 'net' && basis !== 'gross') throw wrong('basis', basis, 'give "net" or "gross"');
  if (cart) throw wrong('cart', cart, 'leave it out, since the platform has the cart');
  if (shopperToken)
    throw wrong('shopper-token', shopperToken, 'leave it out, since the platform knows the shopper');
  const address = server && toAddress(server);
  const { create, tokenName } = await load();
  const kept = token ?? tokenName;
  try {
    return create({
      engine: () => import('../engine/standard-check.js'),
      ...(address && { server: address }),
      ...(key && { key }),
      ...(kept && { token: createPageToken(kept) }),
      ...(basis && { basis: basis as 'net' | 'gross' }),
      ...(coupons && { coupons: createFeedReader(parts, coupons) }),
    });
  } catch (error) {
    // Its options are called as the attributes are.
    throw error instanceof CouponError ? new Error(`data-${error.message}`, { cause: error }) : error;
  }
}

function toAddress(server: string): string {
  try {
    const { href } = new URL(server, document.baseURI);
    if (/^https?:/.test(href)) return href;
  } catch {
    // No address at all.
  }
  throw wrong('server', server, 'give an http or https address');
}

function wrong(name: string, value: string, fix: string): Error {
  return new Error(`data-${name}="${value}": ${fix}.`);
}

/** What the shop's own scripts keep: an entry of `localStorage`, else a cookie that scripts may read. */
function createPageToken(name: string): KeptToken {
  return {
    get: () => readEntry(name) ?? readCookie(name),
    set(token) {
      if (readCookie(name) !== undefined) return;
      try {
        localStorage.setItem(name, token);
      } catch {
        // Without a storage it holds for this page: nothing can be done.
      }
    },
  };
}

function readEntry(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function readCookie(name: string): string | undefined {
  const entry = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  if (!entry) return undefined;
  const value = entry.slice(name.length + 1);
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
