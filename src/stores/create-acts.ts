/** Acts that change something on the server: two at once are one, and what failed, or was given up, is repeated with the same key, so that it has one effect. */
import type { Call, Refused } from '../adapters/adapter.js';
import type { Reason } from '../model/refusal.js';
import { CouponError } from '../money/coupon-error.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import type { Context } from './create-context.js';

/** One sort of acts. */
export interface Acts<Answer, Result> {
  /** @throws CouponError after the session is destroyed */
  perform(act: Act<Answer, Result>): Promise<Result | Failure>;
  /** Forgets the keys of what failed: another shopper's acts are others. */
  forget(): void;
}

export interface Act<Answer, Result> {
  /** The same name is the same act. */
  readonly name: string;
  /** Asks the server. */
  ask(call: Call): Promise<Answer | Refused>;
  /** Takes the answer into the stores, once, for all who wait for it. */
  take(answer: Answer): Result;
  /** Takes the server's reason why not, likewise. */
  refuse?(reason: Reason): void;
  /** Ends the waiting, of all who wait. */
  readonly signal?: AbortSignal | undefined;
}

/** The server's reason, or `unavailable`, `rate-limited` with `retryAfterMs`, `cancelled`. */
export interface Failure {
  readonly ok: false;
  readonly reason: Reason;
}

const cancelled: Failure = { ok: false, reason: { code: 'cancelled', params: {} } };

/** @param during what goes wrong then */
export function createActs<Answer extends object, Result>(
  context: Context,
  during: Parameters<Context['fail']>[0],
): Acts<Answer, Result> {
  const keys = new Map<string, string>();
  const attempts = new Map<string, Attempt<Result>>();

  const run = async (act: Act<Answer, Result>, signal: AbortSignal): Promise<Result | Failure> => {
    const { name } = act;
    const idempotencyKey = keys.get(name) ?? createIdempotencyKey();
    keys.set(name, idempotencyKey);
    try {
      const answer = await act.ask({ signal, idempotencyKey });
      // The next try tells it.
      if (signal.aborted) return cancelled;
      keys.delete(name);
      context.recover(during);
      if (!('refused' in answer)) return act.take(answer);
      act.refuse?.(answer.refused);
      return { ok: false, reason: answer.refused };
    } catch (cause) {
      if (signal.aborted) return cancelled;
      const { kind, retryAfterMs } = context.fail(during, cause);
      const code = kind === 'rate-limited' ? kind : 'unavailable';
      return { ok: false, reason: { code, params: { retryAfterMs } } };
    }
  };

  const start = (act: Act<Answer, Result>): Attempt<Result> => {
    const controller = new AbortController();
    const end = () => {
      context.signal.removeEventListener('abort', end);
      // Who tries again does not wait for what was given up.
      if (attempts.get(act.name) === attempt) attempts.delete(act.name);
      controller.abort();
    };
    context.signal.addEventListener('abort', end);
    const attempt = { end, result: run(act, controller.signal).finally(end) };
    attempts.set(act.name, attempt);
    return attempt;
  };

  return {
    async perform(act) {
      const { name, signal } = act;
      if (context.signal.aborted) throw new CouponError('destroyed', 'session', 'make a new one');
      if (signal?.aborted) return cancelled;
      const { result, end } = attempts.get(name) ?? start(act);
      signal?.addEventListener('abort', end);
      return result.finally(() => signal?.removeEventListener('abort', end));
    },
    forget: () => keys.clear(),
  };
}

interface Attempt<Result> {
  readonly result: Promise<Result | Failure>;
  /** Gives it up; afterwards it does nothing. */
  readonly end: () => void;
}
