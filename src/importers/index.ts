import type { Importer } from './importer.js';

/** Every importer, loaded when it is asked for. A new one is its file and one line here. */
export const importers: Readonly<Record<string, () => Promise<Importer>>> = {
  medusa: async () => (await import('./medusa.js')).medusa,
  shopify: async () => (await import('./shopify.js')).shopify,
  vendure: async () => (await import('./vendure.js')).vendure,
  woocommerce: async () => (await import('./woocommerce.js')).woocommerce,
};
