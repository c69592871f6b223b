/** What does a merchant's backend say to its coupon server once an order is paid, cancelled or sent back? Over HTTP, or to a handler in the same process. */
import { list, object, parse, type Shape } from '../model/shape.js';
import { demand } from '../money/coupon-error.js';
import { canonicalJson } from '../protocol/canonical-json.js';
import type { ProblemDetails } from '../protocol/messages.js';
import { createAsk, type Question, type ServerAnswer } from './ask-server.js';
import type { CallOptions, Client, ClientOptions, Outcome } from './client.js';
import { CouponServerError } from './coupon-server-error.js';
import {
  account,
  campaignReport,
  foundHold,
  hold,
  holding,
  issueOutcome,
  putCampaignAnswer,
  reconciliation,
  redemption,
  reversal,
  standing,
  statement,
} from './merchant-answers.js';

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
    async campaignReports({ signal } = {}) {
      const question: Question = { method: 'GET', path: '/v1/reports', signal };
      return (await read(question, object({ campaigns: list(campaignReport) }))).campaigns;
    },
    async trigger({ on, shopper, order, amount, currency, orders, tags }, options) {
      const body = {
        on,
        shopper,
        ...(order !== undefined && { order }),
        ...(amount !== undefined && { amount }),
        ...(currency !== undefined && { currency }),
        ...(orders !== undefined && { orders }),
        ...(tags && { tags }),
      };
      if (on === 'abandonment' && order === undefined) demandKey(options ?? {});
      return change('POST', '/v1/triggers', body, options, ['outcomes', list(issueOutcome)], []);
    },
    async issue({ campaign, shoppers }, options) {
      const refusals = ['unknown-campaign', 'upcoming', 'ended'] as const;
      const body = { campaign, shoppers };
      return change('POST', '/v1/issues', body, options, ['outcomes', list(issueOutcome)], refusals);
    },
    async putCampaign(campaign, { signal } = {}) {
      const path = `/v1/campaigns/${encodeURIComponent(campaign.id)}`;
      return read({ method: 'PUT', path, body: campaign, signal }, putCampaignAnswer);
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

function demandKey({ idempotencyKey }: CallOptions): void {
  const isKey = typeof idempotencyKey === 'string' && keyPattern.test(idempotencyKey);
  demand('idempotencyKey', isKey, 'give 1 to 128 visible ASCII characters.');
}
