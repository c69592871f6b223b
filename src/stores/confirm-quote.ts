import type { WritableAtom } from 'nanostores';
import { AdapterError } from '../adapters/adapter.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Question } from './create-verification.js';
import { findDifferences } from './find-differences.js';
import type { Verification } from './session.js';

/**
 * Has a question answered, and says in the store what the answer means. Right before payment (`isLast`) everything is checked anew, whether it was
 * confirmed or not.
 * @param known the answer, where it came with a claim
 * @throws AdapterError
 */
export async function confirmQuote(
  context: Context,
  question: Question,
  $verification: WritableAtom<Verification>,
  signal: AbortSignal,
  isLast?: boolean,
  known?: Verdict,
): Promise<Verdict | undefined> {
  const { adapter, clock } = context;
  const { cart, shopper, desired, quote, shown } = question;
  const input = { cart, ...(shopper && { shopper }) };
  const sent = clock();
  const state = $verification.value!;
  const last = 'verdict' in state ? state.verdict : undefined;
  let verdict = known ?? last ?? (await adapter.verify({ ...input, desired }, { signal }));
  if (last || isLast) verdict = await adapter.recheck({ ...input, last: verdict }, { signal });
  const hash = await hashCart(cart);
  if (signal.aborted) return undefined;
  if (hash && verdict.cartHash !== hash)
    throw new AdapterError('bad-response', 'The answer is for another cart.');
  context.breaker.reset();
  context.recover('verify');
  context.learnTime(verdict.at, sent);
  if (adapter.capabilities.verify === 'native') {
    const differences = findDifferences(quote, verdict, shown);
    const { payable } = verdict.totals;
    // A platform may round otherwise, a unit a coupon: what was never confirmed is said to have changed, and need not be accepted for that.
    const accepted = payable <= shown + (last ? 0 : quote.applied.length);
    if (accepted) question.shown = payable;
    $verification.set(
      differences.length
        ? { state: 'changed', verdict, differences, accepted }
        : { state: 'verified', verdict },
    );
  }
  return verdict;
}
