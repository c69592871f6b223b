/** What the JSON of platforms has and ours has not. */
import { is, type Shape } from '../../model/shape.js';

/** A field that `null` says to be absent. */
export const orNull =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path, report) =>
    value === null ? undefined : shape(value, path, report);

/** A string that may be empty. */
export const string: Shape<string> = is('not-a-text', (value) => typeof value === 'string');

export const number: Shape<number> = is('not-a-number', Number.isFinite);
