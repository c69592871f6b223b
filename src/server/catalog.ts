import type { Cart } from '../model/cart.js';
import type { Parsed } from '../model/problem.js';

/** The port to the merchant's own knowledge of products. A page's prices are compared with it, never believed. */
export interface Catalog {
  /** Whether prices are without or with tax. */
  readonly basis: 'net' | 'gross';
  /**
   * Returns the cart as the server knows it: from the page only the ids of lines, what is bought and how many, attributes, payment method
   * and region; everything else, shipping included, is the catalogue's. Problems name places of the given cart: `lines[2].product`.
   */
  resolve(cart: Cart): Promise<Parsed<Cart>>;
  /** Returns a cart of one unit of a product, for the offers on its page; `undefined` where there is no such product. */
  cartOf(product: string): Promise<Cart | undefined>;
}
