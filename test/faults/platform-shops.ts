import type { Adapter } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { createPlainAdapter } from '../platforms/plain/create-plain-adapter.js';
import { openPlainShop } from '../platforms/plain/open-plain-shop.js';
import type { Passage } from '../platforms/fault-proxy.js';

/** A shop platform of which it is known what is true there, whatever the network does. */
export interface FaultyShop {
  /** Its own, without a proxy before it. */
  readonly origin: string;
  /** A code that takes something off and that the feed does not name. */
  readonly privateCode: string;
  /** Whether a request changes codes. */
  isChange(passage: Passage): boolean;
  /** A new shopper with a cart. */
  visit(): Promise<FaultyShopper>;
  close(): Promise<void>;
}

export interface FaultyShopper {
  /**
   * One page of the shopper; the next has the same storage.
   * @param origin where the platform is asked: a proxy
   */
  open(origin: string, coupons: unknown): Adapter;
  /** What the shop's own pages do, with no network between. */
  codes(): Promise<readonly string[]>;
  setCodes(codes: readonly string[]): Promise<void>;
  /** Of the product that the cart has first. */
  setQuantity(quantity: number): Promise<void>;
}

/** Each by its name. */
export const faultyShops: Readonly<Record<string, () => Promise<FaultyShop>>> = {
  plain: openPlain,
};

async function openPlain(): Promise<FaultyShop> {
  const { origin, openCart, close } = await openPlainShop();
  return {
    origin,
    close,
    privateCode: 'SHIRT20',
    isChange: ({ method }) => method === 'PUT',
    async visit() {
      const cart = openCart();
      const storage = createMemoryStorage();
      return {
        open: (server, coupons) =>
          createPlainAdapter({ server, coupons, engine, storage, token: { get: () => cart.id } }),
        codes: async () => cart.codes,
        setCodes: async (codes) => void cart.setCodes(codes),
        setQuantity: async (quantity) => cart.setQuantity('mug', quantity),
      };
    },
  };
}
