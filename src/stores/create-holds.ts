import type { WritableAtom } from 'nanostores';
import type { Reason } from '../model/refusal.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import type { Held, Hold, ReservationRequest } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Wallet } from './create-wallet.js';
import type { HoldResult } from './session.js';

/** The coupons of the order that is being paid: held, prolonged, given back, and remembered while the shopper is away. */
export interface Holds {
  /**
   * Has an order's coupons held: then `$hold` has it.
   * @returns why not, where the server refuses; `failed` where it may have had its effect, and may not
   */
  reserve(request: ReservationRequest, coupons: readonly string[]): Promise<Reason | 'failed' | undefined>;
  /** Prolongs what `$hold` has. */
  extend(): Promise<HoldResult>;
  /** Gives a hold back, and one that may be there after a call that failed. Never rejects: what fails is tried again. */
  release(hold: string | undefined): Promise<void>;
}

/** A timer waits no longer before it looks again: computers sleep, and clocks are set. */
const longestMs = 30_000;

/** @param freed called after each change by which the price may be another */
export function createHolds(
  context: Context,
  $hold: WritableAtom<Hold | undefined>,
  wallet: Pick<Wallet, 'change' | 'reload'>,
  freed: () => void,
): Holds {
  const { adapter, breaker, holds, remember, signal } = context;
  /** What may have had its effect, although it failed. */
  let attempt: { readonly request: ReservationRequest; readonly idempotencyKey: string } | undefined;
  let callOff = () => {};

  const take = (hold: Hold): void => {
    holds.add(hold.id);
    remember(hold.id);
    $hold.set(hold);
    watch();
  };

  /** The end comes by the server's clock. */
  const watch = (): void => {
    callOff();
    const hold = $hold.value;
    if (hold?.state !== 'reserved') return;
    const leftMs = Date.parse(hold.expiresAt) - context.now();
    if (leftMs > 0) callOff = context.schedule(watch, Math.min(leftMs, longestMs));
    else end(hold);
  };

  const end = (hold: Hold): void => {
    remember('');
    $hold.set({ ...hold, state: 'expired', extendable: false });
    wallet.reload();
    freed();
  };

  const repeat = async () => {
    const { request, idempotencyKey } = attempt!;
    const answer = await adapter.reserve!(request, { signal, idempotencyKey });
    attempt = undefined;
    context.recover('hold');
    return answer;
  };

  const giveBack = async (id: string): Promise<void> => {
    try {
      // The same key, whatever page asks: one effect.
      const answer = await adapter.release!({ hold: id }, { signal, idempotencyKey: `release-${id}` });
      context.recover('hold');
      if ($hold.value?.id !== id) remember($hold.value?.id ?? '');
      // Where it has expired or was redeemed, only the server knows what became of the coupons.
      if ('hold' in answer && answer.hold.state === 'released')
        wallet.change((held) => (held.hold === id ? free(held) : held));
      else wallet.reload();
      freed();
    } catch (cause) {
      const error = context.fail('hold', cause);
      if (error.retryable) context.schedule(() => void giveBack(id), breaker.fault(error));
    }
  };

  return {
    async reserve(request, coupons) {
      attempt = { request, idempotencyKey: createIdempotencyKey() };
      try {
        const answer = await repeat();
        if ('refused' in answer) return answer.refused;
        const { id, expiresAt } = answer.hold;
        take(answer.hold);
        const wanted = new Set(coupons);
        // Of several claims of one coupon, the server takes the oldest.
        wallet.change((held) =>
          held.state === 'held' && wanted.delete(held.coupon.id)
            ? { ...held, state: 'reserved', hold: id, until: expiresAt }
            : held,
        );
        return undefined;
      } catch (cause) {
        context.fail('hold', cause);
        return 'failed';
      }
    },

    async extend() {
      const hold = $hold.value;
      if (hold?.state !== 'reserved') return { ok: false, reason: { code: 'unknown-hold', params: {} } };
      const { id } = hold;
      try {
        const answer = await adapter.extend!({ hold: id }, { signal, idempotencyKey: `extend-${id}` });
        context.recover('hold');
        const isCurrent = $hold.value?.id === id;
        if ('hold' in answer) {
          if (isCurrent) take(answer.hold);
          return { ok: true, hold: answer.hold };
        }
        if (isCurrent && answer.refused.code === 'already-extended')
          $hold.set({ ...hold, extendable: false });
        else if (isCurrent) end(hold);
        return { ok: false, reason: answer.refused };
      } catch (cause) {
        const { kind, retryAfterMs } = context.fail('hold', cause);
        const code = kind === 'rate-limited' ? kind : 'unavailable';
        return { ok: false, reason: { code, params: { retryAfterMs } } };
      }
    },

    async release(hold) {
      callOff();
      if (hold) await giveBack(hold);
      try {
        const answer = attempt && (await repeat());
        if (answer && 'hold' in answer) await giveBack(answer.hold.id);
      } catch (cause) {
        context.fail('hold', cause);
      }
    },
  };
}

function free({ hold: _, until: __, ...held }: Held): Held {
  return { ...held, state: 'held' };
}
