import type { Adapter } from './adapter.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import type { PlatformOptions } from './internal/platform-options.js';
import { createShopifyStorefront } from './internal/shopify-storefront.js';
import { createShopifyTheme } from './internal/shopify-theme.js';

export type { PlatformOptions as ShopifyOptions } from './internal/platform-options.js';

/** Hydrogen's cookie: it has the cart's id, without `gid://shopify/Cart/`. */
export const tokenName = 'cart';

/**
 * Returns an adapter for a Shopify shop.
 *
 * Without `server` it is for a theme: the cart is that of the page's own origin, and nothing else is needed.
 * With `server`, the address of the shop (`https://SHOP.myshopify.com`), the cart is read by the Storefront API: `token` gives its id
 * (`gid://shopify/Cart/…?key=…`), and `key` is the public storefront access token; without it, tags of products are not known.
 * Prices are without tax, unless `basis` says otherwise.
 */
export function createShopifyAdapter(options: PlatformOptions): Adapter {
  const create = options.server === undefined ? createShopifyTheme : createShopifyStorefront;
  return createPlatformAdapter(create(options), options);
}
