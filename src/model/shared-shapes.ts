import type { Text } from './coupon.js';
import type { Scope } from './scope.js';
import { dictionary, is, isObject, list, object, text, type Shape } from './shape.js';

/** The forms that several parts of the model share. */

/** Three capital letters, as ISO 4217 has them. */
export const currency: Shape<string> = is(
  'not-a-currency',
  (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
);

/** The value of an attribute. */
export const scalar: Shape<string | number | boolean> = is(
  'not-a-scalar',
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
);

/** From `least` to 100 with at most two decimals; `least` is the smallest one above 0 unless given. */
export const percentage = (least = 0.01): Shape<number> =>
  is(
    'not-a-percentage',
    (value) =>
      (value as number) >= least &&
      (value as number) <= 100 &&
      Math.round((value as number) * 100) / 100 === value,
  );

/** A text in one language, or in several. */
export const localized: Shape<Text> = (value, path, report) =>
  (isObject(value) ? dictionary(text) : text)(value, path, report);

const lists = {
  'products?': list(text),
  'brands?': list(text),
  'shops?': list(text),
  'categories?': list(text),
  'tags?': list(text),
};

/** Unknown lists are errors: a misspelt one must not pass as no limit. */
export const scope: Shape<Scope> = object({ ...lists, 'exclude?': object(lists, true) }, true);
