import { atom, type PreinitializedWritableAtom } from 'nanostores';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';
import type { Desired, Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Difference, Verification as State } from './session.js';

/** What is to be confirmed: a cart, the coupons for it, and the preview that the shopper sees. */
export interface Question {
  readonly cart: Cart;
  readonly shopper: Shopper | undefined;
  readonly desired: readonly Desired[];
  readonly quote: Quote;
}

/** Has the newest question answered, and no older one: of many changes in a row only the last is asked, and late answers are dropped. */
export interface Verification {
  readonly $verification: PreinitializedWritableAtom<State>;
  /** States what is to be confirmed from now on; the same question again changes nothing. */
  ask(question: Question): void;
  /** Asks at once. Resolves to the verdict; to nothing where it failed, or a newer question came. */
  confirm(isLast?: boolean): Promise<Verdict | undefined>;
  /** Asks at once where the last try failed. */
  retry(): void;
  accept(): void;
}

/** A shopper who presses plus five times makes one call. */
const debounceMs = 150;

/** @param ready settles when the preview is complete; no question is worth an answer before */
export function createVerification(context: Context, ready: () => Promise<unknown>): Verification {
  const { adapter, breaker } = context;
  const isNative = adapter.capabilities.verify == 'native';
  const $verification = atom<State>({ state: 'idle' });
  let question: Question | undefined;
  let key = '';
  let controller = new AbortController();
  let callOff = () => {};
  /** The amount due that the shopper knows for this question; a higher one is news. */
  let shown = 0;

  const stop = () => {
    callOff();
    controller.abort();
    return (controller = new AbortController()).signal;
  };
  context.signal.addEventListener('abort', stop);

  const confirm = async (isLast?: boolean): Promise<Verdict | undefined> => {
    await ready();
    const signal = stop();
    if (context.signal.aborted || !question) return;
    const { value } = $verification;
    const last = 'verdict' in value ? value.verdict : undefined;
    try {
      const [{ confirmQuote }, { findDifferences }] = await Promise.all([
        import('./confirm-quote.js'),
        import('./find-differences.js'),
      ]);
      const verdict = await confirmQuote({ context, question, last, isLast, signal });
      if (signal.aborted) return;
      breaker.reset();
      context.recover('verify');
      if (isNative) settle(verdict, findDifferences(question.quote, verdict, shown));
      return verdict;
    } catch (cause) {
      if (signal.aborted) return;
      const error = context.fail('verify', cause);
      $verification.set({ state: 'failed', error });
      if (error.retryable) callOff = context.schedule(confirm, breaker.fault(error));
      return;
    }
  };

  const settle = (verdict: Verdict, differences: readonly Difference[]) => {
    const { payable } = verdict.totals;
    const accepted = payable <= shown;
    if (accepted) shown = payable;
    $verification.set(
      differences.length
        ? { state: 'changed', verdict, differences, accepted }
        : { state: 'verified', verdict },
    );
  };

  return {
    $verification,
    ask(next) {
      question = next;
      const { cart, shopper, desired, quote } = next;
      const nextKey = JSON.stringify([cart, shopper, desired, quote.payable]);
      if (nextKey == key) return;
      key = nextKey;
      shown = quote.payable;
      stop();
      const away = breaker.open();
      if (away) $verification.set({ state: 'failed', error: away.error });
      else if ($verification.value.state != 'provisional') $verification.set({ state: 'provisional' });
      if (isNative) callOff = context.schedule(confirm, away?.waitMs ?? debounceMs);
    },
    confirm,
    retry() {
      if ($verification.value.state == 'failed') void confirm();
    },
    accept() {
      const { value } = $verification;
      if (value.state != 'changed') return;
      shown = value.verdict.totals.payable;
      $verification.set({ ...value, accepted: true });
    },
  };
}
