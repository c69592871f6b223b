/**
 * The adapter of commercetools: the HTTP API's endpoints of the shopper (`/me`), which have the cart and take codes by update actions.
 *
 * Source: commercetools/commercetools-api-reference, as its SDK has it (`@commercetools/platform-sdk` 8.25.0): `Cart`, `MyCartUpdate`,
 * `DiscountCodeInfo`, `DiscountCodeState`, `DiscountCodeNonApplicableError`, `ConcurrentModificationError`.
 */
import { normalizeCode } from '../model/normalize-code.js';
import type { Reason } from '../model/refusal.js';
import { list, object, parse, text, type Shape } from '../model/shape.js';
import { demand } from '../money/coupon-error.js';
import { AdapterError, type Adapter } from './adapter.js';
import {
  commercetoolsCart,
  expansions,
  toCommercetoolsCart,
  type CommercetoolsCart,
  type CommercetoolsCode,
} from './internal/commercetools-cart.js';
import { createPlatformAdapter } from './internal/create-platform-adapter.js';
import type { PlatformOptions } from './internal/platform-options.js';
import type { AskPlatform, CodesAnswer, Platform, RefusedCode } from './internal/platform.js';

/** Where the shop's pages keep the shopper's access token. */
export const tokenName = 'commercetools-token';

/**
 * Returns the adapter of a commercetools project.
 * @param options `server`: the API with the project's key, and of a store also that, `https://api.europe-west1.gcp.commercetools.com/my-project/in-store/key=de`.
 *   `token`: the access token of the shopper, also of one who is not signed in. `basis`: until the cart has a tax rate; default `net`.
 * @throws CouponError where `server` is missing
 */
export function createCommercetoolsAdapter(options: PlatformOptions): Adapter {
  return createPlatformAdapter(createPlatform(options), options);
}

/** What an update that was not done says. */
const failure = object({
  errors: list(
    object({
      code: text,
      'discountCode?': text,
      'reason?': text,
      'validFrom?': text,
      'validUntil?': text,
    }),
  ),
});

/** More often than codes are refused one by one, or the cart changes meanwhile. */
const maxTries = 12;

function createPlatform({ server, token, basis, now = Date.now }: PlatformOptions): Platform {
  demand('server', server, 'give the address of the API with the key of the project.');
  const query = `?${expansions.map((path) => `expand=${encodeURIComponent(path)}`).join('&')}`;
  const headers = () => ({ Authorization: `Bearer ${token?.get() ?? ''}` });

  const read = async (ask: AskPlatform): Promise<CommercetoolsCart | undefined> => {
    if (!token?.get()) return undefined;
    const path = `/me/active-cart${query}`;
    const { status, value } = await ask({ path, headers: headers(), accepts: [404] });
    return status === 404 ? undefined : toCart(value);
  };

  const toCart = (value: unknown) => toCommercetoolsCart(readShape(commercetoolsCart, value), basis);

  /** All actions are done, or none is: codes that do not exist are refused one after the other. */
  const update = async (wanted: readonly string[], from: CommercetoolsCart, ask: AskPlatform) => {
    const refused: RefusedCode[] = [];
    const isRefused = (code: string) => refused.some((each) => isSame(each.code, code));
    let cart = from;
    for (let tries = 0; tries < maxTries; tries++) {
      const actions = actionsFor(
        wanted.filter((code) => !isRefused(code)),
        cart,
      );
      if (!actions.length) return { cart, refused };
      const { status, value } = await ask({
        path: `/me/carts/${cart.id}${query}`,
        method: 'POST',
        headers: headers(),
        body: { version: cart.version, actions },
        accepts: [400, 409],
      });
      if (status < 300) return { cart: toCart(value), refused };
      const { errors } = readShape(failure, value);
      const found = errors.find(({ code }) => code === 'DiscountCodeNonApplicable');
      const again = errors.some(({ code }) => code === 'ConcurrentModification') && (await read(ask));
      if (again) cart = again;
      else if (found?.discountCode && !isRefused(found.discountCode))
        refused.push({ code: found.discountCode, reason: reasonOfError(found, now()) });
      else throw new AdapterError('invalid-request', `commercetools: ${errors[0]?.code}`);
    }
    throw new AdapterError('conflict', 'commercetools: the cart changes all the time', { retryable: true });
  };

  return {
    name: 'commercetools',
    server: server!,
    capabilities: { reasons: 'native', allocations: 'native' },
    isCartRequest: (path) => /^\/(me|graphql)\b/.test(path),
    read,
    async setCodes(codes, current: CommercetoolsCart, ask): Promise<CodesAnswer> {
      const { cart, refused } = await update(codes, current, ask);
      const idle = cart.infos.filter(({ state }) => state !== 'MatchesCart');
      const all = [
        ...refused,
        ...idle.map((info) => ({ code: info.code, reason: reasonOfState(info, now()) })),
      ];
      // What does not match is taken off again: with it on the cart, the order would be refused.
      const isLeft = (code: string) => includes(cart.codes, code);
      return { ...(await update(codes.filter(isLeft), cart, ask)), refused: all };
    },
  };
}

/** Takes off what is not wanted, and adds what is not there. */
function actionsFor(wanted: readonly string[], { infos }: CommercetoolsCart): readonly object[] {
  const removed = infos.filter(({ code }) => !includes(wanted, code));
  const added = wanted.filter((code) => !infos.some((info) => isSame(info.code, code)));
  return [
    ...removed.map(({ id }) => ({
      action: 'removeDiscountCode',
      discountCode: { typeId: 'discount-code', id },
    })),
    ...added.map((code) => ({ action: 'addDiscountCode', code })),
  ];
}

/** `reason` is `DoesNotExist` or `TimeRangeNonApplicable`. */
function reasonOfError({ reason, ...times }: { readonly reason?: string } & Validity, now: number): Reason {
  if (reason === 'DoesNotExist') return { code: 'unknown-code', params: {} };
  return reason === 'TimeRangeNonApplicable' ? reasonOfTime(times, now) : unspecified;
}

function reasonOfState(
  { state, maxApplications, maxApplicationsPerCustomer, ...times }: CommercetoolsCode,
  now: number,
): Reason {
  switch (state) {
    case 'NotActive':
      return { code: 'not-found', params: {} };
    case 'NotValid':
      return reasonOfTime(times, now);
    case 'MaxApplicationReached':
      // Where there are both limits, it is not told which.
      if (maxApplications && maxApplicationsPerCustomer) return unspecified;
      return maxApplications
        ? { code: 'sold-out', params: {} }
        : maxApplicationsPerCustomer
          ? { code: 'shopper-limit', params: {} }
          : unspecified;
    case 'ApplicationStoppedByPreviousDiscount':
      return { code: 'conflict', params: {} };
    case 'ApplicationStoppedByGroupBestDeal':
      return { code: 'outvalued', params: {} };
    default:
      return unspecified;
  }
}

interface Validity {
  readonly validFrom?: string;
  readonly validUntil?: string;
}

function reasonOfTime({ validFrom, validUntil }: Validity, now: number): Reason {
  if (validUntil && Date.parse(validUntil) <= now) return { code: 'expired', params: {} };
  return validFrom && Date.parse(validFrom) > now
    ? { code: 'not-started', params: { validFrom } }
    : unspecified;
}

const unspecified: Reason = { code: 'unspecified', params: {} };

function includes(codes: readonly string[], code: string): boolean {
  return codes.some((each) => isSame(each, code));
}

function isSame(one: string, other: string): boolean {
  return normalizeCode(one) === normalizeCode(other);
}

function readShape<T>(shape: Shape<T>, value: unknown): T {
  const parsed = parse(shape, value);
  if (parsed.ok) return parsed.value;
  const { path, code } = parsed.problems[0]!;
  throw new AdapterError('bad-response', `commercetools: ${path} ${code}`);
}
