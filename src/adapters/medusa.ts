/** The adapter of Medusa's Store API (2.21). */
import { isObject, object, parse } from '../model/shape.js';
import { AdapterError, type Adapter } from './adapter.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import { isServerAction } from './internal/is-server-action.js';
import { cartFields, medusaCart, toMedusaCart } from './internal/medusa-cart.js';
import type { PlatformOptions } from './internal/platform-options.js';
import type { Platform, PlatformCart, RefusedCode } from './internal/platform.js';

/** Where the shop's pages keep the cart's id, unless they say otherwise: as Medusa's guides to storefronts have it. */
export const tokenName = 'cart_id';

const answer = object({ cart: medusaCart });

/**
 * Returns the adapter of a Medusa shop.
 * @param options `server`: where Medusa is, default the page's own origin; `key`: a publishable API key; `token`: the cart's id. `storeCors` of Medusa must
 *   name the page's origin.
 */
export function createMedusaAdapter(options: PlatformOptions): Adapter {
  return createPlatformAdapter(createMedusaPlatform(options), options);
}

function createMedusaPlatform({ server = '/', key, token, basis }: PlatformOptions): Platform {
  const headers = { ...(key && { 'x-publishable-api-key': key }) };
  const pathOf = (cart: string) => `/store/carts/${encodeURIComponent(cart)}?fields=${cartFields}`;

  /** Resolves to nothing where the cart has become an order. */
  const readCart = (value: unknown): PlatformCart | undefined => {
    const parsed = parse(answer, value);
    if (parsed.ok) return parsed.value.cart.completed_at ? undefined : toMedusaCart(parsed.value.cart, basis);
    throw new AdapterError('bad-response', 'medusa: not a cart', { cause: parsed.problems });
  };

  return {
    name: 'medusa',
    server,
    // A code that does not exist is told; all others are just not there after a success.
    capabilities: { reasons: 'missing', allocations: 'native' },
    // A code whose last use another order has had stays, and makes the completion fail.
    keepsOldCodes: true,
    events: ['medusa-cart-changed'],
    isCartRequest: (path) => path.startsWith('/store/carts/'),
    isPageRequest: isServerAction,

    async read(ask) {
      const id = token?.get();
      if (!id) return undefined;
      const { status, value } = await ask({ path: pathOf(id), headers, accepts: [404] });
      return status === 404 ? undefined : readCart(value);
    },

    /** An update of the cart replaces all its codes (`updateCartWorkflow`); one that does not exist makes it fail as a whole, and is named. */
    async setCodes(codes, current, ask) {
      const id = token?.get() ?? '';
      const refused: RefusedCode[] = [];
      // As it was given → as it is tried.
      const spellings = new Map(codes.map((code) => [code, code]));
      for (;;) {
        const body = { promo_codes: [...spellings.values()] };
        const { status, value } = await ask({
          path: pathOf(id),
          method: 'POST',
          headers,
          body,
          accepts: [400],
        });
        if (status < 400) {
          const cart = readCart(value);
          if (!cart) throw becameOrder();
          if (cart.codes.join() !== current.codes.join()) tellPage();
          return { cart, refused };
        }
        const message = isObject(value) ? value['message'] : undefined;
        if (message === `Cart ${id} is already completed.`) throw becameOrder();
        const unknown = [...spellings].find(
          ([, code]) => message === `The promotion code ${code} is invalid`,
        );
        if (!unknown) throw new AdapterError('invalid-request', 'medusa', { cause: { status, message } });
        const [code, tried] = unknown;
        // Medusa knows codes by their case, shoppers do not; nearly all are in capitals.
        const capitals = code.toUpperCase();
        if (tried !== capitals) spellings.set(code, capitals);
        else {
          spellings.delete(code);
          refused.push({ code, reason: { code: 'unknown-code', params: {} } });
        }
      }
    },
  };
}

function becameOrder(): AdapterError {
  return new AdapterError('gone', 'medusa: the cart has become an order');
}

/** A storefront that shows totals of its own reads them again, or lets its server do so. */
function tellPage(): void {
  if (typeof document !== 'undefined') document.dispatchEvent(new Event('medusa-codes-changed'));
}
