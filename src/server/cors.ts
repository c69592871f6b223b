/** A preflight is asked again after so long, seconds; Chromium takes no more. */
const maxAgeSeconds = 7200;
const requestHeaders = 'Authorization, Content-Type, Couponkit-Key, Idempotency-Key, If-None-Match';
const exposedHeaders = 'ETag, Retry-After, Idempotent-Replayed, X-Request-Id';

/** Returns what a browser must be told so that a page of this origin may read the answer. Cookies are never allowed. */
export function corsHeaders(origin: string | null, origins: ReadonlySet<string>): Record<string, string> {
  return origin !== null && origins.has(origin)
    ? {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': exposedHeaders,
        vary: 'Origin',
      }
    : { vary: 'Origin' };
}

/** Returns the answer to the question whether a page may send such a request. */
export function answerPreflight(
  origin: string | null,
  origins: ReadonlySet<string>,
  methods: readonly string[],
): Response {
  const allowed = origin !== null && origins.has(origin);
  return new Response(null, {
    status: allowed ? 204 : 403,
    headers: {
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      ...(allowed && {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': requestHeaders,
        'access-control-max-age': String(maxAgeSeconds),
      }),
    },
  });
}
