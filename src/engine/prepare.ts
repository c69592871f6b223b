import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import { collect } from '../model/shape.js';
import type { Reason, Refusal } from '../model/refusal.js';
import type { Shopper } from '../model/shopper.js';
import { createCandidate, type Candidate, type Circumstances } from './candidate.js';
import type { Check } from './check.js';
import { createLegality, type Legality } from './legal.js';
import { tabulate } from './table.js';

/** Which of the coupons apply to the cart alone, and why do the others not? */

export interface QuoteOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly shopper?: Shopper;
  readonly policy?: Policy;
}

export interface Prepared {
  readonly circumstances: Circumstances;
  readonly legality: Legality;
  /** Those that apply alone, in the order in which they were given. */
  readonly candidates: readonly Candidate[];
  /** The refusals in the order in which the coupons were given; `later` has those of the candidates. */
  refusals(later: ReadonlyMap<Candidate, readonly Reason[]>): Refusal[];
}

export interface Kinds {
  readonly conditions: readonly Condition[];
  readonly benefits: readonly Benefit[];
  readonly check: Check;
}

export function prepare(
  cart: Cart,
  coupons: readonly Coupon[],
  { now, shopper = {}, policy = {} }: QuoteOptions,
  { conditions, benefits, check }: Kinds,
): Prepared {
  const circumstances = { table: tabulate(cart), shopper, now, on: policy.threshold ?? 'list', conditions };
  const ids = new Set<string>();
  const answers = coupons.map((coupon): Candidate | readonly Reason[] => {
    const problems = check(coupon).filter(({ severity }) => severity === 'error');
    if (!problems.length && ids.has(coupon.id)) collect(problems)('id', 'duplicate');
    if (problems.length) return [{ code: 'invalid', params: { problems } }];
    ids.add(coupon.id);
    return createCandidate(
      coupon,
      benefits.find(({ kind }) => kind === coupon.benefit.kind)!,
      circumstances,
    );
  });
  return {
    circumstances,
    legality: createLegality(policy),
    candidates: answers.filter((answer) => 'coupon' in answer),
    refusals: (later) =>
      answers.flatMap((answer, index) => {
        const reasons = 'coupon' in answer ? later.get(answer) : answer;
        const id: unknown = coupons[index]?.id;
        return reasons ? [{ coupon: typeof id === 'string' ? id : '', reasons }] : [];
      }),
  };
}
