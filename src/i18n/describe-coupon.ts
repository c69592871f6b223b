/**
 * A coupon in words, from its data alone. No kind is known here: the fields that a coupon has choose the messages
 * (`amount.face.everySpend`, `term.maxAmount`, `condition.minSpend`), so a new kind or condition brings its keys and nothing else.
 */
import type { Coupon } from '../model/coupon.js';
import type { Locale, Params } from './create-locale.js';
import { pickText } from './pick-text.js';

export interface CouponText {
  /** The large print: `¥300 off`, `8折`, `Free shipping`. */
  readonly face: string;
  /** What it takes: `Spend ¥5,000`, `无门槛`. */
  readonly threshold: string;
  /** The merchant's title, else one made of face and threshold. */
  readonly title: string;
  /** What it is for: `Selected brands, with exceptions`. */
  readonly scope: string;
  /** Everything else that limits it, a sentence each. */
  readonly terms: readonly string[];
  /** Empty where it has no end. */
  readonly validity: string;
}

const scopeLists = ['products', 'brands', 'shops', 'categories', 'tags'] as const;
const thresholds = ['minSpend', 'minCartSpend', 'minQuantity'];

/**
 * @param currency ISO 4217, of a coupon that names none
 * @param now milliseconds since the epoch; given, a start in the future is part of `validity`
 */
export function describeCoupon(coupon: Coupon, locale: Locale, currency?: string, now?: number): CouponText {
  const { benefit, issuer, scope, validFrom, validUntil } = coupon;
  const conditions: Params = coupon.conditions ?? {};
  const { kind } = benefit;
  const fields: Params = benefit;
  const tiers = (fields.tiers ?? []) as readonly Params[];
  const params: Params = {
    currency: coupon.currency ?? currency,
    ...fields,
    ...tiers.at(-1),
    units: Number(fields.buy) + Number(fields.get),
    // "The third item" is one item; two of four are said like those of another scope.
    ...(Number(fields.get) > 1 && { getScope: true }),
  };

  const say = (key: string, more?: Params) => (locale.has(key) ? locale.t(key, { ...params, ...more }) : '');
  const sayFirst = (keys: readonly string[], more?: Params) => say(keys.find(locale.has) ?? '', more);

  const reward = (of: Params) => {
    const names = rewardNames(of).flatMap((name) => [`${kind}.reward.${name}`, `reward.${name}`]);
    return sayFirst(names, of);
  };

  const face = sayFirst(
    [...rewardNames(params), ...Object.keys(params), '']
      .map((name) => `${kind}.face${name && `.${name}`}`)
      .concat('coupon.face'),
    { reward: reward(params) },
  );

  const given: [string, unknown][] = [
    ...thresholds.map((name): [string, unknown] => [name, conditions[name]]),
    ['minSpend', fields.everySpend],
    ...Object.entries(tiers[0] ?? {}),
  ];
  const [threshold, value] = given.find(
    ([name, value]) => value !== undefined && thresholds.includes(name),
  ) ?? ['none'];

  const spend = conditions.minSpend ?? conditions.minCartSpend;
  const scopeList = scopeLists.find((list) => scope?.[list]);
  const reach = say(`scope.${scopeList ?? (typeof issuer === 'object' ? 'shop' : 'all')}`);
  const isUpcoming = now !== undefined && validFrom && now < Date.parse(validFrom);

  return {
    face,
    threshold: (value === undefined && say(`${kind}.threshold`)) || say(`condition.${threshold}`, { value }),
    title:
      pickText(coupon.title, locale.language) ||
      (spend === undefined
        ? say(`${kind}.title.none`) || face
        : sayFirst([`${kind}.title`, 'coupon.title'], { face, spend })),
    scope: scope?.exclude ? say('scope.exclude', { scope: reach }) : reach,
    terms: [
      ...tiers.map((tier) =>
        sayFirst(
          Object.keys(tier).map((name) => `${kind}.tier.${name}`),
          { ...tier, reward: reward(tier) },
        ),
      ),
      ...Object.keys(fields).map((name) => say(`term.${name}`)),
      ...Object.entries(conditions).map(([name, value]) =>
        name === threshold ? '' : say(`condition.${name}`, { value }),
      ),
      coupon.wholeOrder ? say('term.wholeOrder') : '',
      coupon.combinesWith?.length === 0 ? say('term.alone') : '',
    ].filter(Boolean),
    validity: say(`validity.${isUpcoming ? (validUntil ? 'between' : 'from') : validUntil ? 'until' : ''}`, {
      validFrom,
      validUntil,
    }),
  };
}

/** What a reward is called, the most telling name first. */
function rewardNames({ percentOff, price, amount }: Params): string[] {
  const names = percentOff === 100 || price === 0 ? ['free'] : percentOff === 50 ? ['half'] : [];
  if (percentOff !== undefined) names.push('percentOff');
  if (price !== undefined) names.push('price');
  if (amount !== undefined) names.push('amount');
  return names;
}
