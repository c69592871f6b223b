/**
 * Stands between a page and a shop platform, a stand-in or a real one, and lets the network do what networks do: each request meets the
 * fault that the plan says, and it is known of each whether the platform has seen it.
 */
import { once } from 'node:events';
import {
  createServer,
  request as requestHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../faults/random.js';

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Of `latency`: milliseconds until the platform sees it. */
  readonly beforeMs?: number;
  /** Of `latency`: milliseconds from the platform's answer until it goes on. */
  readonly afterMs?: number;
  /** Of `rate-limited`: seconds. Absent: the answer does not say. */
  readonly retryAfter?: number;
}

/** What came, and how it went. */
export interface Passage {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
  readonly fault: FaultKind | undefined;
  /** Whether the platform has answered it: it had its effect, whatever the page was told. */
  committed: boolean;
  /** The platform's status, if it was asked. */
  status?: number;
}

/** Decides for each request; a preflight is not asked about. */
export type FaultPlan = (passage: Passage) => Fault | undefined;

export interface FaultProxy {
  /** Of the proxy: `http://127.0.0.1:PORT`, in place of the platform's origin. */
  readonly origin: string;
  /** All requests but preflights, in the order in which they came. */
  readonly passages: readonly Passage[];
  /** Nothing at first. */
  plan: FaultPlan | undefined;
  /** Ends what is under way, too. */
  close(): Promise<void>;
}

export const faultKinds = [
  'latency',
  /** The connection is reset before the platform sees anything. */
  'reset-before',
  /** The platform has done it; the connection is reset instead of its answer. */
  'reset-after',
  /** 429, with or without `Retry-After`. */
  'rate-limited',
  /** 500 in JSON, before the platform has seen it. */
  'error-before',
  /** 500 in JSON, after the platform has done it. */
  'error-after',
  /** 502 with a page in HTML, after the platform has done it. */
  'bad-gateway',
  /** The connection ends in the middle of the answer. */
  'cut',
  /** Half of the answer, as if it were whole. */
  'truncated',
  /** Ten megabytes of JSON. */
  'huge',
  /** 200 with a page in HTML, without the platform having seen it: a captive portal, a maintenance page. */
  'html',
  /** The answer waits until a later request has its own. */
  'overtaken',
  /** The answer never ends: a byte now and then. */
  'drip',
] as const;

/** The platform never sees these. */
const beforeCommit: readonly FaultKind[] = ['reset-before', 'rate-limited', 'error-before', 'html'];
const hugeBytes = 10 * 1024 * 1024;
const dripMs = 100;
/** One that nobody overtakes goes on after that. */
const overtakenMs = 2500;
const overtakenPollMs = 20;
const page =
  '<!doctype html><html lang="en"><title>Sorry</title><h1>We’ll be <em>right</em> back</h1></html>';

/** @param upstream the platform's origin */
export async function openFaultProxy(upstream: string): Promise<FaultProxy> {
  const passages: Passage[] = [];
  const closing = new AbortController();
  const answered = new Set<Passage>();

  const pause = async (ms = 0): Promise<void> => {
    if (ms > 0) await wait(ms, undefined, { signal: closing.signal }).catch(() => {});
  };

  const overtaken = async (passage: Passage): Promise<void> => {
    const until = performance.now() + overtakenMs;
    const later = () => passages.slice(passages.indexOf(passage) + 1).some((each) => answered.has(each));
    while (!later() && performance.now() < until && !closing.signal.aborted) await pause(overtakenPollMs);
  };

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const { method = 'GET', url: path = '/' } = request;
    if (method === 'OPTIONS') return answer(response, await ask(upstream, request, body));
    const draft = { method, path, body: body.toString(), fault: undefined, committed: false };
    const fault = proxy.plan?.(draft);
    const passage: Passage = { ...draft, fault: fault?.kind };
    passages.push(passage);
    const own = (status: number, type: string, content: string, more: OutgoingHttpHeaders = {}): Answer => ({
      status,
      headers: { ...allow(request), 'content-type': type, ...more },
      body: Buffer.from(content),
    });
    const error = JSON.stringify({
      code: 'internal_server_error',
      message: 'There has been a critical error.',
    });
    const kind = fault?.kind;
    await pause(fault?.beforeMs);
    if (kind === 'reset-before') return void request.socket.resetAndDestroy();
    if (kind === 'rate-limited') {
      const { retryAfter } = fault!;
      const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return answer(response, own(429, 'application/json', '{"code":"too_many_requests"}', after));
    }
    if (kind === 'error-before') return answer(response, own(500, 'application/json', error));
    if (kind === 'html') return answer(response, own(200, 'text/html; charset=utf-8', page));

    const real = await ask(upstream, request, body);
    Object.assign(passage, { committed: true, status: real.status });
    const headers = { ...allow(request), ...real.headers };
    await pause(fault?.afterMs);
    if (kind === 'overtaken') await overtaken(passage);
    if (kind === 'reset-after') return void request.socket.resetAndDestroy();
    if (kind === 'error-after') answer(response, own(500, 'application/json', error));
    else if (kind === 'bad-gateway') answer(response, own(502, 'text/html; charset=utf-8', page));
    else if (kind === 'cut') {
      response.writeHead(real.status, { ...headers, 'content-length': real.body.length });
      response.write(real.body.subarray(0, real.body.length >> 1), () => request.socket.destroy());
    } else if (kind === 'truncated')
      answer(response, { ...real, headers, body: real.body.subarray(0, real.body.length >> 1) });
    else if (kind === 'huge')
      answer(response, {
        ...real,
        headers,
        body: Buffer.from(JSON.stringify({ data: 'x'.repeat(hugeBytes) })),
      });
    else if (kind === 'drip') {
      response.writeHead(real.status, headers);
      for (let at = 0; !response.destroyed && !closing.signal.aborted; at++) {
        // Where the answer is over, blanks go on: they change nothing of JSON.
        response.write(at < real.body.length ? real.body.subarray(at, at + 1) : ' ');
        await pause(dripMs);
      }
    } else answer(response, { ...real, headers });
    answered.add(passage);
  };

  const server = createServer((request, response) => {
    response.on('error', () => {});
    // A platform that is away is a gateway's fault.
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passages,
    plan: undefined,
    async close() {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return proxy;
}

export interface FaultChances {
  /** 0–1: of any fault at all. */
  readonly chance: number;
  /** Default: each. */
  readonly kinds?: readonly FaultKind[];
  /** Default 6000. */
  readonly maxLatencyMs?: number;
}

/** Returns a plan by chance: the same for the same seed and the same requests. */
export function chooseFaults(random: Random, chances: FaultChances): FaultPlan {
  const { chance, kinds = faultKinds, maxLatencyMs = 6000 } = chances;
  return () => {
    if (!random.chance(chance)) return undefined;
    const kind = random.pick(kinds);
    if (kind === 'rate-limited') return random.chance(0.5) ? { kind, retryAfter: random.below(3) } : { kind };
    if (kind !== 'latency') return { kind };
    const ms = random.below(maxLatencyMs);
    return random.chance(0.5) ? { kind, beforeMs: ms } : { kind, afterMs: ms };
  };
}

/** Whether the platform has seen a request that met this fault. */
export function isCommitted(kind: FaultKind): boolean {
  return !beforeCommit.includes(kind);
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

function answer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

async function ask(upstream: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const url = new URL(request.url ?? '/', upstream);
  const { 'accept-encoding': _, ...headers } = request.headers;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const asked = send(url, {
    method: request.method,
    headers: { ...endToEnd(headers), host: url.host, 'content-length': body.length },
  });
  asked.end(body);
  const [message] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: message.statusCode!, headers: endToEnd(message.headers), body: await read(message) };
}

/** What is meant for one connection only is not passed on. */
function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { connection: _, 'keep-alive': _keep, 'transfer-encoding': _encoding, ...rest } = headers;
  return rest;
}

/** So that a page of another origin sees the fault's answer, and not only that there is none; what the platform says itself goes before. */
function allow({ headers: { origin } }: IncomingMessage): OutgoingHttpHeaders {
  return origin
    ? {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After',
        vary: 'Origin',
      }
    : {};
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
