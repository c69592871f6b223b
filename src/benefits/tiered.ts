import { percentOf } from '../money/divide.js';
import { shortfall } from '../model/refusal.js';
import { amount, list, object, oneOf, percentage, positive, type Shape } from '../model/shape.js';
import type { Benefit, BenefitFacts } from './benefit.js';

export interface Tier {
  /** Minor units. A list goes by spend or by quantity, not by both. */
  readonly minSpend?: number;
  readonly minQuantity?: number;
  /** Off, minor units. Exactly one of `amount` and `percentOff`. */
  readonly amount?: number;
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
  codes: ['min-spend', 'min-quantity'],
  shape: object(
    {
      kind: oneOf('tiered'),
      tiers: list(
        object(
          { 'minSpend?': amount, 'minQuantity?': amount, 'amount?': positive, 'percentOff?': percentage() },
          true,
        ) as Shape<Tier>,
        1,
      ),
      'maxAmount?': positive,
    },
    true,
  ) as Shape<TieredBenefit>,
  check({ tiers }, _, report) {
    const bySpend = tiers[0]?.minSpend !== undefined;
    tiers.forEach((tier, index) => {
      const path = `benefit.tiers[${index}]`;
      const before = tiers[index - 1];
      if ((tier.minSpend !== undefined) !== bySpend || (tier.minQuantity !== undefined) === bySpend)
        report(path, 'not-one-threshold');
      if ((tier.amount === undefined) === (tier.percentOff === undefined)) report(path, 'not-one-reward');
      if (tier.minSpend && tier.amount! >= tier.minSpend)
        report(`${path}.amount`, 'not-below-threshold', { threshold: tier.minSpend });
      if (before && threshold(tier) <= threshold(before)) report(path, 'out-of-order');
      if (before && goesDown(before, tier)) report(path, 'goes-down');
    });
  },
  refuse: ({ tiers: [first] }, { measured, units, on }) =>
    first!.minSpend === undefined
      ? shortfall('min-quantity', first!.minQuantity!, units)
      : shortfall('min-spend', first!.minSpend, measured, { on }),
  discount({ maxAmount = Infinity, ...benefit }, facts) {
    const tier = reached(benefit, facts);
    return Math.min(tier.amount ?? percentOf(facts.base, tier.percentOff!), maxAmount);
  },
  percentOfBase: (benefit, facts) =>
    benefit.tiers.every((tier) => tier.percentOff) ? reached(benefit, facts).percentOff : undefined,
};

function threshold(tier: Tier): number {
  return tier.minSpend ?? tier.minQuantity ?? 0;
}

/** Whether, where the next tier begins, it takes off less than the one before. An amount and a percentage compare only by spend. */
function goesDown(before: Tier, tier: Tier): boolean {
  if (before.amount && tier.amount) return tier.amount < before.amount;
  if (before.percentOff && tier.percentOff) return tier.percentOff < before.percentOff;
  const at = tier.minSpend;
  const value = ({ amount, percentOff = 0 }: Tier): number => amount ?? percentOf(at!, percentOff);
  return at !== undefined && value(tier) < value(before);
}

function reached({ tiers }: TieredBenefit, { measured, units }: BenefitFacts): Tier {
  return tiers.filter((tier) => (tier.minSpend === undefined ? units : measured) >= threshold(tier)).at(-1)!;
}
