import { percentage } from '../model/shared-shapes.js';
import { percentOf } from '../money/divide.js';
import { shortfall } from '../model/refusal.js';
import { amount, list, object, positive } from '../model/shape.js';
import { belowMinSpend, type Benefit, type BenefitFacts } from './benefit.js';

export interface Tier {
  /** Minor units. A list goes by spend or by quantity, not by both. */
  readonly minSpend?: number;
  /** Units in scope. */
  readonly minQuantity?: number;
  /** Off, minor units. Exactly one of `amount` and `percentOff`. */
  readonly amount?: number;
  /** Off; 20 is 20% off. */
  readonly percentOff?: number;
}

export interface TieredBenefit {
  readonly kind: 'tiered';
  /** Ascending. */
  readonly tiers: readonly Tier[];
  /** Minor units. */
  readonly maxAmount?: number;
}

/** The highest tier that the measured amount, or the units in scope, reaches (阶梯满减, 满件折). */
export const tiered: Benefit<'tiered', TieredBenefit> = {
  kind: 'tiered',
  fields: {
    tiers: list(
      object(
        { 'minSpend?': amount, 'minQuantity?': amount, 'amount?': positive, 'percentOff?': percentage() },
        true,
      ),
      1,
    ),
    'maxAmount?': positive,
  },
  check({ tiers }, _, report) {
    const bySpend = tiers[0]!.minSpend !== undefined;
    tiers.forEach((tier, index) => {
      const path = `benefit.tiers[${index}]`;
      const before = tiers[index - 1];
      const { minSpend, minQuantity, amount, percentOff } = tier;
      if ((minSpend === undefined) === bySpend || (minQuantity === undefined) !== bySpend)
        report(path, 'not-one-threshold');
      if ((amount === undefined) === (percentOff === undefined)) report(path, 'not-one-reward');
      if (minSpend && amount! >= minSpend)
        report(`${path}.amount`, 'not-below-threshold', { threshold: minSpend });
      if (before && thresholdOf(tier) <= thresholdOf(before)) report(path, 'out-of-order');
      if (before && goesDown(before, tier)) report(path, 'goes-down');
    });
  },
  refuse({ tiers }, facts) {
    const [{ minSpend, minQuantity = 0 }] = tiers as readonly [Tier];
    return minSpend === undefined
      ? shortfall(minQuantity, facts.units).map((params) => ({ code: 'min-quantity', params }))
      : belowMinSpend(minSpend, facts);
  },
  discount: (benefit, facts) =>
    Math.min(valueOf(reached(benefit, facts), facts.base), benefit.maxAmount ?? Infinity),
  percentOfBase: (benefit, facts) =>
    benefit.tiers.every(({ percentOff }) => percentOff) ? reached(benefit, facts).percentOff : undefined,
};

function thresholdOf({ minSpend, minQuantity = 0 }: Tier): number {
  return minSpend ?? minQuantity;
}

function valueOf({ amount, percentOff = 0 }: Tier, base: number): number {
  return amount ?? percentOf(base, percentOff);
}

/** Whether, where a tier begins, it takes off less than the one before. By quantity an amount and a percentage do not compare. */
function goesDown(before: Tier, tier: Tier): boolean {
  const comparable =
    tier.minSpend !== undefined || (before.amount === undefined) === (tier.amount === undefined);
  const base = tier.minSpend ?? 10_000;
  return comparable && valueOf(tier, base) < valueOf(before, base);
}

function reached({ tiers }: TieredBenefit, facts: BenefitFacts): Tier {
  const have = tiers[0]!.minSpend === undefined ? facts.units : facts.measured;
  return tiers.filter((tier) => thresholdOf(tier) <= have).at(-1)!;
}
