import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import { layers, type Coupon, type Issuer, type Text } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Problem } from '../model/problem.js';
import type { ScopeLists } from '../model/scope.js';
import { currency, scope } from '../model/shared-shapes.js';
import {
  collect,
  dictionary,
  flag,
  instant,
  isObject,
  list,
  object,
  oneOf,
  percentage,
  text,
  type Report,
  type Shape,
} from '../model/shape.js';
import { layerOf } from './candidate.js';

/**
 * Returns what a merchant would regret: errors refuse the coupon, warnings let it pass. Takes one coupon, or a list, in which ids
 * and codes must differ. Never throws.
 */
export type Check = (coupon: unknown) => Problem[];

export function createCheck(conditions: readonly Condition[], benefits: readonly Benefit[]): Check {
  const shape = object(
    {
      id: text,
      'title?': title,
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
      'funding?': object({ platform: percentage(true) }, true),
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
    const problems = value.flatMap((each, index) =>
      checkOne(each).map((problem) => ({
        ...problem,
        path: `[${index}].${problem.path}`.replace(/\.$/, ''),
      })),
    );
    const report = collect(problems);
    const seen = new Set<string>();
    value.forEach((each, index) => {
      if (!isObject(each)) return;
      for (const [field, key] of [
        ['id', each.id],
        ['code', typeof each.code === 'string' && normalizeCode(each.code)],
      ] as const) {
        if (typeof key !== 'string') continue;
        if (seen.has(`${field}:${key}`)) report(`[${index}].${field}`, 'duplicate');
        seen.add(`${field}:${key}`);
      }
    });
    return problems;
  };
}

const title: Shape<Text> = (value, path, report) =>
  (isObject(value) ? dictionary(text) : text)(value, path, report);

const code: Shape<string> = (value, path, report) => {
  const clean = text(value, path, report);
  if (clean && typeof clean === 'string' && !normalizeCode(clean)) report(path, 'not-a-text');
  return clean;
};

const issuer: Shape<Issuer> = (value, path, report) =>
  isObject(value)
    ? object({ shop: text }, true)(value, path, report)
    : oneOf('platform' as const)(value, path, report);

/** A benefit has the form that its kind says. */
function oneKind(benefits: readonly Benefit[]): Shape<{ readonly kind: string }> {
  const head = object({ kind: oneOf(...benefits.map(({ kind }) => kind)) });
  return (value, path, report) => {
    const { kind } = head(value, path, report);
    return benefits.find((each) => each.kind === kind)?.shape(value, path, report) ?? { kind };
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
