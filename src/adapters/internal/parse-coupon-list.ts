import type { Engine } from '../../engine/index.js';
import type { Coupon } from '../../model/coupon.js';
import type { Problem } from '../../model/problem.js';
import { collect, isObject, object, type Shape } from '../../model/shape.js';
import { claimTermFields, type ClaimTerms } from '../../protocol/claim-terms.js';

/** A coupon of the file, and who may claim it. */
export interface CouponEntry {
  readonly coupon: Coupon;
  readonly claim: ClaimTerms;
}

export interface CouponList {
  readonly entries: readonly CouponEntry[];
  /** What keeps an entry out of the list; the others stay. */
  readonly problems: readonly Problem[];
}

const terms: Shape<ClaimTerms> = object(claimTermFields);

/**
 * Returns the good entries of a file of coupons: a bare list, or `{ "coupons": […] }`; each coupon bare, or as
 * `{ "coupon": …, "claim": … }`. What only a server can keep, like `stock`, is left aside; what only a server may give, like a coupon that costs something, is left out.
 */
export function parseCouponList(content: unknown, check: Engine['check']): CouponList {
  const problems: Problem[] = [];
  const report = collect(problems);
  const path = isObject(content) ? 'coupons' : '';
  const list: unknown = isObject(content) ? content['coupons'] : content;
  if (!Array.isArray(list)) report(path, 'not-a-list');
  const items = (Array.isArray(list) ? list : []).map((item: unknown) =>
    isObject(item) && 'coupon' in item ? item : { coupon: item },
  );
  const entries = items.map(
    ({ coupon, claim = {} }: { coupon?: unknown; claim?: unknown }, index): CouponEntry => ({
      coupon: coupon as Coupon,
      claim: terms(claim, `${path}[${index}].claim`, report),
    }),
  );
  for (const problem of check(entries.map(({ coupon }) => coupon)))
    if (problem.severity === 'error') problems.push({ ...problem, path: path + problem.path });
  const isBad = (index: number) => problems.some((problem) => problem.path.startsWith(`${path}[${index}]`));
  const isOpen = (index: number) => isForEverybody(items[index] as { claim?: unknown });
  return { entries: entries.filter((_, index) => !isBad(index) && isOpen(index)), problems };
}

/** Nothing is to be paid for it, it is no store credit, no shoppers are named, and it is not withdrawn. */
function isForEverybody({ claim }: { claim?: unknown }): boolean {
  return !isObject(claim) || !['cost', 'credit', 'shoppers', 'disabled'].some((term) => claim[term]);
}
