/**
 * The SDK: a session over an adapter, with the engine in it, and the types of all that goes in and comes out. No DOM, no side effects.
 *
 * ```ts
 * import { createSession } from 'couponkit';
 * import { createHttpAdapter } from 'couponkit/adapters/http';
 *
 * const session = createSession({ adapter: createHttpAdapter({ server, key }) });
 * session.$quote.subscribe((quote) => show(quote));
 * session.setCart(cart);
 * ```
 */
import type { KnownBenefit } from './benefits/index.js';
import type { Conditions } from './conditions/index.js';
import { best, quote } from './engine/standard-engine.js';
import { createDesk } from './stores/create-desk.js';
import type { Coupon as AnyCoupon } from './model/index.js';
import {
  createSession as createSessionWith,
  type SessionOptions as Options,
} from './stores/create-session.js';
import type { Session } from './stores/session.js';

export * from './engine/index.js';
export * from './adapters/adapter.js';
export type * from './model/index.js';
export type * from './protocol/campaigns.js';
export type * from './protocol/messages.js';
export type * from './stores/campaigns.js';
export type * from './stores/session.js';

/** A coupon of the kinds of this package. One with a shop's own kinds is what the functions take, too. */
export type Coupon = AnyCoupon<Conditions, KnownBenefit>;

/** The engine of this package, unless another is given. */
export interface SessionOptions extends Omit<Options, 'engine' | 'desk'>, Partial<Pick<Options, 'engine'>> {}

/**
 * Returns the coupons of one shopper on one page: what the cart costs with them, now and confirmed. Throws nothing: bad input, refusals and faults
 * are told by its stores.
 */
export function createSession(options: SessionOptions): Session {
  const engine: Options['engine'] = {
    best,
    quote,
    previewRefunds: async (...order) =>
      (await import('./engine/preview-refunds.js')).createRefundPreview(quote)(...order),
    nudges: async (...cart) => (await import('./engine/suggest.js')).nudges(...cart),
    fillers: async (...cart) => (await import('./engine/suggest.js')).fillers(...cart),
  };
  return createSessionWith({ engine, desk: createDesk, ...options });
}
