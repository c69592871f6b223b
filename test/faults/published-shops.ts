/** Platforms of which only the published contract is known, behind a network with faults. */
import { createCommercetoolsAdapter } from '../../src/adapters/commercetools.js';
import { createUcpAdapter } from '../../src/adapters/ucp.js';
import * as engine from '../../src/engine/index.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { openPublishedProject } from '../platforms/commercetools/published-project.js';
import { openUcpShop } from '../platforms/ucp/published-shop.js';
import type { FaultyShop } from './platform-shops.js';

const products = ['mug', 'shirt', 'sticker'];

export async function openUcp(): Promise<FaultyShop> {
  const shop = await openUcpShop();
  const { origin, pathname } = new URL(shop.url);
  const linesOf = (which: number) =>
    products.map((id, index) => ({ id: `li_${index}`, item: { id }, quantity: index ? 1 : which + 1 }));
  return {
    origin,
    privateCode: 'SHIRT20',
    carts: 9,
    codes: ['SAVE10', 'FIX5'],
    isChange: ({ method }) => method === 'PUT',
    async visit() {
      const id = shop.open('carts', { line_items: linesOf(0) });
      const storage = createMemoryStorage();
      return {
        open: (proxy, coupons) =>
          createUcpAdapter({
            server: proxy + pathname,
            key: 'https://shop.example/.well-known/ucp',
            token: { get: () => id },
            coupons,
            engine,
            storage,
          }),
        codes: () => shop.input(id).discounts?.codes ?? [],
        setCodes: (codes) => shop.change(id, (input) => ({ ...input, discounts: { codes } })),
        setCart: (which) => shop.change(id, (input) => ({ ...input, line_items: linesOf(which) })),
      };
    },
    close: () => shop.close(),
  };
}

export async function openCommercetools(): Promise<FaultyShop> {
  const project = await openPublishedProject();
  const { origin, pathname } = new URL(project.url);
  const linesOf = (which: number) =>
    products.map((product, index) => ({ product, quantity: index ? 1 : which + 1 }));
  return {
    origin,
    privateCode: 'SHIRT20',
    carts: 9,
    codes: ['SAVE10', 'FIX5'],
    isChange: ({ method }) => method === 'POST',
    async visit() {
      const token = project.visit();
      const storage = createMemoryStorage();
      return {
        open: (proxy, coupons) =>
          createCommercetoolsAdapter({
            server: proxy + pathname,
            token: { get: () => token },
            coupons,
            engine,
            storage,
          }),
        codes: () => project.cart(token).codes,
        setCodes: (codes) => project.change(token, { codes }),
        setCart: (which) => project.change(token, { lines: linesOf(which) }),
      };
    },
    close: () => project.close(),
  };
}
