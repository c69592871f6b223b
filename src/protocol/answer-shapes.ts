import type { Coupon } from '../model/coupon.js';
import type { Problem } from '../model/problem.js';
import type { Reason } from '../model/refusal.js';
import { localized } from '../model/shared-shapes.js';
import {
  amount,
  anything,
  collect,
  dictionary,
  list,
  object,
  oneOf,
  text,
  type Shape,
} from '../model/shape.js';
import type { Held, Offer } from './messages.js';

/**
 * The forms that answers share. They let pass what a page can show without breaking; whether a coupon means anything is for the
 * engine, which refuses it where it does not.
 */

/** A list of at most `max`, so that no answer can keep the page busy. */
export const atMost =
  <T>(max: number, shape: Shape<T>): Shape<readonly T[]> =>
  (value, path, report) => {
    const tooLong = Array.isArray(value) && value.length > max;
    if (tooLong) report(path, 'too-long', { max });
    return tooLong ? [] : list(shape)(value, path, report);
  };

/** Returns the good entries of a list; what is wrong with the others is added to `problems`. */
export function good<T>(
  shape: Shape<T>,
  entries: readonly unknown[],
  path: string,
  problems: Problem[],
): readonly T[] {
  const report = collect(problems);
  return entries.flatMap((entry, index) => {
    const before = problems.length;
    const clean = shape(entry, `${path}[${index}]`, report);
    return problems.length > before ? [] : [clean];
  });
}

/** What `Date.parse` reads. */
export const date: Shape<string> = (value, path, report) => {
  if (isNaN(Date.parse(text(value, path, report)))) report(path, 'not-a-date');
  return value as string;
};

const params: Shape<Reason['params']> = (value, path, report) => dictionary(anything)(value, path, report);

export const reasons: Shape<readonly Reason[]> = atMost(50, object({ code: text, params }));

const couponFields = object({
  id: text,
  'title?': localized,
  'code?': text,
  'issuer?': (value, path, report) =>
    value === 'platform' ? value : object({ shop: text })(value, path, report),
  'scope?': dictionary(anything),
  'conditions?': dictionary(anything),
  benefit: object({ kind: text }),
  'validFrom?': date,
  'validUntil?': date,
});

/** Only looked at, not copied: its kinds' fields are not known here. */
export const coupon: Shape<Coupon> = (value, path, report) => {
  couponFields(value, path, report);
  return value as Coupon;
};

export const offer: Shape<Offer> = object({
  coupon,
  claim: object({
    state: oneOf('available', 'claimed', 'used', 'sold-out', 'upcoming', 'ended', 'sign-in'),
    'cost?': object({ 'points?': amount, 'amount?': amount }),
    'remaining?': amount,
    'stock?': amount,
    'opensAt?': date,
    'closesAt?': date,
    'perShopper?': amount,
  }),
});

export const held: Shape<Held> = object({
  id: text,
  coupon,
  state: oneOf('pending', 'held', 'reserved', 'used', 'expired'),
  'until?': date,
  'hold?': text,
  'validFrom?': date,
  'validUntil?': date,
  'balance?': amount,
});
