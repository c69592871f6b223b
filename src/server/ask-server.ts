/**
 * How does a merchant's backend ask the coupon server, and when does it ask again? Again only where the same question has one effect: it reads, or it has an
 * idempotency key; then at most twice, after a random wait, within one limit of time.
 */
import { isObject } from '../model/shape.js';
import {
  CouponServerError,
  type CouponServerErrorOptions,
  type CouponServerFault,
} from './coupon-server-error.js';

export interface AskOptions {
  /** The server's address, without a slash at its end. */
  readonly server: string;
  readonly secretKey: string;
  readonly fetch: (request: Request) => Promise<Response>;
  /** For a question with all of its tries, milliseconds. */
  readonly timeoutMs: number;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query: `/v1/redemptions`. */
  readonly path: string;
  readonly body?: object;
  /** Whether it changes nothing, so that it may be asked twice. Default: a `GET` does not. */
  readonly isRead?: boolean;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  /** The `code` of a problem; absent: it is none. */
  readonly code?: string;
  readonly body: unknown;
  /** The key has had this effect before. */
  readonly replayed: boolean;
}

/** Resolves to what the server says of the question, a no included; rejects with a {@link CouponServerError} where it did not come to that. */
export type Ask = (question: Question) => Promise<ServerAnswer>;

const tries = 3;
/** One try has this long, milliseconds. */
const tryTimeoutMs = 4_000;
/** The wait before the second try is at most this, twice as long before the third; milliseconds. */
const firstWaitMs = 250;

export function createAsk({ server, secretKey, fetch, timeoutMs }: AskOptions): Ask {
  return async (question) => {
    const deadline = performance.now() + timeoutMs;
    const { method, path, isRead = method === 'GET', idempotencyKey } = question;
    // What is put is the same, however often.
    const mayRepeat = isRead || method === 'PUT' || idempotencyKey !== undefined;
    let ambiguous = false;
    for (let count = 1; ; count++) {
      const leftMs = deadline - performance.now();
      const outcome = await attempt(question, Math.min(tryTimeoutMs, leftMs));
      if (!('kind' in outcome)) return outcome;
      const { kind, message, options } = outcome;
      ambiguous ||= !isRead && options.ambiguous === true;
      const waitMs = (options.retryAfterMs ?? 0) + Math.random() * firstWaitMs * 2 ** (count - 1);
      const isLast = !options.retryable || !mayRepeat || count === tries;
      if (isLast || performance.now() + waitMs >= deadline) {
        throw new CouponServerError(kind, `${method} ${server}${path}: ${message}`, {
          ...options,
          ambiguous,
        });
      }
      await sleep(waitMs, question.signal);
    }
  };

  async function attempt(question: Question, limitMs: number): Promise<ServerAnswer | Fault> {
    const { method, path, body, idempotencyKey, signal } = question;
    const controller = new AbortController();
    const giveUp = () => controller.abort();
    const timer = setTimeout(giveUp, limitMs);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
    const request = new Request(server + path, {
      method,
      headers: {
        authorization: `Bearer ${secretKey}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // The secret key goes nowhere else.
      redirect: 'manual',
      signal: controller.signal,
    });
    try {
      // Not every `fetch` heeds a signal: a handler in the same process does not.
      return await Promise.race([answerTo(request), rejection(controller.signal)]);
    } catch (cause) {
      if (signal?.aborted) return fault('aborted', 'it was given up', { ambiguous: true, cause });
      if (controller.signal.aborted) return fault('timeout', 'no answer in time', { ...again, cause });
      return fault('network', String(cause), { ...again, cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  async function answerTo(request: Request): Promise<ServerAnswer | Fault> {
    const response = await fetch(request);
    const { status, headers } = response;
    const body = readJson(await response.text());
    const code = isObject(body) && typeof body['code'] === 'string' ? body['code'] : undefined;
    const told = { status, ...(code !== undefined && { code }) };
    const retryAfterMs = readRetryAfter(headers.get('retry-after'));
    // A store that is stopped at the moment of its commit does not know itself whether that happened.
    if (status >= 500) return fault('unavailable', code ?? `${status}`, { ...again, ...told, retryAfterMs });
    if (status === 429) {
      return fault('rate-limited', code ?? '429', {
        retryable: true,
        ambiguous: code === undefined,
        ...told,
        retryAfterMs,
      });
    }
    const isAnswer = code !== undefined || (response.ok && isObject(body));
    if (!isAnswer)
      return fault('bad-response', `${status}, not of the protocol`, { ambiguous: true, status });
    if (status === 401 || status === 403) return fault('unauthorized', code ?? `${status}`, told);
    return { ...told, body, replayed: headers.get('idempotent-replayed') === 'true' };
  }
}

/** Why a try has failed. */
interface Fault {
  readonly kind: CouponServerFault;
  readonly message: string;
  readonly options: CouponServerErrorOptions;
}

const again = { retryable: true, ambiguous: true } as const;

function fault(kind: CouponServerFault, message: string, options: CouponServerErrorOptions): Fault {
  return { kind, message, options };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In seconds, or as a date. */
function readRetryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** Resolves early where the question is given up; the next try sees that. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
  });
}
