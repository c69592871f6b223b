/** What must compile, and what must not: checked by `npm run test:types`, never run. */
import { best, createSession, quote, refund, type Adapter, type Cart, type Coupon } from '../src/index.js';

declare const adapter: Adapter;
declare const cart: Cart;

const coupons: readonly Coupon[] = [
  { id: 'a', conditions: { minSpend: 5000 }, benefit: { kind: 'amount', amount: 300 } },
  { id: 'b', issuer: { shop: 's' }, benefit: { kind: 'percent', percentOff: 20, maxAmount: 5000 } },
  { id: 'c', benefit: { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 } },
];
export const payable: number = quote(cart, coupons, { now: 0 }).payable;
export const isProven: boolean = best(cart, coupons, { now: 0 }).optimal;
createSession({ adapter }).setCart(cart);
export const paidBack: number = refund(cart, quote(cart, coupons, { now: 0 }), []).amount;

// @ts-expect-error A kind that is not there.
export const unknownKind: Coupon = { id: 'd', benefit: { kind: 'lottery', amount: 1 } };
// @ts-expect-error A field of another kind.
export const strayField: Coupon = { id: 'e', benefit: { kind: 'amount', amount: 1, percentOff: 1 } };
const { benefit } = coupons[0]!;
// @ts-expect-error A condition that is not there.
export const unknownCondition: Coupon = { id: 'f', conditions: { minSpent: 1 }, benefit };
// @ts-expect-error No session without an adapter.
createSession({});
// @ts-expect-error Time is an argument.
quote(cart, coupons, {});
// @ts-expect-error To price anew needs coupons and a time.
refund(cart, quote(cart, coupons, { now: 0 }), [], { mode: 'recalculated' });
// @ts-expect-error What comes out is not to be changed.
quote(cart, coupons, { now: 0 }).payable = 0;
