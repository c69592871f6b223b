import type { Adapter } from '../../src/adapters/adapter.js';
import { createShopifyAdapter } from '../../src/adapters/shopify.js';
import { createMedusaAdapter } from '../../src/adapters/medusa.js';
import { createWooCommerceAdapter } from '../../src/adapters/woocommerce.js';
import * as engine from '../../src/engine/index.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import type { Passage } from '../platforms/fault-proxy.js';
import { openRecordedShop as openRecordedMedusa, publishableKey } from '../platforms/medusa/recorded-shop.js';
import { createPlainAdapter } from '../platforms/plain/create-plain-adapter.js';
import { openPlainShop } from '../platforms/plain/open-plain-shop.js';
import { openPublishedShop } from '../platforms/shopify/published-shop.js';
import { oneOfEach, openRecordedShop } from '../platforms/woocommerce/recorded-shop.js';
import { openCommercetools, openUcp } from './published-shops.js';

/** A shop platform of which it is known what is true there, whatever the network does. */
export interface FaultyShop {
  /** Its own, without a proxy before it. */
  readonly origin: string;
  /** A code that takes something off and that the feed does not name. */
  readonly privateCode: string;
  /** How many different carts a shopper can have, with any of `codes`. */
  readonly carts: number;
  /** Codes of the feed that take something off, alone and together. */
  readonly codes: readonly string[];
  /** Whether a request changes codes. */
  isChange(passage: Passage): boolean;
  /** A new shopper with cart 0. */
  visit(): Promise<FaultyShopper>;
  close(): Promise<void>;
}

export interface FaultyShopper {
  /**
   * One page of the shopper; the next has the same storage.
   * @param origin where the platform is asked: a proxy
   */
  open(origin: string, coupons: unknown): Adapter;
  /** What the shop's own pages show and do, with no network between. */
  codes(): readonly string[];
  setCodes(codes: readonly string[]): void;
  /** @param which 0 ≤ n < `carts` */
  setCart(which: number): void;
}

/** Each by its name. */
export const faultyShops: Readonly<Record<string, () => Promise<FaultyShop>>> = {
  'a plain platform': openPlain,
  medusa: openMedusa,
  woocommerce: openWooCommerce,
  'shopify (storefront)': () => openShopify('storefront'),
  'shopify (theme)': () => openShopify('theme'),
  ucp: openUcp,
  commercetools: openCommercetools,
};

async function openPlain(): Promise<FaultyShop> {
  const { origin, openCart, close } = await openPlainShop();
  return {
    origin,
    close,
    privateCode: 'SHIRT20',
    carts: 9,
    codes: ['SAVE10', 'FIX5'],
    isChange: ({ method }) => method === 'PUT',
    async visit() {
      const cart = openCart();
      const storage = createMemoryStorage();
      return {
        open: (server, coupons) =>
          createPlainAdapter({ server, coupons, engine, storage, token: { get: () => cart.id } }),
        codes: () => cart.codes,
        setCodes: (codes) => void cart.setCodes(codes),
        setCart: (which) => cart.setQuantity('mug', which + 1),
      };
    },
  };
}

/** It answers as was recorded: these two carts, with any of the codes. */
async function openMedusa(): Promise<FaultyShop> {
  const { origin, openCart, close } = await openRecordedMedusa();
  const carts = ['one of each', 'two mugs'];
  return {
    origin,
    close,
    privateCode: 'SHIRT20',
    carts: carts.length,
    codes: ['SAVE10', 'FIX5'],
    isChange: ({ method }) => method === 'POST',
    async visit() {
      const cart = openCart(carts[0]!);
      const storage = createMemoryStorage();
      const token = { get: () => cart.id };
      return {
        open: (server, coupons) =>
          createMedusaAdapter({ server, key: publishableKey, token, coupons, engine, storage }),
        codes: () => cart.codes,
        setCodes: (codes) => cart.setCodes(codes),
        setCart: (which) => cart.change(carts[which]!),
      };
    },
  };
}

/** It answers as was recorded: with this cart only there was a code alone, and one with another. */
async function openWooCommerce(): Promise<FaultyShop> {
  const { server, openCart, close } = await openRecordedShop();
  const { origin, pathname } = new URL(server);
  return {
    origin,
    close,
    privateCode: 'SOLO',
    carts: 1,
    codes: ['SAVE10'],
    isChange: ({ method }) => method === 'POST',
    async visit() {
      const cart = openCart(oneOfEach);
      const storage = createMemoryStorage();
      return {
        open: (proxy, coupons) =>
          createWooCommerceAdapter({
            server: proxy + pathname,
            token: { get: () => cart.token },
            coupons,
            engine,
            storage,
          }),
        codes: () => cart.codes,
        setCodes: (codes) => cart.setCodes(codes.map((code) => code.toLowerCase())),
        setCart() {},
      };
    },
  };
}

async function openShopify(way: 'storefront' | 'theme'): Promise<FaultyShop> {
  const { url, products, discounts, createCart, cart: findCart, close } = await openPublishedShop('USD');
  const product = { vendor: 'Clayworks', type: 'Things', tags: [], collections: [] };
  products.push(
    { ...product, id: 1, variant: 11, title: 'Mug', price: 2000 },
    { ...product, id: 2, variant: 21, title: 'Shirt', price: 3550 },
    { ...product, id: 3, variant: 31, title: 'Sticker', price: 333 },
  );
  discounts.push(
    { code: 'SAVE10', title: 'SAVE10', percent: 10 },
    { code: 'FIX5', title: 'FIX5', amount: 500 },
    { code: 'EXPIRED', title: 'EXPIRED', amount: 100, warning: 'DISCOUNT_CURRENTLY_INACTIVE' },
    { code: 'SHIRT20', title: 'SHIRT20', percent: 20, product: 2 },
  );
  return {
    origin: url,
    close,
    privateCode: 'SHIRT20',
    carts: 9,
    codes: ['SAVE10', 'FIX5'],
    isChange: ({ path, body }) => path.includes('/cart/update') || body.includes('cartDiscountCodesUpdate'),
    async visit() {
      const linesOf = (which: number) =>
        products.map(({ variant }, index) => ({ variant, quantity: index ? 1 : which + 1 }));
      const token = createCart(linesOf(0));
      const cart = findCart(token);
      const storage = createMemoryStorage();
      return {
        open: (origin, coupons) =>
          createShopifyAdapter({
            ...(way === 'storefront'
              ? { server: origin, key: 'public-token', token: { get: () => token } }
              : { fetch: fetchAsPage(origin, token) }),
            coupons,
            engine,
            storage,
          }),
        codes: () => cart.codes,
        setCodes: (codes) => void (cart.codes = codes),
        setCart: (which) => void (cart.lines = linesOf(which)),
      };
    },
  };
}

/** As a page of the shop does it: addresses are the page's own, and the cookie goes along. */
function fetchAsPage(origin: string, token: string): typeof fetch {
  return (url, init) =>
    fetch(new URL(String(url), origin), {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: `cart=${encodeURIComponent(token)}` },
    });
}
