import type { Coupon } from '../../model/coupon.js';

/** The fields of benefits that say how much they take off at most, whatever the cart. */
interface Bounds {
  readonly kind: string;
  readonly amount?: number;
  readonly everySpend?: number;
  readonly maxTimes?: number;
  readonly maxUnits?: number;
  readonly maxAmount?: number;
  readonly tiers?: readonly { readonly amount?: number }[];
}

/** Returns the most that a coupon can take off an order, minor units; `undefined` where that hangs on what is bought. */
export function worthOf({ benefit }: Coupon): number | undefined {
  const { kind, amount, everySpend, maxTimes, maxUnits, maxAmount, tiers } = benefit as Bounds;
  if (maxAmount !== undefined) return maxAmount;
  if (kind === 'amount') return everySpend === undefined ? amount : times(amount, maxTimes);
  if (kind === 'each') return times(amount, maxUnits);
  const amounts = kind === 'tiered' ? tiers?.map((tier) => tier.amount) : undefined;
  if (!amounts?.length || amounts.includes(undefined)) return undefined;
  return Math.max(...(amounts as number[]));
}

function times(amount: number | undefined, count: number | undefined): number | undefined {
  return amount === undefined || count === undefined ? undefined : amount * count;
}
