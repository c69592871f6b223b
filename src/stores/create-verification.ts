import { atom, type PreinitializedWritableAtom } from 'nanostores';
import { AdapterError, type Adapter } from '../adapters/adapter.js';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Shopper } from '../model/shopper.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { Desired, Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import { findDifferences } from './find-differences.js';
import type { Verification as State } from './session.js';

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
    const signal = stop();
    await ready();
    if (signal.aborted || !question) return;
    const { value } = $verification;
    const sent = context.clock();
    try {
      const verdict = await answer(
        adapter,
        question,
        'verdict' in value ? value.verdict : undefined,
        signal,
        isLast,
      );
      const hash = await hashCart(question.cart);
      if (signal.aborted) return;
      if (hash && verdict.cartHash != hash)
        throw new AdapterError('bad-response', 'The answer is for another cart.');
      breaker.reset();
      context.recover('verify');
      context.learnTime(verdict.at, sent);
      if (isNative) settle(question.quote, verdict);
      return verdict;
    } catch (cause) {
      if (signal.aborted) return;
      const error = context.fail('verify', cause);
      $verification.set({ state: 'failed', error });
      if (error.retryable) callOff = context.schedule(confirm, breaker.fault(error));
      return;
    }
  };

  const settle = (quote: Quote, verdict: Verdict) => {
    const differences = findDifferences(quote, verdict, shown);
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

/** What is confirmed already is checked again; right before payment everything is, whatever was confirmed. */
async function answer(
  adapter: Adapter,
  { cart, shopper, desired }: Question,
  last: Verdict | undefined,
  signal: AbortSignal,
  isLast?: boolean,
): Promise<Verdict> {
  const input = { cart, ...(shopper && { shopper }) };
  const verdict = last ?? (await adapter.verify({ ...input, desired }, { signal }));
  return last || isLast ? adapter.recheck({ ...input, last: verdict }, { signal }) : verdict;
}
