/** Returns the name that a request has in every log: what the caller gave, where that is safe to write down, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id') ?? '';
  return /^[\w.:=+/-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}
