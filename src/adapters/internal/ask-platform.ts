import { AdapterError, type Call } from '../adapter.js';
import type { AskPlatform } from './platform.js';
import { sendJson } from './send-json.js';

export interface AskOptions {
  readonly server: string;
  readonly fetch: typeof fetch;
  /** Any of these ends it; but a change that is on its way is waited for: it may have its effect later, and nothing else may be said before. */
  readonly signals: readonly AbortSignal[];
  readonly call: Call;
  /** Called right before each request. */
  readonly onRequest: (url: string, changes: boolean) => void;
}

/** For all that one call of the adapter asks. */
const totalMs = 8000;
/** For one request, unless the call says otherwise. */
const requestMs = 4000;
const maxTries = 3;
const jitterMs = 250;

/** Returns how a platform is asked during one call: at most 8 s together, and again where that can do no harm. */
export function createAsk(options: AskOptions): AskPlatform {
  const { server, fetch, signals, call, onRequest } = options;
  const until = Date.now() + totalMs;
  return async ({ path, method = 'GET', headers = {}, body, ...request }) => {
    const { changes = method !== 'GET', accepts = [], credentials = 'same-origin' } = request;
    const url = server.replace(/\/+$/, '') + path;
    for (let tries = 1; ; tries++) {
      if (signals.some(({ aborted }) => aborted)) throw new AdapterError('aborted', url);
      try {
        let answer: Response | undefined;
        onRequest(url, changes);
        const value = await sendJson(url, {
          async fetch(_, init) {
            // What has no body has no type: that would only make other origins be asked twice.
            answer = await fetch(url, { ...init, credentials, ...(!body && { headers }) });
            return accepts.includes(answer.status) ? new Response(answer.body, { status: 200 }) : answer;
          },
          method,
          headers,
          body,
          timeoutMs: Math.max(0, Math.min(call.timeoutMs ?? requestMs, until - Date.now())),
          signals: changes ? [] : signals,
          changes,
        });
        return { status: answer!.status, headers: answer!.headers, value };
      } catch (cause) {
        const error = toRetryable(cause as AdapterError);
        const { kind, retryable, retryAfterMs = 0 } = error;
        // Full jitter: pages that failed together must not come back together.
        const waitMs = Math.max(retryAfterMs, Math.random() * jitterMs * 2 ** tries);
        // What may have changed something is not repeated blindly.
        const isHarmless = retryable && (!changes || kind === 'rate-limited');
        if (!isHarmless || tries >= maxTries || Date.now() + waitMs >= until) throw error;
        await pause(waitMs, signals);
      }
    }
  };
}

/** Half an answer, or the page of something between, is not the platform's word; the next one may be whole. */
function toRetryable(error: AdapterError): AdapterError {
  const { kind, message, ambiguous, cause } = error;
  return kind === 'bad-response'
    ? new AdapterError(kind, message, { retryable: true, ambiguous, cause })
    : error;
}

function pause(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) signal.addEventListener('abort', end);
  });
}
