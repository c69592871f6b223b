import { unitsPerTime } from '../benefits/buy-x-get-y.js';
import type { KnownBenefit } from '../benefits/index.js';

/**
 * What more does a coupon that applies give, and from where on? By kind: the next tier, the next time. A shop's own kind can have an
 * entry, too; one without has no steps.
 */
export type NextStep<Fields extends { readonly kind: string }> = (
  benefit: Fields,
  measured: { readonly spend: number; readonly units: number },
) => Step | undefined;

export interface Step {
  /** 2 is the second tier, or the second time. */
  readonly step: number;
  /** From what on the goods in scope reach it: an amount in minor units, or else units. */
  readonly required: { readonly spend: number } | { readonly units: number };
  /** The benefit without this step and those after it. */
  readonly below: { readonly kind: string };
}

type NextSteps = {
  readonly [Kind in KnownBenefit['kind']]?: NextStep<Extract<KnownBenefit, { readonly kind: Kind }>>;
};

export const nextSteps: NextSteps = {
  amount: (benefit, { spend }) =>
    benefit.everySpend
      ? nextTime(benefit, Math.floor(spend / benefit.everySpend), (times) => ({
          spend: times * benefit.everySpend!,
        }))
      : undefined,
  tiered(benefit, { spend, units }) {
    const { tiers } = benefit;
    const reached = tiers.filter(({ minSpend, minQuantity = 0 }) =>
      minSpend === undefined ? minQuantity <= units : minSpend <= spend,
    ).length;
    const next = tiers[reached];
    if (!reached || !next) return undefined;
    return {
      step: reached + 1,
      required: next.minSpend === undefined ? { units: next.minQuantity! } : { spend: next.minSpend },
      below: { ...benefit, tiers: tiers.slice(0, reached) },
    };
  },
  buyXGetY(benefit, { units }) {
    const perTime = unitsPerTime(benefit);
    return nextTime(benefit, Math.floor(units / perTime), (times) => ({ units: times * perTime }));
  },
};

/** The step of a benefit that repeats, where it comes `times` times now. */
function nextTime(
  benefit: { readonly kind: string; readonly maxTimes?: number },
  times: number,
  requiredFor: (times: number) => Step['required'],
): Step | undefined {
  if (!times || times >= (benefit.maxTimes ?? Infinity)) return undefined;
  const below = { ...benefit, maxTimes: times };
  return { step: times + 1, required: requiredFor(times + 1), below };
}
