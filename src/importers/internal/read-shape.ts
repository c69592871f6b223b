import { parse, type Shape } from '../../model/shape.js';
import { ImportError } from '../importer.js';

/** Returns what a platform answered, in its form. @throws ImportError where it has another one @param what names it in the message */
export function readShape<T>(shape: Shape<T>, value: unknown, what: string): T {
  const parsed = parse(shape, value);
  if (parsed.ok) return parsed.value;
  const places = parsed.problems.slice(0, 3).map(({ path, code }) => `${path || 'all of it'}: ${code}`);
  throw new ImportError(
    `${what} have a form that is not known here (${places.join('; ')}): is it a version that docs/feed.md names?`,
  );
}

/** GraphQL's way to say that a field is absent. */
export const orNull =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path, report) =>
    value === null ? undefined : shape(value, path, report);
