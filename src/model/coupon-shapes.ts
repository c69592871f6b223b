import type { Scope } from './scope.js';
import { is, list, object, text, type Shape } from './shape.js';

/** The forms that only coupons have: a page that has none to check does not load them. */

/** From `least` to 100 with at most two decimals; `least` is the smallest one above 0 unless given. */
export const percentage = (least = 0.01): Shape<number> =>
  is(
    'not-a-percentage',
    (value) =>
      (value as number) >= least &&
      (value as number) <= 100 &&
      Math.round((value as number) * 100) / 100 === value,
  );

/** ISO 8601 with time and offset, a day that the calendar has. */
export const instant: Shape<string> = is('not-a-date-with-offset', (value) => {
  const [, day, date] =
    /^(\d{4}-\d\d-(\d\d))T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.exec(
      typeof value === 'string' ? value : '',
    ) ?? [];
  // Engines take 30 February for 2 March.
  const isDay = +date! < 29 || new Date(`${day}T00:00Z`).getUTCDate() === +date!;
  return isDay && !Number.isNaN(Date.parse(value as string));
});

const lists = {
  'products?': list(text),
  'brands?': list(text),
  'shops?': list(text),
  'categories?': list(text),
  'tags?': list(text),
};

/** Unknown lists are errors: a misspelt one must not pass as no limit. */
export const scope: Shape<Scope> = object({ ...lists, 'exclude?': object(lists, true) }, true);
