import type { JSONWebKeySet } from 'jose';
import * as standardEngine from '../engine/index.js';
import { createRefund, type Engine } from '../engine/index.js';
import type { Policy } from '../model/policy.js';
import { addressPrefix } from './address-prefix.js';
import type { Catalog } from './catalog.js';
import { answerPreflight, corsHeaders } from './cors.js';
import type { Campaign } from './campaigns/index.js';
import { createCouponBook } from './coupon-book.js';
import { createCountCache } from './create-count-cache.js';
import { createDoor } from './create-door.js';
import { createRouteFinder, type Found } from './create-route-finder.js';
import { createStoreClock } from './create-store-clock.js';
import { createZoneClock } from './create-zone-clock.js';
import { followDocuments } from './follow-documents.js';
import { disableMixedCosts, guardPoints } from './guard-points.js';
import { createCampaignBook } from './issuing/campaign-book.js';
import { createDeliveries } from './issuing/create-deliveries.js';
import { createIssueCounts } from './issuing/create-issue-counts.js';
import { mergeCampaigns } from './issuing/merge-campaigns.js';
import type { Keys } from './keys.js';
import { LedgerUnavailableError, type Ledger } from './ledgers/ledger.js';
import { mergeCoupons } from './merge-coupons.js';
import type { CouponEntry } from './parse-coupon-file.js';
import type { PointsAccount } from './points-account.js';
import { answerProblem, type ProblemCode, type ProblemResponse } from './problem-details.js';
import type { Rate } from './rate-limiter.js';
import { requestIdOf } from './request-id.js';
import type { Route, Services } from './route.js';
import { routes } from './routes/index.js';

export interface HandlerOptions {
  /** Coupons that `check` lets pass, and who may claim them; what `PUT /v1/coupons/{id}` has put into the store overrides and extends them. */
  readonly coupons: readonly CouponEntry[];
  /** Draws, packs, invitations and what the server gives by itself, of the same file as the coupons; `PUT /v1/campaigns/{id}` overrides and extends them. Default: none. */
  readonly campaigns?: readonly Campaign[];
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  /** Or what resolves to them as they are now, where the signing ones change while the server runs. */
  readonly keys: Keys | (() => Promise<Keys>);
  /** The pages that may ask, exactly: `https://shop.example`. */
  readonly origins: readonly string[];
  /** The same as the pages' own. */
  readonly policy?: Policy;
  /** For a shop with kinds of its own. */
  readonly engine?: Pick<Engine, 'quote' | 'check'>;
  /** Public keys that the merchant's backend signs shopper tokens with, beside the secret key. */
  readonly shopperKeys?: JSONWebKeySet;
  /** Whose clock deadlines are shown by, as `Asia/Shanghai`. Default `UTC`. */
  readonly timeZone?: string;
  /** Where the shop's points live, where it is not the ledger. */
  readonly points?: PointsAccount;
  /** How fast one network and one shopper may ask. */
  readonly rates?: { readonly address?: Rate; readonly shopper?: Rate };
  /** What stands before `/v1` in the address, without a slash at its end. Default: nothing. */
  readonly basePath?: string;
  /** Milliseconds since the epoch. Default: the store's clock. */
  readonly now?: () => number;
  /** Takes what went wrong inside. Default: `console.error`. */
  readonly onFault?: (error: unknown, request?: Request, requestId?: string) => void;
  /** Told of each answer, for logs and metrics. */
  readonly onAnswer?: (answered: Answered) => void;
}

/** What became of a request. Nothing in it names a shopper, a coupon or an address. */
export interface Answered {
  /** The request's `X-Request-Id`, or a new one; the answer has it, too. */
  readonly requestId: string;
  readonly method: string;
  /** As the protocol names it, `/v1/reservations/{id}`; absent: there is nothing here. */
  readonly route?: string;
  readonly status: number;
  /** Of a problem. */
  readonly code?: ProblemCode;
  /** Its idempotency key has had this effect before. */
  readonly replayed: boolean;
  readonly durationMs: number;
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
  const { catalog, ledger, shopperKeys, rates, basePath = '', timeZone = 'UTC' } = options;
  const { engine = standardEngine, policy = {}, onAnswer } = options;
  const { onFault = (error) => console.error(error) } = options;
  const origins = new Set(options.origins);
  const now = options.now ?? createStoreClock(ledger);
  const findRoutes = createRouteFinder(routes);
  const keys = async (): Promise<Keys> =>
    typeof options.keys === 'function' ? options.keys() : options.keys;
  const enter = createDoor({
    keys: await keys(),
    ledger,
    shopperKeys,
    origins,
    rates: { ...defaultRates, ...rates },
  });
  const books = await followDocuments(ledger.documents, async (documents) => {
    const { entries, problems } = mergeCoupons(options.coupons, documents, engine.check);
    for (const problem of problems)
      onFault(new Error(`a coupon in the store is wrong: ${problem.path}: ${problem.code}`));
    const merged = mergeCampaigns(options.campaigns ?? [], documents, entries);
    for (const problem of merged.problems)
      onFault(new Error(`a campaign is wrong: ${problem.path}: ${problem.code}`));
    const book = await createCouponBook(options.points ? disableMixedCosts(entries, onFault) : entries);
    return { book, campaigns: await createCampaignBook(merged.campaigns, book) };
  });
  const services: Omit<Services, 'book' | 'campaigns'> = {
    engine: { quote: engine.quote, check: engine.check, refund: createRefund(engine.quote) },
    policy,
    refreshBook: books.refresh,
    catalog,
    ledger,
    counts: createCountCache(ledger),
    issueCounts: createIssueCounts(ledger),
    deliveries: createDeliveries(),
    points: options.points && guardPoints(options.points, onFault),
    keys,
    shopperKeys,
    isoInZone: createZoneClock(timeZone),
  };

  return async (request, { address = '' } = {}) => {
    const started = performance.now();
    const requestId = requestIdOf(request);
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : '';
    const found = findRoutes(path);
    const forPages = found.routes.filter((route) => route.access !== 'secret');
    // Where only the merchant's backend may ask, no page may read anything.
    const isSecret = found.routes.length > 0 && forPages.length === 0;
    const origin = isSecret ? null : request.headers.get('origin');
    const isPreflight = request.method === 'OPTIONS' && found.routes.length > 0;
    const answer = isPreflight
      ? answerPreflight(origin, origins, methodsOf(forPages))
      : await answerOf(request, found, path, addressPrefix(address), requestId);
    const headers = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...corsHeaders(origin, origins),
    };
    for (const [name, value] of isPreflight ? [] : Object.entries(headers)) {
      if (!answer.headers.has(name)) answer.headers.set(name, value);
    }
    const { code } = answer as Partial<ProblemResponse>;
    onAnswer?.({
      requestId,
      method: request.method,
      ...(found.routes[0] && { route: found.routes[0].path }),
      status: answer.status,
      ...(code && { code }),
      replayed: answer.headers.has('idempotent-replayed'),
      durationMs: performance.now() - started,
    });
    return answer;
  };

  async function answerOf(
    request: Request,
    { routes, parameters }: Found,
    path: string,
    prefix: string,
    requestId: string,
  ): Promise<Response> {
    try {
      const route = routes.find((each) => each.method === request.method);
      if (route) {
        const call = await enter(request, {
          route,
          path,
          parameters,
          addressPrefix: prefix,
          now: await now(),
        });
        if (call instanceof Response) return call;
        const isPublic = route.access === 'public';
        return await route.handle(call, {
          ...services,
          ...(isPublic ? books.latest() : await books.current()),
        });
      }
      if (routes.length === 0) return answerProblem('not-found');
      return answerProblem('method-not-allowed', { headers: { allow: methodsOf(routes).join(', ') } });
    } catch (error) {
      if (error instanceof LedgerUnavailableError) {
        return answerProblem('unavailable', { headers: { 'retry-after': '1' } });
      }
      onFault(error, request, requestId);
      return answerProblem('internal');
    }
  }
}

function methodsOf(routes: readonly Route[]): readonly string[] {
  return routes.map((route) => route.method);
}
