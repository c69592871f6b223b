import type { Text } from './coupon.js';
import { dictionary, is, isObject, text, type Shape } from './shape.js';

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

/** A text in one language, or in several. */
export const localized: Shape<Text> = (value, path, report) =>
  (isObject(value) ? dictionary(text) : text)(value, path, report);
