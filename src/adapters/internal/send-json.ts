import { isObject } from '../../model/shape.js';
import { AdapterError, type AdapterErrorKind, type AdapterErrorOptions } from '../adapter.js';
import { readBounded } from './read-bounded.js';

export interface SendOptions {
  readonly fetch: typeof fetch;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: nothing is sent but the address. */
  readonly body: object | undefined;
  readonly timeoutMs: number;
  /** Any of these ends it. */
  readonly signals: readonly AbortSignal[];
  /** Whether it may have had an effect where no answer comes. */
  readonly changes: boolean;
}

/** What an `AdapterError` has as its cause where the server itself said no. */
export interface Problem {
  readonly status: number;
  readonly code: unknown;
  readonly params: unknown;
}

const maxBytes = 1 << 20;

/**
 * Sends JSON without cookies and resolves to the JSON of the answer, at most 1 MiB of it and within the time: a body that drips counts too.
 * @throws AdapterError
 */
export async function sendJson(url: string, options: SendOptions): Promise<unknown> {
  const { fetch, method, headers, body, timeoutMs, signals, changes } = options;
  const fail = (kind: AdapterErrorKind, message: unknown, more: AdapterErrorOptions) =>
    new AdapterError(kind, `${url}: ${message}`, more);
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  for (const signal of signals) signal.addEventListener('abort', abort);
  const isAborted = () => signals.some((signal) => signal.aborted);
  let response: Response | undefined;
  let value: unknown;
  try {
    if (isAborted()) abort();
    response = await fetch(url, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal: controller.signal,
    });
    value = JSON.parse(await readBounded(response, maxBytes));
  } catch (cause) {
    const options = { ambiguous: changes, cause };
    if (isAborted()) throw fail('aborted', cause, options);
    if (controller.signal.aborted) throw fail('timeout', cause, { ...options, retryable: true });
    const isBad = cause instanceof SyntaxError || cause instanceof RangeError;
    if (!isBad) throw fail('network', cause, { ...options, retryable: true });
    if (response!.ok) throw fail('bad-response', cause, options);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
  const { ok, status, headers: answered } = response!;
  if (ok) return value;
  const { code, params }: Partial<Problem> = isObject(value) ? value : {};
  throw fail(kindOf(status), code ?? status, {
    retryable: status === 429 || status >= 500,
    // Only the server's own word, not a proxy's, says that nothing happened.
    ambiguous: changes && !code,
    ...retryAfter(answered.get('Retry-After')),
    cause: { status, code, params } satisfies Problem,
  });
}

function kindOf(status: number): AdapterErrorKind {
  if (status >= 500) return 'unavailable';
  if (status < 400) return 'bad-response';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 409) return 'conflict';
  if (status === 410) return 'gone';
  return status === 429 ? 'rate-limited' : 'invalid-request';
}

/** In seconds, or as a date. */
function retryAfter(header: string | null): AdapterErrorOptions {
  const ms = header ? +header * 1000 || Date.parse(header) - Date.now() : 0;
  return ms > 0 ? { retryAfterMs: ms } : {};
}
