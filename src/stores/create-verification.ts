import type { WritableAtom } from 'nanostores';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';
import type { Desired, Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Wallet } from './create-wallet.js';
import type { Verification as State } from './session.js';

/** What is to be confirmed: a cart, the coupons for it, and the preview that the shopper sees. */
export interface Question {
  readonly cart: Cart;
  readonly shopper: Shopper | undefined;
  readonly desired: readonly Desired[];
  readonly quote: Quote;
  /** Minor units: the amount due that the shopper was shown last and did not refuse; a higher one is news. */
  shown: number;
}

/** Has the newest question answered, and no older one: of many changes in a row only the last is asked, and late answers are dropped. */
export interface Verification {
  /**
   * States what is to be confirmed from now on; the same question again changes nothing. An act of the shopper is asked about at once.
   * @param known the answer, where it is there already
   */
  ask(question: Omit<Question, 'shown'>, isAct?: boolean, known?: Verdict): void;
  /** Asks at once. Resolves to the verdict; to nothing where it failed, or a newer question came. */
  confirm(isLast?: boolean): Promise<Verdict | undefined>;
  /** Asks at once where the last try failed. */
  retry(): void;
  accept(): void;
}

/** A shopper who presses plus five times makes one call. A choice of coupons is one act. */
const debounceMs = 150;

export function createVerification(
  context: Context,
  $verification: WritableAtom<State>,
  wallet: Pick<Wallet, 'settled' | 'reload'>,
): Verification {
  const { adapter, breaker } = context;
  let question: Question | undefined;
  /** What is being asked, and its answer: who asks the same meanwhile shares it. */
  let asked: Question | undefined;
  let pending: Promise<Verdict | undefined> | undefined;
  let key = '';
  let controller = new AbortController();
  let callOff = () => {};

  const stop = () => {
    callOff();
    controller.abort();
    return (controller = new AbortController()).signal;
  };
  context.signal.addEventListener('abort', stop);

  const confirm = async (isLast?: boolean, known?: Verdict): Promise<Verdict | undefined> => {
    // Before the offers are there, no question is worth an answer.
    await wallet.settled();
    if (context.signal.aborted || !question) return;
    if (isLast || asked !== question) {
      asked = question;
      pending = answer(question, stop(), isLast, known);
    }
    return pending;
  };

  const answer = async (current: Question, signal: AbortSignal, isLast?: boolean, known?: Verdict) => {
    try {
      const { confirmQuote } = await import('./confirm-quote.js');
      const verdict = await confirmQuote(context, current, $verification, signal, isLast, known);
      // What the server does not take is not what it was: with the news of it another set may be the best.
      if (verdict && current.quote.applied.some(({ coupon }) => !isEffective(verdict, coupon)))
        void wallet.reload();
      return verdict;
    } catch (cause) {
      if (signal.aborted) return;
      const error = context.fail('verify', cause);
      $verification.set({ state: 'failed', error });
      if (error.retryable) callOff = context.schedule(confirm, breaker.fault(error));
      return;
    } finally {
      if (!signal.aborted) asked = undefined;
    }
  };

  return {
    ask(next, isAct, known) {
      const { cart, shopper, desired, quote } = next;
      const nextKey = JSON.stringify([cart, shopper, desired, quote.payable]);
      if (nextKey === key) return;
      key = nextKey;
      question = { ...next, shown: quote.payable };
      stop();
      const away = breaker.open();
      if (away) $verification.set({ state: 'failed', error: away.error });
      else if ($verification.value?.state !== 'provisional') $verification.set({ state: 'provisional' });
      if (known) void confirm(false, known);
      else if (adapter.capabilities.verify === 'native')
        callOff = context.schedule(confirm, away?.waitMs ?? (isAct ? 0 : debounceMs));
    },
    confirm,
    retry() {
      if ($verification.value?.state === 'failed') void confirm();
    },
    accept() {
      const { value } = $verification;
      if (value?.state !== 'changed') return;
      question!.shown = value.verdict.totals.payable;
      $verification.set({ ...value, accepted: true });
    },
  };
}

function isEffective({ outcomes }: Verdict, id: string): boolean {
  return outcomes.some(({ coupon, state }) => coupon === id && state === 'effective');
}
