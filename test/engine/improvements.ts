import type { Conditions, KnownBenefit } from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/index.js';

/** What makes a coupon better for the shopper: each gives a better copy, or undefined where there is nothing to make better. */
type Improvement = (coupon: Coupon, by: number) => Coupon | undefined;

/** The coupon takes off the same, but is easier to get, or goes with more. */
export const easier: readonly Improvement[] = [
  lower('minSpend'),
  lower('minCartSpend'),
  lower('minQuantity'),
  ...(['requires', 'shopperTags', 'maxOrders', 'attributes'] as const).map(withoutCondition),
  ...(['validFrom', 'validUntil', 'combinesWith', 'group', 'wholeOrder'] as const).map(without),
];

/** The coupon takes off more wherever it applies. */
export const stronger: readonly Improvement[] = [
  change('amount', (amount: number, by) => amount + by),
  change('percentOff', (percentOff: number, by) => Math.min(100, Math.round(percentOff * 100 + by) / 100)),
  change('price', (price: number, by) => (price ? Math.max(0, price - by) : undefined)),
  change('everySpend', (everySpend: number, by) => Math.max(1, everySpend - by)),
  ...(['maxAmount', 'maxUnits', 'maxTimes'] as const).flatMap((cap) => [
    change(cap, (most: number, by) => most + by),
    withoutCap(cap),
  ]),
  raiseTiers,
];

function change(field: string, to: (value: number, by: number) => number | undefined): Improvement {
  return (coupon, by) => {
    const value = (coupon.benefit as unknown as Record<string, number>)[field];
    const better = value === undefined ? undefined : to(value, by);
    return better === undefined || better === value
      ? undefined
      : { ...coupon, benefit: { ...coupon.benefit, [field]: better } };
  };
}

function withoutCap(field: 'maxAmount' | 'maxUnits' | 'maxTimes'): Improvement {
  return ({ benefit, ...coupon }) => {
    const { [field]: cap, ...rest } = benefit as KnownBenefit & Record<string, unknown>;
    return cap === undefined ? undefined : { ...coupon, benefit: rest };
  };
}

function lower(name: 'minSpend' | 'minCartSpend' | 'minQuantity'): Improvement {
  return (coupon, by) => {
    const { [name]: least, ...rest } = (coupon.conditions ?? {}) as Conditions;
    if (!least) return undefined;
    const lowered = least - by;
    return { ...coupon, conditions: lowered > 0 ? { ...rest, [name]: lowered } : rest };
  };
}

function withoutCondition(name: keyof Conditions): Improvement {
  return (coupon) => {
    const { [name]: dropped, ...rest } = (coupon.conditions ?? {}) as Conditions;
    return dropped === undefined ? undefined : { ...coupon, conditions: rest };
  };
}

function without(field: 'validFrom' | 'validUntil' | 'combinesWith' | 'group' | 'wholeOrder'): Improvement {
  return ({ [field]: dropped, ...rest }) => (dropped === undefined ? undefined : rest);
}

function raiseTiers({ benefit, ...coupon }: Coupon, by: number): Coupon | undefined {
  const known = benefit as KnownBenefit;
  if (known.kind !== 'tiered') return undefined;
  const tiers = known.tiers.map(({ amount, percentOff, ...tier }) => ({
    ...tier,
    ...(amount && { amount: amount + by }),
    ...(percentOff && { percentOff: Math.min(100, percentOff + by) }),
  }));
  return { ...coupon, benefit: { ...known, tiers } as Coupon['benefit'] };
}
