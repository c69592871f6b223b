import { AdapterError } from '../adapters/adapter.js';
import { hashCart } from '../protocol/hash-cart.js';
import type { Verdict } from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Question } from './create-verification.js';

export interface ConfirmInput {
  readonly context: Context;
  readonly question: Question;
  /** What was answered to this very question before. */
  readonly last: Verdict | undefined;
  /** Right before payment everything is checked anew, whether it was confirmed or not. */
  readonly isLast: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Resolves to the verdict on this very cart. @throws AdapterError */
export async function confirmQuote({
  context,
  question,
  last,
  isLast,
  signal,
}: ConfirmInput): Promise<Verdict> {
  const { adapter } = context;
  const { cart, shopper, desired } = question;
  const input = { cart, ...(shopper && { shopper }) };
  const sent = context.clock();
  let verdict = last ?? (await adapter.verify({ ...input, desired }, { signal }));
  if (last || isLast) verdict = await adapter.recheck({ ...input, last: verdict }, { signal });
  const hash = await hashCart(cart);
  if (hash && verdict.cartHash != hash)
    throw new AdapterError('bad-response', 'The answer is for another cart.');
  context.learnTime(verdict.at, sent);
  return verdict;
}
