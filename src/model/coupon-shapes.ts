import { is, type Shape } from './shape.js';

/** The forms that only coupons and campaigns have: a page that has none to check does not load them. */

/** ISO 8601 with time and offset, a day that the calendar has. */
export const instant: Shape<string> = is('not-a-date-with-offset', (value) => {
  const [, day, date] =
    /^(\d{4}-\d\d-(\d\d))T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(
      typeof value === 'string' ? value : '',
    ) ?? [];
  // Engines take 30 February for 2 March.
  return new Date(`${day}T00:00Z`).getUTCDate() === +date! && !isNaN(Date.parse(value as string));
});
