import { instant, percentage, scope } from '../model/coupon-shapes.js';
import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import { layers, type Coupon, type Issuer } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Problem } from '../model/problem.js';
import type { ScopeLists } from '../model/scope.js';
import { currency, localized } from '../model/shared-shapes.js';
import {
  collect,
  flag,
  is,
  isObject,
  join,
  list,
  object,
  oneOf,
  text,
  type Report,
  type Shape,
} from '../model/shape.js';
import { layerOf } from './terms.js';

/**
 * Returns what a merchant would regret: errors refuse the coupon, warnings let it pass. Takes one coupon, or a list, in which ids
 * and codes must differ. Never throws.
 */
export type Check = (coupon: unknown) => Problem[];

export function createCheck(conditions: readonly Condition[], benefits: readonly Benefit[]): Check {
  const shape = object(
    {
      id: text,
      'title?': localized,
      'code?': code,
      'issuer?': issuer,
      'currency?': currency,
      'scope?': scope,
      'wholeOrder?': flag,
      'conditions?': object(
        Object.fromEntries(conditions.map(({ name, shape }) => [`${name}?`, shape])),
        true,
      ),
      benefit: oneKind(benefits),
      'layer?': oneOf(...layers),
      'combinesWith?': list(oneOf(...layers)),
      'group?': text,
      'validFrom?': instant,
      'validUntil?': instant,
      'funding?': object({ platform: percentage(0) }, true),
    },
    true,
  ) as Shape<Coupon>;

  const checkOne = (value: unknown): Problem[] => {
    const problems: Problem[] = [];
    const report = collect(problems);
    const coupon = shape(value, '', report);
    if (!problems.length)
      checkTogether(
        coupon,
        benefits.find(({ kind }) => kind === coupon.benefit.kind)!,
        report,
      );
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

const code: Shape<string> = is('not-a-text', (value) => typeof value === 'string' && normalizeCode(value));

const issuer: Shape<Issuer> = (value, path, report) =>
  isObject(value)
    ? object({ shop: text }, true)(value, path, report)
    : oneOf('platform' as const)(value, path, report);

/** A benefit has the form that its kind says. */
function oneKind(benefits: readonly Benefit[]): Shape<{ readonly kind: string }> {
  const kind = oneOf(...benefits.map((each) => each.kind));
  const shapes = benefits.map(({ fields }) => object({ kind, ...fields }, true));
  const unknown = object({ kind });
  return (value, path, report) => {
    const known = isObject(value) ? benefits.findIndex((each) => each.kind === value.kind) : -1;
    return (shapes[known] ?? unknown)(value, path, report);
  };
}

/** What only the fields together can get wrong. */
function checkTogether(coupon: Coupon, benefit: Benefit, report: Report): void {
  const { validFrom, validUntil, scope } = coupon;
  if (validFrom && validUntil && Date.parse(validUntil) <= Date.parse(validFrom))
    report('validUntil', 'not-after-start', { validFrom });
  const layer = layerOf(coupon, benefit);
  if (benefit.layer ? layer !== benefit.layer : layer === 'shipping')
    report('layer', 'wrong-layer', { layer, kind: benefit.kind });
  for (const name in scope?.exclude) {
    const included = scope[name as keyof ScopeLists];
    if (included?.every((value) => scope.exclude![name as keyof ScopeLists]!.includes(value)))
      report(`scope.${name}`, 'excludes-all', {}, 'warning');
  }
  benefit.check?.(coupon.benefit, coupon, report);
}
