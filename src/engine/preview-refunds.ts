import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { RefundPreview } from '../model/refund.js';
import type { Engine } from './create-engine.js';
import { createRefund, type RefundOptions } from './refund.js';

/** What would each line of an order pay back, were it returned? Before buying: of the quote on the screen; after: of what is left. */

/** @param price the engine's `quote` */
export function createRefundPreview(price: Engine['quote']) {
  const refund = createRefund(price);
  return (cart: Cart, quote: Quote, options: RefundOptions = {}): readonly RefundPreview[] => {
    const left = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
    for (const { line, quantity } of options.already ?? []) left.set(line, left.get(line)! - quantity);
    return quote.lines.flatMap(({ id }) => {
      const most = left.get(id);
      if (most === 0) return [];
      const refundOf = (quantity: number) => refund(cart, quote, [{ line: id, quantity }], options);
      const all = refundOf(most!);
      return [{ line: id, one: most === 1 ? all : refundOf(1), all }];
    });
  };
}
