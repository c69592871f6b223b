import type { JSONWebKeySet } from 'jose';
import type { createRefund, Engine } from '../engine/index.js';
import type { Policy } from '../model/policy.js';
import type { Catalog } from './catalog.js';
import type { CouponBook } from './coupon-book.js';
import type { CountCache } from './create-count-cache.js';
import type { Identity } from './identity.js';
import type { CampaignBook } from './issuing/campaign-book.js';
import type { Deliveries } from './issuing/create-deliveries.js';
import type { IssueCounts } from './issuing/create-issue-counts.js';
import type { Keys } from './keys.js';
import type { Decision, Keyed, Ledger } from './ledgers/ledger.js';
import type { PointsAccount } from './points-account.js';
import { answerProblem, type ProblemCode } from './problem-details.js';

/** One call of the protocol. Each has a file of its own, and a line in `routes/index.ts`. */
export interface Route {
  readonly method: Method;
  /** `/v1/reservations/{id}`: what stands in braces is a parameter of the call. */
  readonly path: string;
  readonly access: Access;
  /** Whether it changes something: it needs an idempotency key then. Default false. */
  readonly idempotent?: boolean;
  /** How many requests it counts as, by address. Default 1. */
  readonly weight?: number;
  /** Reads a body that is more than a small JSON. */
  readonly read?: (request: Request) => Promise<{ readonly value: unknown } | Response>;
  handle(call: Call, services: Services): Promise<Response>;
}

/** `GET` and `DELETE` have no body; the others bring JSON. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may ask. `public`: anybody. `page`: with the publishable key and from an origin on the list. `shopper`: also with a token. `secret`: the
 * merchant's backend with the secret key, never a page. `owner`: a shopper or the merchant's backend, each in its own way.
 */
export type Access = 'public' | 'page' | 'shopper' | 'secret' | 'owner';

/** A request that has passed the door. */
export interface Call {
  readonly request: Request;
  /** What stands in the address in the place of a name in braces: 1 to 200 characters that can be stored. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` for `GET` and `DELETE`. */
  readonly body: unknown;
  /** The shopper who asks, where a token says so; certain where the route's access is `shopper`. */
  readonly identity: Identity | undefined;
  /** The merchant's backend asks, with the secret key. */
  readonly isMerchant: boolean;
  /** What the ledger must know to give the same call one effect; certain where the route is `idempotent`, else its texts are empty. */
  readonly keyed: Keyed;
  readonly addressPrefix: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the routes work with. */
export interface Services {
  readonly engine: Pick<Engine, 'quote' | 'check'> & { readonly refund: ReturnType<typeof createRefund> };
  readonly policy: Policy;
  readonly book: CouponBook;
  readonly campaigns: CampaignBook;
  /** Makes the books anew for later calls, where a coupon or a campaign has been changed. */
  readonly refreshBook: () => Promise<void>;
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly counts: CountCache;
  readonly issueCounts: IssueCounts;
  readonly deliveries: Deliveries;
  /** Where the shop's points live; absent: in the ledger. */
  readonly points: PointsAccount | undefined;
  /** As they are now. */
  readonly keys: () => Promise<Keys>;
  readonly shopperKeys: JSONWebKeySet | undefined;
  /** Writes an instant as the shop's clock shows it. */
  readonly isoInZone: (at: number) => string;
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

/** Where they are others than usual. */
export interface Statuses<Refusal extends string> {
  /** Default 201. */
  readonly done?: number;
  /** Default: those of the list of problems. */
  readonly refused?: { readonly [code in Refusal]?: number };
}

/**
 * Returns the answer to a change: 201, or 200 with `Idempotent-Replayed` where the key has had this effect before; a refusal is the problem of the
 * same name.
 */
export function answerDecision<Value, Refusal extends ProblemCode>(
  decision: Decision<Value, Refusal>,
  bodyOf: (value: Value, replayed: boolean) => unknown,
  statuses: Statuses<Refusal> = {},
): Response {
  if (isDone(decision)) {
    const body = bodyOf(decision.value, decision.replayed);
    return decision.replayed
      ? answerJson(200, body, { 'idempotent-replayed': 'true' })
      : answerJson(statuses.done ?? 201, body);
  }
  if (decision.state === 'key-reused') return answerProblem('idempotency-key-reused');
  const status = statuses.refused?.[decision.state];
  return answerProblem(decision.state, { ...(status !== undefined && { status }) });
}

interface Done<Value> {
  readonly state: 'done';
  readonly value: Value;
  readonly replayed: boolean;
}

/** Whether it has had its effect; the names of refusals are not known here, so that the compiler must be told. */
export function isDone<Value>(decision: Decision<Value, string>): decision is Done<Value> {
  return decision.state === 'done';
}
