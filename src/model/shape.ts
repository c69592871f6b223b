import type { Parsed, Problem } from './problem.js';

/**
 * What form must a value from outside have? A shape takes an unknown value and gives back a clean copy that holds the known fields
 * only; what is wrong is collected with its path. Only own, enumerable fields are read, so `__proto__` is a field like any other.
 */
export type Shape<T> = (value: unknown, path: string, report: Report) => T;

/** Takes one problem; `severity` is `error` where it is absent. */
export type Report = (
  path: string,
  code: string,
  params?: Problem['params'],
  severity?: Problem['severity'],
) => void;

/** Returns the value in its clean form, or every problem that it has. */
export function parse<T>(shape: Shape<T>, value: unknown): Parsed<T> {
  const problems: Problem[] = [];
  const clean = shape(value, '', collect(problems));
  return problems.some((problem) => problem.severity === 'error')
    ? { ok: false, problems }
    : { ok: true, value: clean };
}

/** Returns a report that appends to `problems`. */
export function collect(problems: Problem[]): Report {
  return (path, code, params = {}, severity = 'error') => problems.push({ path, severity, code, params });
}

/** A value for which `holds`; else the problem `code`. */
export const is =
  <T>(code: string, holds: (value: unknown) => unknown, params?: Problem['params']): Shape<T> =>
  (value, path, report) => {
    if (!holds(value)) report(path, code, params);
    return value as T;
  };

/** Whatever it is; it is not copied. */
export const anything: Shape<unknown> = (value) => value;

/** A string that is not empty. */
export const text: Shape<string> = is('not-a-text', (value) => typeof value === 'string' && value);

export const flag: Shape<boolean> = is('not-a-boolean', (value) => typeof value === 'boolean');

/** A safe integer of at least `min`. */
export const integer = (min: number): Shape<number> => {
  const whole = is<number>('not-an-integer', Number.isSafeInteger);
  const enough = is<number>('too-small', (value) => (value as number) >= min, { min });
  return (value, path, report) => (Number.isSafeInteger(value) ? enough : whole)(value, path, report);
};

/** Minor units or a count, ≥ 0. */
export const amount: Shape<number> = integer(0);
/** Minor units or a count, ≥ 1. */
export const positive: Shape<number> = integer(1);

export const oneOf = <const T>(...values: readonly T[]): Shape<T> =>
  is('not-one-of', (value) => values.includes(value as T), { values });

/** A list of at least `min` values of one shape. */
export const list =
  <T>(shape: Shape<T>, min = 0): Shape<readonly T[]> =>
  (value, path, report) => {
    if (!Array.isArray(value)) return (report(path, 'not-a-list'), []);
    if (value.length < min) report(path, 'too-short', { min });
    const clean: T[] = [];
    for (let index = 0; index < value.length; index++)
      clean.push(shape(value[index], `${path}[${index}]`, report));
    return clean;
  };

/** An object that maps names to values of one shape. */
export const dictionary =
  <T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value, path, report) => {
    if (!isObject(value)) return (report(path, 'not-an-object'), {});
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, shape(each, join(path, key), report)]),
    );
  };

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Required<F extends Fields> = {
  readonly [K in keyof F as K extends `${string}?` ? never : K]: F[K] extends Shape<infer T> ? T : never;
};
type Optional<F extends Fields> = {
  readonly [K in keyof F as K extends `${infer N}?` ? N : never]?: F[K] extends Shape<infer T> ? T : never;
};

/**
 * An object with these fields; `name?` may be absent. Unknown fields are left out of the copy, or are an error where `strict`.
 */
export const object = <F extends Fields>(fields: F, strict = false): Shape<Required<F> & Optional<F>> => {
  // Told apart once: a list of coupons is a thousand objects.
  const known = Object.entries(fields).map(([name, shape]) => {
    const key = name.replace('?', '');
    return { key, shape, isRequired: key === name };
  });
  const keys = new Set(known.map(({ key }) => key));
  return (value, path, report) => {
    const clean: Record<string, unknown> = {};
    if (!isObject(value)) return (report(path, 'not-an-object'), clean as Required<F> & Optional<F>);
    for (const { key, shape, isRequired } of known) {
      const field = value[key];
      if (field !== undefined && Object.hasOwn(value, key))
        clean[key] = shape(field, join(path, key), report);
      else if (isRequired) report(join(path, key), 'required');
    }
    if (strict)
      for (const key of Object.keys(value)) if (!keys.has(key)) report(join(path, key), 'unknown-field');
    return clean as Required<F> & Optional<F>;
  };
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function join(path: string, key: string): string {
  return path && key ? `${path}.${key}` : path || key;
}
