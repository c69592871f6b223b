import type { Parsed } from '../model/problem.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import { parseClaimAnswer } from '../protocol/parse-claim-answer.js';
import { parseOffersAnswer } from '../protocol/parse-offers-answer.js';
import { parseSessionAnswer } from '../protocol/parse-session-answer.js';
import { AdapterError, type Adapter, type Call, type Refused } from './adapter.js';
import { keepSession } from './keep-session.js';
import { openStorage, type TextStorage } from './open-storage.js';
import { postJson, type Problem } from './post-json.js';

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
interface Request<T> {
  readonly path: string;
  readonly body: object;
  readonly call: Call;
  readonly timeoutMs: number;
  readonly parse: (value: unknown) => Parsed<T>;
  /** Without a shopper it means nothing. */
  readonly needsShopper?: boolean;
}

const maxTries = 3;
/** For all tries together. */
const totalMs = 8000;
const jitterMs = 250;

/** Returns the adapter to couponkit's own server. It works across origins, without cookies. */
export function createHttpAdapter(options: HttpOptions): Adapter {
  const { server, key, shopperToken, fetch = globalThis.fetch, storage } = options;
  const base = server.replace(/\/*$/, '/v1/');
  const closing = new AbortController();

  const post = async <T>(request: Request<T>, token: string | undefined): Promise<T> => {
    const { path, body, call, timeoutMs, parse } = request;
    const { idempotencyKey } = call;
    const answer = await postJson(base + path, {
      fetch,
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

  const session = keepSession(openStorage(storage), `couponkit ${base} ${key}`, (old) =>
    post({ path: 'sessions', body: {}, call: closing, timeoutMs: 3000, parse: parseSessionAnswer }, old),
  );

  const ask = async <T>(request: Request<T>): Promise<T> => {
    const { call, needsShopper } = request;
    const until = Date.now() + totalMs;
    let hadToken = false;
    for (let tries = 1; ; tries++)
      try {
        const timeoutMs = Math.min(call.timeoutMs ?? request.timeoutMs, until - Date.now());
        const token = (await shopperToken?.()) || (await session.find(needsShopper));
        try {
          return await post({ ...request, timeoutMs }, token);
        } catch (error) {
          // Once more, at once, where the token is good no longer.
          if (!token || hadToken || causeOf(error).status !== 401) throw error;
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

  const change = async <T>(path: string, body: object, call: Call, parse: Request<T>['parse']) => {
    const idempotencyKey = call.idempotencyKey ?? createIdempotencyKey();
    try {
      return await ask({
        path,
        body,
        call: { ...call, idempotencyKey },
        timeoutMs: 4000,
        parse,
        needsShopper: true,
      });
    } catch (error) {
      return refusalOf(error);
    }
  };

  const quote = async (body: object, call: Call, timeoutMs: number, needsShopper: boolean) => {
    const { parseQuoteAnswer: parse } = await import('../protocol/parse-quote-answer.js');
    return ask({ path: 'quotes', body, call, timeoutMs, parse, needsShopper });
  };

  return {
    name: 'http ' + base,
    capabilities: {
      verify: 'native',
      offers: 'native',
      claim: 'native',
      exchange: 'native',
      reasons: 'native',
      allocations: 'native',
    },
    verify: (input, call) => quote(input, call, 4000, false),
    // Right before payment a token is wanted, and it is a shopper's.
    recheck: ({ last, ...input }, call) =>
      quote({ ...input, desired: last.outcomes.map(({ coupon }) => ({ coupon })) }, call, 6000, true),
    offers: (body, call) => ask({ path: 'offers', body, call, timeoutMs: 3000, parse: parseOffersAnswer }),
    claim: (body, call) => change('claims', body, call, parseClaimAnswer),
    exchange: (body, call) => change('exchanges', body, call, parseClaimAnswer),
    async close() {
      closing.abort();
    },
  };
}

/** What the server refuses for the shop's reasons is a value. @throws AdapterError where it is a fault */
function refusalOf(error: unknown): Refused {
  const { status, code } = causeOf(error);
  const isRefusal =
    status === 402 || status === 409 || /^(sign-in|unknown-(offer|code))$/.test(code as string);
  if (typeof code !== 'string' || !isRefusal) throw error;
  return { refused: { code, params: {} } };
}

function causeOf(error: unknown): Partial<Problem> {
  return (error as AdapterError).cause ?? {};
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
