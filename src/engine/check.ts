import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import type { Coupon } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Problem } from '../model/problem.js';
import type { ScopeLists } from '../model/scope.js';
import { collect, isObject, join } from '../model/shape.js';
import { createCouponCheck } from './check-coupon.js';

/**
 * Returns what a merchant would regret: errors refuse the coupon, warnings let it pass. Takes one coupon, or a list, in which ids
 * and codes must differ. Never throws.
 */
export type Check = (coupon: unknown) => Problem[];

export function createCheck(conditions: readonly Condition[], benefits: readonly Benefit[]): Check {
  const checkCoupon = createCouponCheck(conditions, benefits);

  const checkOne = (value: unknown): Problem[] => {
    const problems = checkCoupon(value);
    if (!problems.some(({ severity }) => severity === 'error')) warnOfScope(value as Coupon, problems);
    return problems;
  };

  return (value) => {
    if (!Array.isArray(value)) return checkOne(value);
    const seen = new Set<string>();
    return value.flatMap((each, index) => {
      const problems = checkOne(each);
      const report = collect(problems);
      const { id, code } = isObject(each) ? each : {};
      for (const [field, key] of Object.entries({
        id,
        code: typeof code === 'string' && normalizeCode(code),
      })) {
        if (key && seen.has(`${field} ${key}`)) report(field, 'duplicate');
        seen.add(`${field} ${key}`);
      }
      return problems.map((problem) => ({ ...problem, path: join(`[${index}]`, problem.path) }));
    });
  };
}

/** Who excludes all that is included gives nothing. */
function warnOfScope({ scope }: Coupon, problems: Problem[]): void {
  for (const name in scope?.exclude) {
    const included = scope[name as keyof ScopeLists];
    if (included?.every((value) => scope.exclude![name as keyof ScopeLists]!.includes(value)))
      collect(problems)(`scope.${name}`, 'excludes-all', {}, 'warning');
  }
}
