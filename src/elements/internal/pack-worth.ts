/** How much can a pack take off at the most? Only where each of its coupons says so itself, in one currency; else nothing is promised. */
import type { Coupon } from '../../model/coupon.js';

interface Amounts {
  readonly kind: string;
  readonly amount?: number;
  readonly everySpend?: number;
  readonly maxTimes?: number;
  readonly maxAmount?: number;
  readonly tiers?: readonly { readonly amount?: number }[];
}

export interface Worth {
  /** Minor units. */
  readonly amount: number;
  /** ISO 4217; absent: that of the page. */
  readonly currency: string | undefined;
}

export function worthOf(coupons: readonly Coupon[]): Worth | undefined {
  const currency = coupons[0]?.currency;
  let amount = 0;
  for (const coupon of coupons) {
    const most = mostOf(coupon.benefit);
    if (most === undefined || coupon.currency !== currency) return undefined;
    amount += most;
  }
  return amount > 0 ? { amount, currency } : undefined;
}

/** Returns the most that one use takes off, minor units; nothing where the coupon does not limit it. */
function mostOf({ kind, amount, everySpend, maxTimes, maxAmount, tiers }: Amounts): number | undefined {
  if (maxAmount !== undefined) return maxAmount;
  if (kind === 'amount' && everySpend === undefined) return amount;
  if (kind === 'amount' && amount !== undefined && maxTimes !== undefined) return amount * maxTimes;
  const amounts = kind === 'tiered' ? tiers?.map((tier) => tier.amount ?? Infinity) : undefined;
  const most = amounts && Math.max(...amounts);
  return most !== undefined && Number.isFinite(most) ? most : undefined;
}
