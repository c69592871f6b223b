/**
 * Who is shopping? A real shop knows; here everybody may choose. What matters for couponkit is the token: the shop's own backend vouches
 * for the shopper with the coupon server's secret key, so that no page can claim to be somebody else.
 */
import { randomUUID } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import { SignJWT } from 'jose';

const tokenLifetimeSeconds = 600;

/** What the shop knows of each. */
const personas = {
  newcomer: { orders: 0, tags: [], points: 0 },
  member: { orders: 7, tags: ['gold'], points: 1200 },
};
export const roles = ['guest', ...Object.keys(personas)];

/** @param secretKey the coupon server's, `sk_…` */
export function createShoppers(secretKey) {
  const secret = new TextEncoder().encode(secretKey);
  /** What each has ordered in this shop since it was opened. */
  const ordered = new Map();

  return {
    /** Who asks: a role, and, where signed in, an account and what is known of it. */
    find(context) {
      // A real shop signs its cookie.
      const [role, account] = (getCookie(context, 'shopper') ?? '').split('.');
      const persona = Object.hasOwn(personas, role) ? personas[role] : undefined;
      if (!persona || !/^[\w-]{36}$/.test(account ?? '')) return { role: 'guest' };
      const id = `${role}.${account}`;
      return { role, id, shopper: { tags: persona.tags, orders: persona.orders + (ordered.get(id) ?? 0) } };
    },

    /** @returns who that is now; nobody, where the role is none */
    signIn(context, role) {
      const value = Object.hasOwn(personas, role) ? `${role}.${randomUUID()}` : '';
      setCookie(context, 'shopper', value, { path: '/', httpOnly: true, sameSite: 'Lax' });
      return value;
    },

    /** What somebody has collected before they came. */
    pointsOf: (role) => personas[role]?.points ?? 0,

    /** What the page shows to the coupon server; short-lived, asked for anew. */
    async sign({ id, shopper }) {
      return new SignJWT({ ...shopper })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setAudience('couponkit')
        .setIssuedAt()
        .setExpirationTime(`${tokenLifetimeSeconds}s`)
        .sign(secret);
    },

    countOrder({ id }) {
      if (id) ordered.set(id, (ordered.get(id) ?? 0) + 1);
    },
  };
}
