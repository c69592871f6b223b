import type { Engine } from '../engine/index.js';
import type { Policy } from '../model/policy.js';
import type { JSONWebKeySet } from 'jose';
import type { Catalog } from './catalog.js';
import type { CouponBook } from './coupon-book.js';
import type { Identity } from './identity.js';
import type { Keys } from './keys.js';
import type { Ledger } from './ledgers/ledger.js';

/** One call of the protocol. Each has a file of its own, and a line in `routes/index.ts`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /**
   * `page`: with the publishable key and from an origin on the list. `shopper`: also with a token. `idempotent`: also with an idempotency
   * key. `public`: by anybody.
   */
  readonly access: 'public' | 'page' | 'shopper' | 'idempotent';
  /** How many requests it counts as, by address. Default 1. */
  readonly weight?: number;
  handle(call: Call, services: Services): Promise<Response>;
}

/** A request that has passed the door. */
export interface Call {
  readonly request: Request;
  /** Parsed JSON; `undefined` for `GET`. */
  readonly body: unknown;
  /** Who asks, where a token says so; certain where the route's access is `shopper` or `idempotent`. */
  readonly identity: Identity | undefined;
  /** Certain where the route's access is `idempotent`, else empty. */
  readonly idempotencyKey: string;
  readonly addressPrefix: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the routes work with. */
export interface Services {
  readonly engine: Pick<Engine, 'quote'>;
  readonly policy: Policy;
  readonly book: CouponBook;
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly shopperKeys: JSONWebKeySet | undefined;
}

/** Returns an answer in JSON. */
export function answerJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
