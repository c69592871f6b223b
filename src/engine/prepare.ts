import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import type { Problem } from '../model/problem.js';
import { collect } from '../model/shape.js';
import type { Reason, Refusal } from '../model/refusal.js';
import type { Shopper } from '../model/shopper.js';
import { createCandidate, type Candidate, type Circumstances } from './candidate.js';
import { createLegality, type Legality } from './legal.js';
import { tabulate } from './table.js';
import type { Terms } from './terms.js';

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

/** @param read what `createReader` makes */
export function prepare(
  cart: Cart,
  coupons: readonly Coupon[],
  { now, shopper = {}, policy = {} }: QuoteOptions,
  read: (coupon: Coupon) => Terms | Problem[],
): Prepared {
  const circumstances = { table: tabulate(cart), shopper, now, on: policy.threshold ?? 'list' };
  const ids = new Set<string>();
  const answers = coupons.map((coupon): Candidate | readonly Reason[] => {
    const terms = read(coupon);
    const problems = Array.isArray(terms) ? terms : [];
    if (!problems.length && ids.has(coupon.id)) collect(problems)('id', 'duplicate');
    if (problems.length) return [{ code: 'invalid', params: { problems } }];
    ids.add(coupon.id);
    return createCandidate(terms as Terms, circumstances);
  });
  return {
    circumstances,
    legality: createLegality(policy),
    candidates: answers.filter((answer) => 'terms' in answer),
    refusals(later) {
      const refused: Refusal[] = [];
      answers.forEach((answer, index) => {
        const reasons = 'terms' in answer ? later.get(answer) : answer;
        const id: unknown = coupons[index]?.id;
        if (reasons) refused.push({ coupon: typeof id === 'string' ? id : '', reasons });
      });
      return refused;
    },
  };
}
