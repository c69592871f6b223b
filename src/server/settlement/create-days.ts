import { demand } from '../../money/coupon-error.js';

/** Which day is it in the ledger's time zone? Days are written `2026-11-22`, so that they sort as text. */

/**
 * Returns what tells the day of an instant in milliseconds since the epoch.
 * @param timeZone of the IANA list: `Asia/Shanghai`
 * @throws CouponError for a time zone that is not known here
 */
export function createDays(timeZone: string): (at: number) => string {
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en', {
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    // Below.
  }
  demand('timeZone', format, 'give a name of the IANA list, such as "Asia/Shanghai".');
  return (at) => {
    const parts = new Map(format!.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  };
}

/** Returns the day that is so many days later; earlier where `days` is below 0. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
