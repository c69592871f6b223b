import type { Scope, ScopeLists } from './scope.js';
import { list, object, text, type Shape } from './shape.js';

/** The forms that several parts of the model share. */

/** Three capital letters, as ISO 4217 has them. */
export const currency: Shape<string> = (value, path, report) => {
  if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value)) report(path, 'not-a-currency');
  return value as string;
};

/** The value of an attribute. */
export const scalar: Shape<string | number | boolean> = (value, path, report) => {
  if (!['string', 'boolean'].includes(typeof value) && !Number.isFinite(value)) report(path, 'not-a-scalar');
  return value as string;
};

const lists = {
  'products?': list(text),
  'brands?': list(text),
  'shops?': list(text),
  'categories?': list(text),
  'tags?': list(text),
};

/** Unknown lists are errors: a misspelt one must not pass as no limit. */
export const scope: Shape<Scope> = object(
  { ...lists, 'exclude?': object(lists, true) as Shape<ScopeLists> },
  true,
);
