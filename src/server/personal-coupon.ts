import type { Coupon } from '../model/coupon.js';
import type { Holding } from './ledgers/ledger.js';

/**
 * Returns a coupon as one shopper's piece of it is: store credit takes off what is left of it, and a piece that ends earlier than the coupon
 * ends then.
 * @param isoInZone as `createZoneClock` makes it
 */
export function personalCoupon(
  coupon: Coupon,
  { balance, validUntil }: Pick<Holding, 'balance' | 'validUntil'>,
  isoInZone: (at: number) => string,
): Coupon {
  const isShorter =
    validUntil !== undefined &&
    (coupon.validUntil === undefined || validUntil < Date.parse(coupon.validUntil));
  return {
    ...(balance === undefined ? coupon : withCredit(coupon, balance)),
    ...(isShorter && { validUntil: isoInZone(validUntil) }),
  };
}

/** Returns store credit that takes off so much, minor units. */
export function withCredit(coupon: Coupon, amount: number): Coupon {
  const benefit: { readonly kind: string; readonly amount: number } = { ...coupon.benefit, amount };
  return { ...coupon, benefit };
}
