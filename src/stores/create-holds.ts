import type { ReadableAtom, WritableAtom } from 'nanostores';
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
  extend(): Promise<HoldResult | undefined>;
  /**
   * Gives back what `$hold` has, else the hold that an earlier page has left; and what may be there after a call that failed. Never rejects: what fails is tried again.
   */
  release(left?: string): Promise<void>;
  /** Settles when nothing is being given back. */
  released(): Promise<unknown>;
}

/** What the shopper decides: where one of these changes, the order is another. */
interface HoldStores {
  readonly $hold: WritableAtom<Hold | undefined>;
  readonly $cart: ReadableAtom<unknown>;
  readonly $selection: ReadableAtom<unknown>;
  readonly $shopper: ReadableAtom<unknown>;
}

/** A timer waits no longer before it looks again: computers sleep, and clocks are set. */
const longestMs = 30_000;

/**
 * @param plan prices the cart anew, after what was held is free for it
 * @param confirm has the price confirmed anew, likewise
 */
export function createHolds(
  context: Context,
  { $hold, $cart, $selection, $shopper }: HoldStores,
  wallet: Pick<Wallet, '$wallet' | 'settle' | 'tell' | 'settled' | 'reload'>,
  plan: (isAct?: boolean) => void,
  confirm: () => Promise<unknown>,
): Holds {
  const { adapter, breaker, holds, remember, signal } = context;
  /** What may have had its effect, although it failed. */
  let attempt: { readonly request: ReservationRequest; readonly idempotencyKey: string } | undefined;
  let callOff = () => {};
  let releasing: Promise<unknown> | undefined;

  /** What became of what is held; other tabs are told. */
  const change = (next: (held: Held) => Held): void => {
    wallet.settle(wallet.$wallet.get()?.map(next));
    wallet.tell();
  };

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
    void wallet.reload();
    void confirm();
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
        change((held) => (held.hold === id ? free(held) : held));
      else void wallet.reload();
      void confirm();
    } catch (cause) {
      const error = context.fail('hold', cause);
      if (error.retryable) context.schedule(() => void giveBack(id), breaker.fault(error));
    }
  };

  /** Whether it still keeps something: one that was redeemed or has expired is forgotten without a word. */
  const isKept = async (left: string): Promise<boolean> => {
    await wallet.settled();
    return wallet.$wallet.get()?.some(({ hold }) => hold === left) ?? true;
  };

  const clear = async (hold: string | undefined, left: string | undefined): Promise<void> => {
    if (hold) await giveBack(hold);
    else if (left && (await isKept(left))) await giveBack(left);
    else if (left) remember('');
    try {
      const answer = attempt && (await repeat());
      if (answer && 'hold' in answer) await giveBack(answer.hold.id);
    } catch (cause) {
      context.fail('hold', cause);
    }
  };

  const release = (left?: string): Promise<void> => {
    callOff();
    const hold = $hold.value;
    $hold.set(undefined);
    const done = clear(hold?.state === 'reserved' ? hold.id : undefined, left);
    releasing = done;
    return done;
  };

  const leave = (isAct: boolean) => (): void => {
    if (!$hold.value) return;
    void release();
    plan(isAct);
  };
  for (const $store of [$cart, $shopper]) $store.listen(leave(false));
  $selection.listen(leave(true));

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
        change((held) =>
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
      if (hold?.state !== 'reserved') return undefined;
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

    release,
    released: async () => releasing,
  };
}

function free({ hold: _, until: __, ...held }: Held): Held {
  return { ...held, state: 'held' };
}
