import type { Line } from '../model/cart.js';
import type { Coupon, Layer } from '../model/coupon.js';
import { shortfall, type Reason } from '../model/refusal.js';
import type { Scope } from '../model/scope.js';
import type { Report, Shape } from '../model/shape.js';

/**
 * What does a coupon take off? The port: one file a kind, named like it.
 *
 * Two invariants make the best set findable: a discount never grows when less is left of the goods, and with less left, what the
 * shopper pays never rises.
 */
export interface Benefit<
  Kind extends string = string,
  Fields extends { readonly kind: Kind } = { readonly kind: Kind },
> {
  readonly kind: Kind;
  /** The one layer that it may have; absent: any but `shipping`. */
  readonly layer?: Layer;
  /** The forms of its fields beside `kind`; `name?` may be absent. */
  readonly fields: Readonly<Record<string, Shape<unknown>>>;
  /** What a merchant would regret beyond the form. Called for a well-formed coupon. */
  check?(benefit: Fields, coupon: Coupon, report: Report): void;
  /** A second scope, whose lines (outside of the coupon's own) it may reach too. */
  reaches?(benefit: Fields): Scope | undefined;
  /** Why it does not apply; absent or empty: it does. */
  refuse?(benefit: Fields, facts: BenefitFacts): readonly Reason[];
  /**
   * What it takes off, minor units: a total, which is cut to the room of the goods and split over them; or, of a benefit that speaks of
   * units, each line's discount by its place.
   */
  discount(benefit: Fields, facts: BenefitFacts): number | ReadonlyMap<number, number>;
  /** The percentage of `base` that its total never exceeds (but for rounding); absent: none is known. */
  percentOfBase?(benefit: Fields, facts: BenefitFacts): number | undefined;
}

/** What a benefit may look at. */
export interface BenefitFacts {
  /** The lines in scope, by id. */
  readonly goods: readonly Goods[];
  /** The lines of the second scope that are not in scope, by id. */
  readonly others: readonly Goods[];
  /** The units in scope. */
  readonly units: number;
  /** The measured amount of the lines in scope, minor units. */
  readonly measured: number;
  readonly on: 'list' | 'residual';
  /** What is left of the lines in scope (for a shipping benefit: of the fees), minor units. */
  readonly base: number;
  /** The coupon's own scope. */
  readonly scope: Scope;
  /** Which of `goods` match a scope. */
  within(scope: Scope): readonly Goods[];
}

export interface Goods {
  /** The line's place among the cart's lines, sorted by id. */
  readonly place: number;
  readonly line: Line;
  readonly unitPrice: number;
  readonly quantity: number;
  /** The most that a discount may take off one unit. */
  readonly unitRoom: number;
}

/** A reason that names what a bundle or a buy-X-get-Y lacks. */
export function incomplete(parts: readonly { readonly scope: Scope; readonly quantity: number }[]): Reason[] {
  const missing = parts.filter(({ quantity }) => quantity > 0);
  return missing.length ? [{ code: 'incomplete', params: { missing } }] : [];
}

/** A reason that says how much the goods fall short of a first threshold. */
export function belowMinSpend(required: number, { measured, on }: BenefitFacts): Reason[] {
  return shortfall(required, measured, { on }).map((params) => ({ code: 'min-spend', params }));
}

export function countUnits(goods: readonly Goods[]): number {
  return goods.reduce((units, { quantity }) => units + quantity, 0);
}

/** Dearest first; equal prices by line id. */
export function dearest(goods: readonly Goods[]): Goods[] {
  return [...goods].sort((a, b) => b.unitPrice - a.unitPrice || a.place - b.place);
}

/** Cheapest first; equal prices by line id. */
export function cheapest(goods: readonly Goods[]): Goods[] {
  return [...goods].sort((a, b) => a.unitPrice - b.unitPrice || a.place - b.place);
}

/** Gives the first `units` units what `offUnit` says, at most their room; returns each line's discount by its place. */
export function take(
  goods: readonly Goods[],
  units: number,
  offUnit: (unit: Goods) => number,
): Map<number, number> {
  const discounts = new Map<number, number>();
  for (const unit of goods) {
    const count = Math.min(units, unit.quantity);
    discounts.set(unit.place, count * Math.min(offUnit(unit), unit.unitRoom));
    units -= count;
  }
  return discounts;
}
