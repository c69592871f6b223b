/** Are these rules that can be meant? What a merchant writes → rules, or every problem with its path: `targeting[2].when.visits`. */
import type { Parsed } from '../model/problem.js';
import { currency, scope } from '../model/shared-shapes.js';
import {
  amount,
  integer,
  is,
  isObject,
  list,
  object,
  oneOf,
  parse,
  positive,
  text,
  type Shape,
} from '../model/shape.js';
import {
  ruleLimits,
  siteLimits,
  type CartConditions,
  type RuleLimits,
  type SiteLimits,
  type TargetedOffer,
  type TargetingConditions,
  type TargetingRule,
  type TargetingRules,
} from './rule.js';

/** A pause is remembered no longer. */
const longestPauseDays = 365;

/** Fields that nobody knows are errors: a misspelt limit must not pass as none, nor a misspelt condition as one that always holds. */
export function parseRules(value: unknown): Parsed<TargetingRules> {
  return parse(rules, value);
}

const between = (min: number, max: number): Shape<number> => {
  const least = integer(min);
  const most = is<number>('too-large', (value) => (value as number) <= max, { max });
  return (value, path, report) =>
    (Number.isSafeInteger(value) && (value as number) >= min ? most : least)(value, path, report);
};

const cartFields: Shape<CartConditions> = object(
  { 'scope?': scope, 'currency?': currency, 'minSpend?': amount, 'maxSpend?': amount },
  true,
);

const cart: Shape<CartConditions> = (value, path, report) => {
  const clean = cartFields(value, path, report);
  const { minSpend = 0, maxSpend = Infinity } = clean;
  if (maxSpend < minSpend) report(`${path}.maxSpend`, 'too-small', { min: minSpend });
  return clean;
};

const conditionFields: Shape<TargetingConditions> = object(
  {
    'shopperTags?': list(text, 1),
    'visits?': between(1, 30),
    'pageTags?': list(text, 1),
    'product?': scope,
    'secondsOnProduct?': positive,
    'timesAdded?': positive,
    'cart?': cart,
    'cartIdleMinutes?': positive,
    'leaving?': oneOf(true),
  },
  true,
);

const conditions: Shape<TargetingConditions> = (value, path, report) => {
  const clean = conditionFields(value, path, report);
  // A rule without a condition is an announcement: an element without `data-placement` makes that.
  if (isObject(value) && Object.keys(value).length === 0) report(path, 'too-short', { min: 1 });
  return clean;
};

const offerFields = object({ 'coupon?': text, 'campaign?': text, placement: text }, true);

const offer: Shape<TargetedOffer> = (value, path, report) => {
  const clean = offerFields(value, path, report);
  if (isObject(value) && !value['coupon'] === !value['campaign'])
    report(path, 'not-one-of', { values: ['coupon', 'campaign'] });
  return clean as TargetedOffer;
};

const limitsOfRule: Shape<RuleLimits> = object(
  {
    'perMonth?': between(1, ruleLimits.perMonth),
    'pauseDays?': between(ruleLimits.pauseDays, longestPauseDays),
  },
  true,
);

const limitsOfSite: Shape<SiteLimits> = object(
  {
    'perSession?': between(0, siteLimits.perSession),
    'perDay?': between(0, siteLimits.perDay),
    'pauseHours?': between(siteLimits.pauseHours, 24 * longestPauseDays),
  },
  true,
);

const rule: Shape<TargetingRule> = object(
  { id: text, when: conditions, show: offer, 'limits?': limitsOfRule },
  true,
);

const fields: Shape<TargetingRules> = object({ targeting: list(rule), 'limits?': limitsOfSite }, true);

const rules: Shape<TargetingRules> = (value, path, report) => {
  const clean = fields(value, path, report);
  const seen = new Set<string>();
  clean.targeting?.forEach(({ id }, index) => {
    if (seen.has(id)) report(`targeting[${index}].id`, 'duplicate');
    seen.add(id);
  });
  return clean;
};
