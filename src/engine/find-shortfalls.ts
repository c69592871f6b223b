import type { Cart } from '../model/cart.js';
import { layers, type Coupon, type Layer } from '../model/coupon.js';
import type { Quote } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import type { Engine } from './create-engine.js';
import { isCounted, needOf, needsOf, spendOn, unitsOf, type Need } from './need.js';
import type { NextStep } from './next-step.js';
import type { QuoteOptions } from './prepare.js';

/**
 * Which coupons lack nothing but spend or quantity, for their threshold or for the next step of what they give?
 *
 * What a threshold lacks is read from the refusals; only steps are asked of the kinds.
 */
export interface Shortfall {
  readonly coupon: Coupon;
  /** At least one; of a bundle or a `requires` one for each scope. */
  readonly needs: readonly Need[];
  /** Where the coupon applies alone already: which step is next; 2 is the second tier, or the second time. */
  readonly step?: number;
  /** Where there is a step: the coupon without it. */
  readonly below?: Coupon;
}

/** The next step of each kind that has steps. */
export type Steps = Readonly<Record<string, NextStep<never>>>;

/** @param now the best set of the coupons for the cart */
export function findShortfalls(
  { quote }: Pick<Engine, 'quote'>,
  steps: Steps,
  cart: Cart,
  coupons: readonly Coupon[],
  options: QuoteOptions,
  now: Quote,
): Shortfall[] {
  const applied = coupons.filter(({ id }) => now.applied.some(({ coupon }) => coupon === id));
  return coupons.flatMap((coupon): Shortfall[] => {
    const reasons = reasonsIn(now, coupon);
    const isRefusedAlone = reasons.length > 0 && reasons[0]!.code !== 'outvalued';
    // What applies alone may lack something beside the best set, where thresholds are measured on what earlier layers leave.
    const beside =
      isResidual(options) && reasons.length && !isRefusedAlone
        ? reasonsIn(quote(cart, [...applied, coupon], options), coupon)
        : [];
    const needs = needsOf(coupon, isRefusedAlone ? reasons : beside, cart);
    if (needs.length) return [{ coupon, needs }];

    const own = needOf(coupon, coupon.scope);
    const layer = isResidual(options) && now.applied.find((each) => each.coupon === coupon.id)?.layer;
    const spend = layer ? spendLeft(own, layer, cart, now) : spendOn(own, cart);
    const measured = { spend, units: unitsOf(own, cart) };
    const next = isRefusedAlone ? undefined : steps[coupon.benefit.kind]?.(coupon.benefit as never, measured);
    if (!next) return [];
    const { step, required, below } = next;
    return [{ coupon, needs: [{ ...own, ...required }], step, below: { ...coupon, benefit: below } }];
  });
}

/** Returns what the layers before one left of the goods that a need counts, minor units. */
export function spendLeft(need: Need, layer: Layer, cart: Cart, now: Quote): number {
  const rankOf = (id: string): number =>
    layers.indexOf(now.applied.find(({ coupon }) => coupon === id)!.layer);
  return cart.lines.reduce(
    (left, line, index) => {
      const earlier = isCounted(need, line)
        ? now.lines[index]!.allocations.filter(({ coupon }) => rankOf(coupon) < layers.indexOf(layer))
        : [];
      return earlier.reduce((rest, { amount }) => rest - amount, left);
    },
    spendOn(need, cart),
  );
}

/** Whether thresholds are measured on what earlier layers left. */
export function isResidual({ policy }: QuoteOptions): boolean {
  return policy?.threshold === 'residual';
}

function reasonsIn({ refused }: Quote, { id }: Coupon): readonly Reason[] {
  return refused.find(({ coupon }) => coupon === id)?.reasons ?? [];
}
