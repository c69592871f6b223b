/**
 * What does a platform's admin API answer? The JSON, or an {@link ImportError} that names the address and says what to do, and never a
 * secret: neither a header nor what stands behind the `?` of an address.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ImportError } from '../importer.js';

export interface JsonRequest {
  /** Default `POST` where there is a body, else `GET`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}

export interface JsonAnswer {
  readonly value: unknown;
  readonly headers: Headers;
}

const timeoutMs = 30_000;
/** How often an API that says "too many requests" is asked, in all. */
const maxTries = 5;
const maxWaitMs = 60_000;
/** Where it does not say how long to wait. */
const defaultWaitMs = 2000;

/** @throws ImportError */
export async function readJson(
  fetch: typeof globalThis.fetch,
  url: string,
  request: JsonRequest = {},
): Promise<unknown> {
  return (await readAnswer(fetch, url, request)).value;
}

/** The same with the headers of the answer. @throws ImportError */
export async function readAnswer(
  fetch: typeof globalThis.fetch,
  url: string,
  request: JsonRequest = {},
): Promise<JsonAnswer> {
  const place = placeOf(url);
  for (let tries = 1; ; tries++) {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(fetch, url, request, signal);
      if (response.ok)
        return { value: JSON.parse(await response.text()) as unknown, headers: response.headers };
      await response.body?.cancel();
      if (response.status !== 429 || tries === maxTries) throw new ImportError(explain(place, response));
      await sleep(waitOf(response.headers));
    } catch (cause) {
      throw cause instanceof ImportError ? cause : new ImportError(explainFault(place, cause), { cause });
    }
  }
}

/** The address as it may be shown. @throws ImportError where it is none */
export function placeOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new ImportError('The address of the shop is needed in full, such as https://shop.example');
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function send(
  fetch: typeof globalThis.fetch,
  url: string,
  { body, method = body ? 'POST' : 'GET', headers }: JsonRequest,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    // Followed, it would carry tokens in headers of their own to another origin.
    redirect: 'manual',
    signal,
  });
}

/** Milliseconds. */
function waitOf(headers: Headers): number {
  const said = headers.get('retry-after') ?? '';
  const wait = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isNaN(wait) ? defaultWaitMs : Math.min(Math.max(wait, 0), maxWaitMs);
}

function explain(place: string, { status, headers }: Response): string {
  if (status >= 300 && status < 400) {
    const target = headers.get('location') ?? '';
    const to = URL.canParse(target, place) ? placeOf(new URL(target, place).href) : 'another address';
    return `${place} leads on to ${to}: give that address`;
  }
  if (status === 401 || status === 403)
    return `${place} refuses the credentials (${status}): are they right, and may they read promotions?`;
  if (status === 404) return `${place} is not there (404): is the address right?`;
  if (status === 429) return `${place} has had too many requests (429): try again later`;
  if (status >= 500) return `${place} fails (${status}): try again later`;
  return `${place} refuses the request (${status}): is it the address of the platform's API, in a version that is known here?`;
}

function explainFault(place: string, fault: unknown): string {
  const { name, cause } = fault as Error;
  if (name === 'TimeoutError')
    return `${place} has not answered within ${timeoutMs / 1000} s: try again later`;
  if (name === 'SyntaxError') return `${place} does not answer with JSON: is it the address of the API?`;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return `${place} cannot be reached${code ? ` (${code})` : ''}: is the address right, and is the shop running?`;
}
