/** What does a merchant's backend say to its coupon server once an order is paid, cancelled or sent back? Over HTTP, or to a handler in the same process. */
import { list, object, parse, type Shape } from '../model/shape.js';
import { demand } from '../money/coupon-error.js';
import { canonicalJson } from '../protocol/canonical-json.js';
import type {
  Hold,
  PointsRequest,
  ProblemDetails,
  RedemptionRequest,
  ReversalRequest,
} from '../protocol/messages.js';
import { createAsk, type Question, type ServerAnswer } from './ask-server.js';
import { CouponServerError } from './coupon-server-error.js';
import type {
  CouponReport,
  Holding,
  PointsAccount,
  Redemption,
  Reversal,
  Statement,
} from './ledgers/ledger.js';
import {
  account,
  foundHold,
  hold,
  holding,
  reconciliation,
  redemption,
  reversal,
  standing,
  statement,
} from './merchant-answers.js';
import type { Reconciliation, TheirOrder } from './settlement/reconcile.js';

export interface ClientOptions {
  /** Its address, with what stands before `/v1`: `https://coupons.example`. */
  readonly server: string;
  /** `sk_…`; never in a page. */
  readonly secretKey: string;
  /** Default: the platform's own. In the same process: `(request) => handler(request)`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For a call with all of its tries, milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * What the coupon server is asked by the backend behind a checkout. What it refuses is a value, `{ ok: false, code }`. Every method rejects with a
 * {@link CouponServerError} where the server is away or does not understand. Calls that change something carry an idempotency key, so that one that is
 * repeated has one effect: by these methods, twice at most, and by whoever calls them, after a crash too.
 */
export interface Client {
  /** The order is paid: its coupons are used. By default the key is made of what is asked: the same order again has one effect. */
  redeem(
    paid: RedemptionRequest,
    options?: CallOptions,
  ): Promise<Outcome<Redemption, 'unknown-hold' | 'cart-changed' | 'other-order' | 'hold-ended'>>;
  /**
   * Undoes a redemption, in whole or in part; `value.refund.amount` is what to pay back, minor units. It needs a key of the caller's: two equal partial
   * returns are two.
   * @param redemption its id, which is the hold's
   */
  reverse(
    redemption: string,
    back: ReversalRequest,
    options: KeyedOptions,
  ): Promise<Outcome<Reversal, 'unknown-redemption' | 'more-than-remains' | 'other-mode' | 'unknown-line'>>;
  /** The payment has failed: the coupons are the shopper's again. */
  release(hold: string, options?: CallOptions): Promise<Outcome<Hold, 'unknown-hold' | 'hold-ended'>>;
  /** What a hold stands for, and what has become of it. */
  findHold(hold: string, options?: ReadOptions): Promise<Outcome<FoundHold, 'unknown-hold'>>;
  /** A coupon that costs money is paid. */
  confirmClaim(
    claim: string,
    options?: CallOptions,
  ): Promise<Outcome<Holding, 'unknown-claim' | 'sold-out' | 'shopper-limit'>>;
  /** Gives points to a shopper, or takes them, below 0. It needs a key of the caller's: two equal gifts are two. */
  changePoints(
    change: PointsRequest,
    options: KeyedOptions,
  ): Promise<Outcome<PointsAccount, 'points-too-few'>>;
  /** One statement a shop and day, both days inclusive: `2026-11-22`. */
  settlements(
    period: { readonly from: string; readonly to: string; readonly shop?: string },
    options?: ReadOptions,
  ): Promise<readonly Statement[]>;
  /** Whether the orders of these days, the last one included, are the same in the merchant's books: only ours, only theirs, other amounts. */
  reconcile(
    period: { readonly from: string; readonly to: string },
    orders: readonly TheirOrder[],
    options?: ReadOptions,
  ): Promise<Reconciliation>;
  /** What became of each coupon so far. */
  reports(options?: ReadOptions): Promise<readonly CouponStanding[]>;
}

/** What was done, or why not. */
export type Outcome<Value, Refusal extends string> =
  | {
      readonly ok: true;
      readonly value: Value;
      /** It had been done before by a call with this key: what hangs on it may have been done, too. */
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: Refusal };

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

export interface CallOptions extends ReadOptions {
  /** 1–128 visible ASCII characters. */
  readonly idempotencyKey?: string;
}

export interface KeyedOptions extends ReadOptions {
  /** 1–128 visible ASCII characters: one for each act, over all orders, and the same when it is repeated. */
  readonly idempotencyKey: string;
}

export interface CouponStanding extends CouponReport {
  /** How many of the claimed ones are used, hundredths of a percent. */
  readonly redemptionRateBps: number;
}

/** An order as the coupon server knows it. */
export interface FoundHold {
  readonly hold: Hold;
  /** Whose: `shopper:<id>`, or `anonymous:<id>`. */
  readonly shopper: string;
  readonly cartHash: string;
  readonly currency: string;
  /** What is to be paid, minor units. */
  readonly total: number;
  readonly coupons: Redemption['coupons'];
  /** Absent: it is not paid. */
  readonly redemption?: Redemption;
  readonly reversals: readonly Reversal[];
}

const defaultTimeoutMs = 10_000;
/** In the message of an error, so many of what is wrong with a request. */
const toldProblems = 3;
const keyPattern = /^[\x21-\x7e]{1,128}$/;

/**
 * Returns the client of a coupon server.
 * @throws CouponError where the address is none, or the key is not a secret one
 */
export function createClient({ server, secretKey, fetch, timeoutMs }: ClientOptions): Client {
  demand('server', URL.canParse(server), 'give the address of the coupon server: https://coupons.example.');
  demand('secretKey', /^sk_\S+$/.test(secretKey), 'give the secret key of the coupon server: sk_….');
  const ask = createAsk({
    server: server.replace(/\/+$/, ''),
    secretKey,
    // Called by itself: platforms refuse their own as a method of something else.
    fetch: fetch ?? ((request) => globalThis.fetch(request)),
    timeoutMs: timeoutMs ?? defaultTimeoutMs,
  });

  return {
    async redeem({ hold, order, cartHash }, options) {
      const body = { hold, order, cartHash };
      const refusals = ['unknown-hold', 'cart-changed', 'other-order', 'hold-ended'] as const;
      return change('POST', '/v1/redemptions', body, options, ['redemption', redemption], refusals);
    },
    async reverse(id, { returned, shipping, mode }, options) {
      const path = `/v1/redemptions/${encodeURIComponent(id)}/reversals`;
      const body = {
        ...(returned && { returned }),
        ...(shipping !== undefined && { shipping }),
        ...(mode && { mode }),
      };
      demandKey(options);
      const refusals = ['unknown-redemption', 'more-than-remains', 'other-mode', 'unknown-line'] as const;
      return change('POST', path, body, options, ['reversal', reversal], refusals);
    },
    async release(id, options) {
      const path = `/v1/reservations/${encodeURIComponent(id)}`;
      return change('DELETE', path, undefined, options, ['hold', hold], ['unknown-hold', 'hold-ended']);
    },
    async findHold(id, { signal } = {}) {
      const path = `/v1/reservations/${encodeURIComponent(id)}`;
      return decide({ method: 'GET', path, signal }, foundHold, ['unknown-hold']);
    },
    async confirmClaim(id, options) {
      const path = `/v1/claims/${encodeURIComponent(id)}/confirmations`;
      const refusals = ['unknown-claim', 'sold-out', 'shopper-limit'] as const;
      return change('POST', path, {}, options, ['claim', holding], refusals);
    },
    async changePoints({ shopper, points }, options) {
      demandKey(options);
      return change(
        'POST',
        '/v1/points',
        { shopper, points },
        options,
        ['account', account],
        ['points-too-few'],
      );
    },
    async settlements({ from, to, shop }, { signal } = {}) {
      const query = new URLSearchParams({ from, to, ...(shop !== undefined && { shop }) });
      const question: Question = { method: 'GET', path: `/v1/settlements?${query}`, signal };
      return (await read(question, object({ statements: list(statement) }))).statements;
    },
    async reconcile({ from, to }, orders, { signal } = {}) {
      const path = `/v1/reconciliations?${new URLSearchParams({ from, to })}`;
      return read({ method: 'POST', path, body: { orders }, isRead: true, signal }, reconciliation);
    },
    async reports({ signal } = {}) {
      const question: Question = { method: 'GET', path: '/v1/reports', signal };
      return (await read(question, object({ coupons: list(standing) }))).coupons;
    },
  };

  /** A call that has one effect, however often it is repeated with its key. */
  async function change<Name extends string, Value, Refusal extends string>(
    method: 'POST' | 'DELETE',
    path: string,
    body: object | undefined,
    { idempotencyKey, signal }: CallOptions = {},
    [name, shape]: readonly [name: Name, shape: Shape<Value>],
    refusals: readonly Refusal[],
  ): Promise<Outcome<Value, Refusal>> {
    const key = idempotencyKey ?? (await keyOf(method, path, body));
    demandKey({ idempotencyKey: key });
    const question = { method, path, ...(body && { body }), idempotencyKey: key, signal };
    const outcome = await decide(question, object({ [name]: shape }), refusals);
    return outcome.ok ? { ...outcome, value: outcome.value[name] as Value } : outcome;
  }

  async function decide<Value, Refusal extends string>(
    question: Question,
    shape: Shape<Value>,
    refusals: readonly Refusal[],
  ): Promise<Outcome<Value, Refusal>> {
    const answer = await ask(question);
    const refusal = refusals.find((each) => each === answer.code);
    if (refusal !== undefined) return { ok: false, code: refusal };
    return { ok: true, value: valueOf(question, answer, shape), replayed: answer.replayed };
  }

  /** What nothing but a fault can keep from being read. */
  async function read<Value>(question: Question, shape: Shape<Value>): Promise<Value> {
    return valueOf(question, await ask(question), shape);
  }

  function valueOf<Value>(question: Question, answer: ServerAnswer, shape: Shape<Value>): Value {
    const { status, code, body } = answer;
    const at = `${question.method} ${server}${question.path}`;
    if (code !== undefined) {
      const { problems } = body as Partial<ProblemDetails>;
      const where = problems ? ` ${JSON.stringify(problems.slice(0, toldProblems))}` : '';
      throw new CouponServerError('invalid-request', `${at}: ${code}${where}`, { status, code });
    }
    const parsed = parse(shape, body);
    if (parsed.ok) return parsed.value;
    const [problem] = parsed.problems;
    throw new CouponServerError('bad-response', `${at}: ${problem?.path} ${problem?.code}`, {
      ambiguous: question.idempotencyKey !== undefined,
      status,
    });
  }
}

/** Returns the same key for the same question, in whichever process it is asked. */
async function keyOf(method: string, path: string, body: object | undefined): Promise<string> {
  const asked = new TextEncoder().encode(canonicalJson([method, path, body ?? null]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', asked));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function demandKey({ idempotencyKey }: KeyedOptions): void {
  const isKey = typeof idempotencyKey === 'string' && keyPattern.test(idempotencyKey);
  demand('idempotencyKey', isKey, 'give 1 to 128 visible ASCII characters.');
}
