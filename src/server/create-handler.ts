import type { JSONWebKeySet } from 'jose';
import * as standardEngine from '../engine/index.js';
import { createRefund, type Engine } from '../engine/index.js';
import type { Policy } from '../model/policy.js';
import { addressPrefix } from './address-prefix.js';
import type { Catalog } from './catalog.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { createCouponBook } from './coupon-book.js';
import { createDoor } from './create-door.js';
import { createRouteFinder, type Found } from './create-route-finder.js';
import type { Keys } from './keys.js';
import { LedgerUnavailableError, type Ledger } from './ledgers/ledger.js';
import type { CouponEntry } from './parse-coupon-file.js';
import { answerProblem } from './problem-details.js';
import type { Rate } from './rate-limiter.js';
import type { Route, Services } from './route.js';
import { routes } from './routes/index.js';

export interface HandlerOptions {
  /** Coupons that `check` lets pass, and who may claim them. */
  readonly coupons: readonly CouponEntry[];
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly keys: Keys;
  /** The pages that may ask, exactly: `https://shop.example`. */
  readonly origins: readonly string[];
  /** The same as the pages' own. */
  readonly policy?: Policy;
  /** For a shop with kinds of its own. */
  readonly engine?: Pick<Engine, 'quote'>;
  /** Public keys that the merchant's backend signs shopper tokens with, beside the secret key. */
  readonly shopperKeys?: JSONWebKeySet;
  /** How fast one network and one shopper may ask. */
  readonly rates?: { readonly address?: Rate; readonly shopper?: Rate };
  /** What stands before `/v1` in the address, without a slash at its end. Default: nothing. */
  readonly basePath?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Takes what went wrong inside. Default: `console.error`. */
  readonly onFault?: (error: unknown, request: Request) => void;
}

/** What the request itself does not say. */
export interface Surroundings {
  /** The shopper's network address; absent: everybody counts as one. */
  readonly address?: string;
}

/** Answers one request; never rejects. Runs wherever `Request` and `Response` are: Node, Express and Hono through an adapter, workers. */
export type Handler = (request: Request, surroundings?: Surroundings) => Promise<Response>;

export const defaultRates = {
  address: { burst: 1_000, perMinute: 3_000 },
  shopper: { burst: 120, perMinute: 120 },
} as const satisfies Record<string, Rate>;

/** Returns what answers the protocol over these coupons, products and claims. */
export async function createHandler(options: HandlerOptions): Promise<Handler> {
  const { catalog, ledger, keys, shopperKeys, rates, basePath = '', now = Date.now } = options;
  const { engine = standardEngine, policy = {}, onFault = (error) => console.error(error) } = options;
  const origins = new Set(options.origins);
  const findRoutes = createRouteFinder(routes);
  const enter = createDoor({ keys, ledger, shopperKeys, origins, rates: { ...defaultRates, ...rates } });
  const services: Services = {
    engine: { quote: engine.quote, refund: createRefund(engine.quote) },
    policy,
    book: await createCouponBook(options.coupons),
    catalog,
    ledger,
    keys,
    shopperKeys,
  };

  return async (request, { address = '' } = {}) => {
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : '';
    const found = findRoutes(path);
    const forPages = found.routes.filter((route) => route.access !== 'secret');
    // Where only the merchant's backend may ask, no page may read anything.
    const isSecret = found.routes.length > 0 && forPages.length === 0;
    const origin = isSecret ? null : request.headers.get('origin');
    if (request.method === 'OPTIONS' && found.routes.length > 0) {
      return answerPreflight(origin, origins, methodsOf(forPages));
    }
    const answer = await answerOf(request, found, path, addressPrefix(address));
    const headers = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...corsHeaders(origin, origins),
    };
    for (const [name, value] of Object.entries(headers)) {
      if (!answer.headers.has(name)) answer.headers.set(name, value);
    }
    return answer;
  };

  async function answerOf(
    request: Request,
    { routes, parameters }: Found,
    path: string,
    prefix: string,
  ): Promise<Response> {
    try {
      const route = routes.find((each) => each.method === request.method);
      if (route) {
        const call = await enter(request, { route, path, parameters, addressPrefix: prefix, now: now() });
        return call instanceof Response ? call : await route.handle(call, services);
      }
      if (routes.length === 0) return answerProblem('not-found');
      return answerProblem('method-not-allowed', { headers: { allow: methodsOf(routes).join(', ') } });
    } catch (error) {
      if (error instanceof LedgerUnavailableError) {
        return answerProblem('unavailable', { headers: { 'retry-after': '1' } });
      }
      onFault(error, request);
      return answerProblem('internal');
    }
  }
}

function methodsOf(routes: readonly Route[]): readonly string[] {
  return routes.map((route) => route.method);
}
