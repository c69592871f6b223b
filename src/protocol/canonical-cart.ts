import type { Cart } from '../model/cart.js';
import { sortBy } from '../model/sort-by.js';
import { canonicalJson } from './canonical-json.js';

/**
 * Returns all that a page knows of a cart and that can change its price, as canonical JSON: currency; lines by id with
 * product, sku, shop, unit price and quantity; shipping by shop; attributes, payment method and region.
 * Titles and pictures change no price; brands, categories, tags and floors are the server's own knowledge. The order of
 * lines and fees does not matter, nor whether an absent list is left out or empty.
 */
export function canonicalCart(cart: Cart): string {
  const { currency, lines, shipping = [], attributes = {}, paymentMethod, region } = cart;
  // Known names are written in their order at once; only attributes bring names of their own.
  const named = {
    currency,
    lines: sortBy(lines, (line) => line.id).map(({ id, product, quantity, shop, sku, unitPrice }) => ({
      id,
      product,
      quantity,
      shop,
      sku,
      unitPrice,
    })),
    paymentMethod,
    region,
    shipping: sortBy(shipping, (fee) => fee.shop ?? '').map(({ fee, shop }) => ({ fee, shop })),
  };
  return `{"attributes":${canonicalJson(attributes)},${JSON.stringify(named).slice(1)}`;
}
