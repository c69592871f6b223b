import { isObject, parse, type Shape } from '../../model/shape.js';
import { AdapterError, type AdapterErrorKind } from '../adapter.js';

/** By `extensions.code` of a GraphQL error that comes with status 200. */
const kinds: Readonly<Record<string, AdapterErrorKind>> = {
  FORBIDDEN: 'unauthorized',
  UNAUTHENTICATED: 'unauthorized',
  INTERNAL_SERVER_ERROR: 'unavailable',
};

/**
 * Returns `data` of an answer of GraphQL.
 * @param changes whether the request may have changed something
 * @throws AdapterError where it has errors
 */
export function readVendureData(answer: unknown, changes: boolean): Readonly<Record<string, unknown>> {
  const { data, errors } = isObject(answer) ? answer : {};
  const [error] = Array.isArray(errors) ? errors : [];
  if (isObject(data) && !error) return data;
  const { message, extensions } = isObject(error) ? error : {};
  const { code } = isObject(extensions) ? extensions : {};
  const kind = kinds[String(code)] ?? 'bad-response';
  throw new AdapterError(kind, `vendure: ${message ?? 'no data'}`, {
    retryable: kind === 'unavailable',
    // Of several mutations in one request the first ones may have been done.
    ambiguous: changes,
    cause: answer,
  });
}

/** Returns a clean copy. @throws AdapterError where the value has another form */
export function readVendureShape<T>(shape: Shape<T>, value: unknown): T {
  const parsed = parse(shape, value);
  if (parsed.ok) return parsed.value;
  const [{ path, code } = { path: '', code: '' }] = parsed.problems;
  throw new AdapterError('bad-response', `vendure: ${path} ${code}`, { cause: parsed.problems });
}
