import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import { layers, type Coupon, type Layer } from '../model/coupon.js';
import type { Problem } from '../model/problem.js';
import type { Check } from './check.js';

/** What does a coupon say, whatever the cart? */
export interface Terms {
  readonly coupon: Coupon;
  readonly id: string;
  readonly benefit: Benefit;
  readonly layer: Layer;
  /** The layer's place in the order of application. */
  readonly rank: number;
  /** The shop that issued it; absent: the platform. */
  readonly shop: string | undefined;
  /** Milliseconds since the epoch; −Infinity and Infinity where it has no start or end. */
  readonly start: number;
  readonly expiry: number;
  /** Whether it asks something of coupons of other layers. */
  readonly isChoosy: boolean;
  readonly conditions: readonly Demand[];
  /** Those of the conditions that what earlier layers left can change. */
  readonly residual: readonly Demand[];
}

export interface Demand {
  readonly condition: Condition;
  readonly value: unknown;
}

/** The kinds that coupons are made of. */
export interface Kinds {
  readonly conditions: readonly Condition[];
  readonly benefits: readonly Benefit[];
  readonly check: Check;
}

/** Reads coupons; each object is read once, since a coupon never changes. */
export function createReader({ conditions, benefits, check }: Kinds): (coupon: Coupon) => Terms | Problem[] {
  const known = new WeakMap<Coupon, Terms | Problem[]>();
  const read = (coupon: Coupon): Terms | Problem[] => {
    const problems = check(coupon).filter(({ severity }) => severity === 'error');
    if (problems.length) return problems;
    const { issuer, validFrom, validUntil, combinesWith, group } = coupon;
    const benefit = benefits.find(({ kind }) => kind === coupon.benefit.kind)!;
    const layer = layerOf(coupon, benefit);
    const demands = conditions
      .map((condition) => ({ condition, value: coupon.conditions?.[condition.name] }))
      .filter(({ value }) => value !== undefined);
    return {
      coupon,
      id: coupon.id,
      benefit,
      layer,
      rank: layers.indexOf(layer),
      shop: typeof issuer === 'object' ? issuer.shop : undefined,
      start: validFrom ? Date.parse(validFrom) : -Infinity,
      expiry: validUntil ? Date.parse(validUntil) : Infinity,
      isChoosy: !!combinesWith || group !== undefined,
      conditions: demands,
      residual: demands.filter(({ condition }) => condition.residual),
    };
  };
  return (coupon) => {
    let terms = known.get(coupon);
    if (!terms) {
      terms = read(coupon);
      // What is no object is no coupon, and has no identity to remember it by.
      if (typeof coupon === 'object' && coupon) known.set(coupon, terms);
    }
    return terms;
  };
}

/** The layer of a coupon that names none. */
export function layerOf(coupon: Coupon, benefit: Benefit): Layer {
  return (
    coupon.layer ??
    benefit.layer ??
    (coupon.conditions?.paymentMethods ? 'payment' : typeof coupon.issuer === 'object' ? 'shop' : 'platform')
  );
}
