import type { JSONWebKeySet } from 'jose';
import { createIdentifier } from './create-identifier.js';
import { fingerprint } from './fingerprint.js';
import { isSecretKey } from './is-secret-key.js';
import type { Keys } from './keys.js';
import type { Keyed, Ledger } from './ledgers/ledger.js';
import { answerProblem } from './problem-details.js';
import { createRateLimiter, type Rate } from './rate-limiter.js';
import { readJson } from './read-json.js';
import type { Call, Route } from './route.js';

export interface DoorOptions {
  readonly keys: Keys;
  readonly ledger: Ledger;
  readonly shopperKeys: JSONWebKeySet | undefined;
  /** The pages that may ask. */
  readonly origins: ReadonlySet<string>;
  readonly rates: { readonly address: Rate; readonly shopper: Rate };
}

/** Decides whether a request may come in: as a call, or not, with the answer that says why. */
export type Door = (request: Request, knock: Knock) => Promise<Call | Response>;

/** What is known of a request before anything of it is read. */
export interface Knock extends Pick<Call, 'parameters' | 'addressPrefix' | 'now'> {
  readonly route: Route;
  /** Without what stands before `/v1`. */
  readonly path: string;
}

type Caller = Pick<Call, 'identity' | 'isMerchant'>;

const merchant = 'merchant';
const nobody: Caller = { identity: undefined, isMerchant: false };
const unkeyed: Keyed = { subject: '', key: '', request: '' };

/** Returns the door of a server. Each of its questions is cheaper than the next one. */
export function createDoor({ keys, ledger, shopperKeys, origins, rates }: DoorOptions): Door {
  const byAddress = createRateLimiter(ledger, rates.address);
  const byShopper = createRateLimiter(ledger, rates.shopper);
  const identify = createIdentifier(keys, shopperKeys);

  return async (request, knock) => {
    const { route } = knock;
    const caller = await admit(request, knock);
    if (caller instanceof Response) return caller;
    const key = request.headers.get('idempotency-key') ?? '';
    if (route.idempotent && !/^[\x21-\x7e]{1,128}$/.test(key)) {
      return answerProblem('idempotency-key-missing');
    }
    const hasBody = request.method === 'POST' || request.method === 'PUT';
    const body = hasBody ? await (route.read ?? readJson)(request) : { value: undefined };
    if (body instanceof Response) return body;
    const keyed = route.idempotent ? await keyedOf(knock, caller, key, body.value) : unkeyed;
    if (!keyed) {
      const problem = { path: '', severity: 'error', code: 'too-deep', params: {} } as const;
      return answerProblem('invalid-request', { problems: [problem] });
    }
    const { parameters, addressPrefix, now } = knock;
    return { request, parameters, addressPrefix, now, ...caller, body: body.value, keyed };
  };

  /** Returns who asks, or the answer that refuses them. */
  async function admit(request: Request, { route, addressPrefix, now }: Knock): Promise<Caller | Response> {
    const { access } = route;
    if (access === 'public') return nobody;
    const origin = request.headers.get('origin');
    const authorization = request.headers.get('authorization');
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (access === 'secret' || access === 'owner') {
      const isMerchant = token !== undefined && (await isSecretKey(token, keys.secret));
      if (origin !== null && (isMerchant || access === 'secret')) return answerProblem('secret-key-in-page');
      if (isMerchant) return { identity: undefined, isMerchant };
    }
    if (access !== 'secret') {
      if (origin !== null && !origins.has(origin)) return answerProblem('origin-not-allowed');
      if (request.headers.get('couponkit-key') !== keys.publishable) return answerProblem('unknown-key');
    }
    const tooFast = refuse(await byAddress.take(`address:${addressPrefix}`, route.weight));
    if (tooFast) return tooFast;
    const identity = token === undefined || access === 'secret' ? undefined : await identify(token, now);
    const isBad = authorization !== null && !identity;
    if (isBad || (!identity && access !== 'page')) {
      return answerProblem('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
    }
    const tooEager = identity && refuse(await byShopper.take(identity.subject));
    return tooEager ?? { identity, isMerchant: false };
  }
}

/** Returns `undefined` where the body is too deep. */
async function keyedOf(
  { route, path }: Knock,
  { identity }: Caller,
  key: string,
  body: unknown,
): Promise<Keyed | undefined> {
  const request = await fingerprint(route.method, path, body);
  return request === undefined ? undefined : { subject: identity?.subject ?? merchant, key, request };
}

function refuse(waitMs: number): Response | undefined {
  if (waitMs === 0) return undefined;
  return answerProblem('rate-limited', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } });
}
