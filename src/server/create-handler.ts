import type { JSONWebKeySet } from 'jose';
import * as standardEngine from '../engine/index.js';
import type { Engine } from '../engine/index.js';
import type { Policy } from '../model/policy.js';
import { addressPrefix } from './address-prefix.js';
import type { Catalog } from './catalog.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { createCouponBook } from './coupon-book.js';
import { identify, type Identity } from './identity.js';
import type { Keys } from './keys.js';
import { LedgerUnavailableError, type Ledger } from './ledgers/ledger.js';
import type { CouponEntry } from './parse-coupon-file.js';
import { answerProblem } from './problem-details.js';
import { createRateLimiter, type Rate } from './rate-limiter.js';
import { readJson } from './read-json.js';
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
  const byAddress = createRateLimiter(rates?.address ?? defaultRates.address);
  const byShopper = createRateLimiter(rates?.shopper ?? defaultRates.shopper);
  const book = await createCouponBook(options.coupons);
  const services: Services = { engine, policy, book, catalog, ledger, keys, shopperKeys };

  return async (request, { address = '' } = {}) => {
    const origin = request.headers.get('origin');
    const path = new URL(request.url).pathname;
    const found = path.startsWith(basePath)
      ? routes.filter((route) => route.path === path.slice(basePath.length))
      : [];
    const methods = found.map((route) => route.method);
    if (request.method === 'OPTIONS' && found.length > 0) return answerPreflight(origin, origins, methods);
    const answer = await answerOf(request, found, addressPrefix(address));
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

  async function answerOf(request: Request, found: readonly Route[], prefix: string): Promise<Response> {
    try {
      const route = found.find((each) => each.method === request.method);
      if (route) return await answer(request, route, prefix);
      if (found.length === 0) return answerProblem('not-found');
      return answerProblem('method-not-allowed', {
        headers: { allow: found.map((each) => each.method).join(', ') },
      });
    } catch (error) {
      if (error instanceof LedgerUnavailableError) {
        return answerProblem('unavailable', { headers: { 'retry-after': '1' } });
      }
      onFault(error, request);
      return answerProblem('internal');
    }
  }

  /** The door: each question is cheaper than the next one. */
  async function answer(request: Request, route: Route, prefix: string): Promise<Response> {
    const at = now();
    const call = { request, addressPrefix: prefix, now: at };
    if (route.access === 'public') {
      return route.handle({ ...call, body: undefined, identity: undefined, idempotencyKey: '' }, services);
    }
    const { headers } = request;
    const origin = headers.get('origin');
    if (origin !== null && !origins.has(origin)) return answerProblem('origin-not-allowed');
    if (headers.get('couponkit-key') !== keys.publishable) return answerProblem('unknown-key');
    const tooFast = refuse(byAddress.take(prefix, at, route.weight));
    if (tooFast) return tooFast;
    const identity = await identityOf(headers.get('authorization'), at);
    if (identity === 'bad' || (!identity && route.access !== 'page')) {
      return answerProblem('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
    }
    const tooEager = identity && refuse(byShopper.take(identity.subject, at));
    if (tooEager) return tooEager;
    const idempotencyKey = headers.get('idempotency-key') ?? '';
    if (route.access === 'idempotent' && !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey)) {
      return answerProblem('idempotency-key-missing');
    }
    const body = await readJson(request);
    if (body instanceof Response) return body;
    return route.handle({ ...call, body: body.value, identity, idempotencyKey }, services);
  }

  async function identityOf(authorization: string | null, at: number): Promise<Identity | 'bad' | undefined> {
    if (authorization === null) return undefined;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    return (token && (await identify(token, keys, shopperKeys, at))) || 'bad';
  }
}

function refuse(waitMs: number): Response | undefined {
  if (waitMs === 0) return undefined;
  return answerProblem('rate-limited', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });
}
