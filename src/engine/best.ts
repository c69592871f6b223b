import type { Best, RunnerUp } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import { isBetter } from './is-preferred.js';
import type { Prepared, QuoteOptions } from './prepare.js';
import { inOrder, price, toQuote } from './price.js';
import { createSearch, type Found, type Search } from './search.js';

/** Which legal set of the coupons leaves the least to pay, and why is each other coupon not in it? */

export interface BestOptions extends QuoteOptions {
  /**
   * How many nodes the search may visit, and how many all comparisons together; default 50,000. A count and not a time, so that the same
   * input gives the same answer everywhere.
   */
  readonly budget?: number;
  /**
   * Whether to search, for each coupon that is outvalued, the best set that has it (`thisSaves`), and the runner-up; default true. Without,
   * or where the budget for comparisons is used up, the reason has no params.
   */
  readonly compare?: boolean;
}

export function bestPrepared(prepared: Prepared, { budget = 50_000, compare = true }: BestOptions): Best {
  const { circumstances, legality, candidates, refusals } = prepared;
  const search = createSearch(prepared);
  const found = search.find(budget);
  const quote = toQuote(circumstances.table, price(found.set, circumstances), []);
  const chosen = new Set(found.set);
  const others = candidates.filter((each) => !chosen.has(each));
  const open = search.open.filter((each) => !chosen.has(each));
  const { compared, runnerUp } = compare && found.optimal ? compareAll(open, found, search, budget) : nothing;

  const reasons = new Map<Candidate, readonly Reason[]>();
  for (const candidate of others) {
    const conflicts = legality.conflicts(candidate, found.set);
    const its = compared.get(candidate);
    const params = its && {
      bestSaves: quote.discount,
      thisSaves: quote.subtotal + quote.shipping - its.payable,
    };
    reasons.set(
      candidate,
      legality.limitOf(candidate) < 1
        ? conflicts
        : [{ code: 'outvalued', params: params ?? {} }, ...conflicts],
    );
  }
  return {
    ...quote,
    refused: refusals(reasons),
    optimal: found.optimal,
    bound: found.bound,
    gap: found.payable - found.bound,
    work: found.work,
    ...(runnerUp && { runnerUp }),
  };
}

interface Comparison {
  /** The best set with each of the others. */
  readonly compared: ReadonlyMap<Candidate, Found>;
  readonly runnerUp?: RunnerUp | undefined;
}

const nothing: Comparison = { compared: new Map() };

/**
 * Finds the best set with each of the other coupons, in their order, then that without each of those chosen, as long as
 * there is work left. The runner-up is the best of them: it has a coupon that the best set has not, or is without one that it has.
 */
function compareAll(others: readonly Candidate[], best: Found, search: Search, budget: number): Comparison {
  const compared = new Map<Candidate, Found>();
  let second: Found | undefined;
  let left = budget;
  for (const wanted of [...others.map((must) => ({ must })), ...best.set.map((without) => ({ without }))]) {
    const found = search.find(left, wanted);
    left -= found.work;
    if (!found.optimal) return { compared };
    if ('must' in wanted) compared.set(wanted.must, found);
    if (!second || isBetter(found, second)) second = found;
  }
  const coupons = second && inOrder(second.set).map(({ terms }) => terms.id);
  return { compared, runnerUp: coupons && { coupons, payable: second!.payable } };
}
