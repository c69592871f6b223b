/**
 * A link that applies a coupon: `?coupon=…` or `#coupon=…` on any page of the shop, with a coupon's id or a code. To follow it is the shopper's own act, so no consent is
 * asked for, and nothing is stored.
 */
import type { Held } from '../protocol/messages.js';
import type { ClaimResult, Session } from '../stores/session.js';

const parameter = 'coupon';
/** The address keeps the coupon where a later try may bring it: after these. */
const isForNow = /^(unavailable|rate-limited|cancelled|sign-in|upcoming)$/;

/**
 * Claims, exchanges or applies what the page's address asks for, and takes it out of the address once that is decided. Resolves to nothing where it asks for nothing.
 * @throws CouponError where the session was destroyed
 */
export async function followLink(session: Session): Promise<ClaimResult | undefined> {
  const wanted = readLink(location.href);
  if (!wanted) return undefined;
  const result = await take(session, wanted);
  if (result.ok && session.$selection.get().mode !== 'auto') session.apply(result.held.coupon.id);
  if (result.ok || !isForNow.test(result.reason.code)) {
    history.replaceState(history.state, '', withoutLink(location.href));
  }
  return result;
}

/** Returns the coupon's id, or the code, that an address asks for. */
export function readLink(address: string): string | undefined {
  const { searchParams, hash } = new URL(address);
  const wanted = searchParams.get(parameter) ?? new URLSearchParams(hash.slice(1)).get(parameter);
  return wanted?.trim() || undefined;
}

/** Returns an address that asks for nothing; all else in it stays as it is written. */
export function withoutLink(address: string): string {
  const [, before = '', search = '', hash = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(address) ?? [];
  const without = (part: string, mark: string) => {
    const rest = part.split('&').filter((each) => each.split('=')[0] !== parameter);
    return part && rest.length > 0 ? mark + rest.join('&') : '';
  };
  return before + without(search, '?') + without(hash, '#');
}

async function take(session: Session, wanted: string): Promise<ClaimResult> {
  await session.loadOffers();
  const offers = session.$offers.get();
  if (!offers) return { ok: false, reason: { code: 'unavailable', params: {} } };
  const held = session.$wallet.get()?.find((each) => each.coupon.id === wanted && isUsable(each));
  if (held) return { ok: true, held, fresh: false };
  const isOffered = offers.some(({ coupon }) => coupon.id === wanted);
  return isOffered ? session.claim(wanted) : session.exchange(wanted);
}

function isUsable({ state }: Held): boolean {
  return state === 'held' || state === 'reserved';
}
