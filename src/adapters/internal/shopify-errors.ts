/** What Shopify's ways of saying no mean, beside the status codes that every server has. */
import { isObject } from '../../model/shape.js';
import { AdapterError, type AdapterErrorKind } from '../adapter.js';
import type { AskPlatform, PlatformAnswer, PlatformRequest } from './platform.js';

/** By `extensions.code` of a GraphQL error, which comes with status 200: https://shopify.dev/docs/api/storefront#status_and_error_codes */
const kinds: Readonly<Record<string, AdapterErrorKind>> = {
  THROTTLED: 'rate-limited',
  ACCESS_DENIED: 'unauthorized',
  UNAUTHORIZED: 'unauthorized',
  SHOP_INACTIVE: 'gone',
  INTERNAL_SERVER_ERROR: 'unavailable',
};

/**
 * Returns what an answer holds.
 * @param changes whether the request was to change something
 * @throws AdapterError
 */
export function readGraphQlData({ value }: PlatformAnswer, changes: boolean): Record<string, unknown> {
  const { data, errors } = isObject(value) ? value : {};
  if (Array.isArray(errors) && errors.length > 0) {
    const first: unknown = errors[0];
    const { code } = isObject(first) && isObject(first['extensions']) ? first['extensions'] : {};
    // Shopify's own text may name what was asked for; its code says enough.
    throw fail(kinds[String(code)] ?? 'invalid-request', String(code ?? 'GraphQL error'), changes);
  }
  if (isObject(data)) return data;
  throw fail('bad-response', 'no data', changes);
}

/** Asks; "Shopify Security Rejection" is of too many requests, or from a place that is not trusted. @throws AdapterError */
export async function askShopify(ask: AskPlatform, request: PlatformRequest): Promise<PlatformAnswer> {
  try {
    return await ask(request);
  } catch (error) {
    const { cause } = error as AdapterError;
    throw isObject(cause) && cause['status'] === 430 ? fail('rate-limited', '430') : error;
  }
}

/** @param changes whether the request was to change something */
export function fail(kind: AdapterErrorKind, message: string, changes = false): AdapterError {
  return new AdapterError(kind, `Shopify: ${message}`, {
    retryable: kind === 'rate-limited' || kind === 'unavailable',
    // Who is turned away has changed nothing.
    ambiguous: changes && (kind === 'unavailable' || kind === 'bad-response'),
  });
}
