import type { Adapter } from '../../../src/adapters/adapter.js';
import { createMedusaAdapter } from '../../../src/adapters/medusa.js';
import { check } from '../../../src/engine/index.js';
import { createMemoryStorage } from '../../adapters/memory-storage.js';
import type { ContractShopper } from '../../contracts/platform-contract.js';
import type { Json } from './open-medusa.js';
import type { MedusaShop } from './set-up-shop.js';

/** A new visitor with a cart, who does what a storefront's own pages let them do. */
export interface MedusaShopper extends ContractShopper {
  /** The cart's id. */
  readonly cart: string;
  open(coupons?: unknown): Adapter;
  /** The cart as Medusa's own pages read it. */
  read(): Promise<Json>;
  /** Makes the quantity of a product this; 0 takes it out. */
  setQuantity(product: string, quantity: number): Promise<void>;
  chooseShipping(): Promise<void>;
  /** Pays, and makes an order of the cart. */
  complete(): Promise<{ readonly status: number; readonly answer: Json }>;
}

export interface ShopperOptions {
  /** The feed of the shopper's pages. */
  readonly coupons?: unknown;
  /** Where the cart goes; by default to the region whose prices are without tax. */
  readonly region?: string;
}

/** @param goods how many of each product, by title */
export async function createShopper(
  shop: MedusaShop,
  goods: Readonly<Record<string, number>>,
  { coupons = [], region: region_id = shop.region }: ShopperOptions = {},
): Promise<MedusaShopper> {
  const { store, url, key, products, shippingOption } = shop;
  const {
    cart: { id: cart },
  } = await store('POST', 'carts', { region_id, email: 'shopper@shop.test' });
  const path = `carts/${cart}`;
  const storage = createMemoryStorage();
  const read = async () => (await store('GET', path)).cart;
  const add = (title: string, quantity: number) =>
    store('POST', `${path}/line-items`, { variant_id: products[title]!.variant, quantity });
  for (const [title, quantity] of Object.entries(goods)) await add(title, quantity);

  const setQuantity = async (title: string, quantity: number): Promise<void> => {
    const { items } = await read();
    const item = items.find((each: Json) => each.product_id === products[title]!.id);
    if (!item) await add(title, quantity);
    else if (quantity > 0) await store('POST', `${path}/line-items/${item.id}`, { quantity });
    else await store('DELETE', `${path}/line-items/${item.id}`);
  };

  return {
    cart,
    read,
    setQuantity,
    open: (given = coupons) =>
      createMedusaAdapter({
        server: url,
        key,
        token: { get: () => cart },
        coupons: given,
        engine: { check },
        storage,
      }),
    codes: async () => (await read()).promotions.map(({ code }: Json) => code),
    addCode: (code) => store('POST', `${path}/promotions`, { promo_codes: [code] }),
    removeCode: (code) => store('DELETE', `${path}/promotions`, { promo_codes: [code] }),
    changeCart: () => setQuantity('Mug', 2),
    chooseShipping: () => store('POST', `${path}/shipping-methods`, { option_id: shippingOption }),
    async complete() {
      const { payment_collection } = await store('POST', 'payment-collections', { cart_id: cart });
      await store('POST', `payment-collections/${payment_collection.id}/payment-sessions`, {
        provider_id: 'pp_system_default',
      });
      const response = await fetch(`${url}/store/${path}/complete`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-publishable-api-key': key },
        body: '{}',
      });
      return { status: response.status, answer: await response.json() };
    },
  };
}
