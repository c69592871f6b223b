import { instant } from '../model/coupon-shapes.js';
import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import { layers, type Coupon, type Issuer } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Problem } from '../model/problem.js';
import { currency, localized, percentage, scope } from '../model/shared-shapes.js';
import {
  collect,
  flag,
  is,
  isObject,
  list,
  object,
  oneOf,
  text,
  type Report,
  type Shape,
} from '../model/shape.js';
import { layerOf } from './terms.js';

/** Returns what is wrong with one coupon, of whatever form: errors refuse it. Never throws. */
export function createCouponCheck(
  conditions: readonly Condition[],
  benefits: readonly Benefit[],
): (coupon: unknown) => Problem[] {
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

  return (value) => {
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
  const { validFrom, validUntil } = coupon;
  if (validFrom && validUntil && Date.parse(validUntil) <= Date.parse(validFrom))
    report('validUntil', 'not-after-start', { validFrom });
  const layer = layerOf(coupon, benefit);
  if (benefit.layer ? layer !== benefit.layer : layer === 'shipping')
    report('layer', 'wrong-layer', { layer, kind: benefit.kind });
  benefit.check?.(coupon.benefit, coupon, report);
}
