import type { Parsed } from '../model/problem.js';
import { parseOffersAnswer } from '../protocol/parse-offers-answer.js';
import { AdapterError, type Adapter, type Call } from './adapter.js';
import { keepSession } from './internal/keep-session.js';
import { openStorage, type TextStorage } from './internal/open-storage.js';
import { sendJson, type Problem } from './internal/send-json.js';

export interface HttpOptions {
  /** What stands before `/v1`: `https://coupons.example`. */
  readonly server: string;
  /** The publishable key, `pk_…`. */
  readonly key: string;
  /**
   * The signed-in shopper's token, from the merchant's own backend; asked for before each call, so keep it while it is good. Absent,
   * or where it gives nothing: an anonymous session, begun when one is needed and kept in this browser.
   */
  readonly shopperToken?: () => string | undefined | Promise<string | undefined>;
  readonly fetch?: typeof fetch;
  /** Where the anonymous session is kept; default `localStorage`. */
  readonly storage?: TextStorage;
}

/** One call, without what is the same for all. */
export interface Request<T> {
  readonly path: string;
  /** Absent: the address says it all. */
  readonly body?: object;
  /** Default `POST`. */
  readonly method?: 'GET' | 'DELETE';
  readonly call: Call;
  readonly timeoutMs: number;
  readonly parse: (value: unknown) => Parsed<T>;
  /** Without a shopper it means nothing. */
  readonly needsShopper?: boolean;
}

/** Asks the server: as the shopper, within the time, and again where that may help. @throws AdapterError */
export type Ask = <T>(request: Request<T>) => Promise<T>;

const maxTries = 3;
/** For all tries together. */
const totalMs = 8000;
const jitterMs = 250;

/** Returns the adapter to couponkit's own server. It works across origins, without cookies. */
export function createHttpAdapter(options: HttpOptions): Adapter {
  const { server, key, shopperToken, fetch = globalThis.fetch, storage } = options;
  const base = server.replace(/\/*$/, '/v1/');
  const closing = new AbortController();

  const send = async <T>(request: Request<T>, token: string | undefined): Promise<T> => {
    const { path, method = 'POST', body, call, timeoutMs, parse } = request;
    const { idempotencyKey } = call;
    const answer = await sendJson(base + path, {
      fetch,
      method,
      headers: {
        'Couponkit-Key': key,
        ...(token && { Authorization: 'Bearer ' + token }),
        ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      },
      body,
      timeoutMs,
      signals: [call.signal, closing.signal],
      changes: !!idempotencyKey,
    });
    const parsed = parse(answer);
    if (parsed.ok) return parsed.value;
    const [first] = parsed.problems;
    throw new AdapterError('bad-response', `${base}${path}: ${first!.path} ${first!.code}`, {
      ambiguous: !!idempotencyKey,
      cause: parsed.problems,
    });
  };

  // What a page asks first are offers; how the rest is asked is loaded when it is.
  const later = () => import('./internal/http-calls.js');
  const atCheckout = () => import('./internal/http-hold-calls.js');
  const atCampaigns = () => import('./internal/http-campaign-calls.js');

  const kept = openStorage(storage && (() => storage));
  const name = `couponkit ${base} ${key}`;
  const session = keepSession(kept, name, async (old) =>
    (await later()).renewSession(kept, name, old, closing, send),
  );

  const ask: Ask = async (request) => {
    const { call, needsShopper } = request;
    const until = Date.now() + totalMs;
    let hadToken = false;
    for (let tries = 1; ; tries++)
      try {
        const timeoutMs = Math.min(call.timeoutMs ?? request.timeoutMs, until - Date.now());
        const token = (await shopperToken?.()) || (await session.find(needsShopper));
        try {
          return await send({ ...request, timeoutMs }, token);
        } catch (error) {
          // Once more, at once, where the token is good no longer.
          if (!token || hadToken || statusOf(error) !== 401) throw error;
          hadToken = true;
          session.forget(token);
        }
      } catch (error) {
        if (!(error instanceof AdapterError))
          throw new AdapterError('unauthorized', 'shopperToken failed', { cause: error });
        const { retryable, retryAfterMs = 0 } = error;
        // Full jitter: pages that failed together must not come back together.
        const waitMs = Math.max(retryAfterMs, Math.random() * jitterMs * 2 ** tries);
        if (!retryable || tries >= maxTries || Date.now() + waitMs >= until) throw error;
        await pause(waitMs, call.signal);
      }
  };

  return {
    name: 'http ' + base,
    capabilities: {
      verify: 'native',
      offers: 'native',
      claim: 'native',
      exchange: 'native',
      reserve: 'native',
      campaigns: 'native',
      reasons: 'native',
      allocations: 'native',
    },
    verify: async (input, call) => (await later()).verify(ask, input, call),
    recheck: async (input, call) => (await later()).recheck(ask, input, call),
    offers: (body, call) => ask({ path: 'offers', body, call, timeoutMs: 3000, parse: parseOffersAnswer }),
    claim: async (body, call) => (await later()).claim(ask, body, call),
    exchange: async (body, call) => (await later()).exchange(ask, body, call),
    reserve: async (body, call) => (await atCheckout()).reserve(ask, body, call),
    release: async (input, call) => (await atCheckout()).release(ask, input, call),
    extend: async (input, call) => (await atCheckout()).extend(ask, input, call),
    campaigns: async (call) => (await atCampaigns()).campaigns(ask, call),
    participate: async (body, call) => (await atCampaigns()).participate(ask, body, call),
    invite: async (body, call) => (await atCampaigns()).invite(ask, body, call),
    invitation: async (input, call) => (await atCampaigns()).invitation(ask, input, call),
    async close() {
      closing.abort();
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return ((error as AdapterError).cause as Partial<Problem> | undefined)?.status;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
