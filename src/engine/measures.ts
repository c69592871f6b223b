import type { ConditionFacts } from '../conditions/condition.js';
import type { Conditions } from '../conditions/index.js';

/**
 * What did a condition compare with what it requires? By its name, as plain JSON. A shop's own condition can have an entry, too; one without says
 * only what it requires.
 */
export type Measures = Readonly<Record<string, Measure<never>>>;

type Measure<Required> = (facts: ConditionFacts, required: Required) => unknown;

export const measures: {
  readonly [Name in keyof Conditions]-?: Measure<NonNullable<Conditions[Name]>>;
} = {
  minSpend: ({ measured }) => measured,
  minCartSpend: ({ measuredAll }) => measuredAll,
  minQuantity: ({ units }) => units,
  requires: ({ count }, required) => required.map(({ scope }) => count(scope)),
  // What else is known of the shopper and the cart is nobody's business here.
  shopperTags: ({ shopper: { tags = [] } }, required) => tags.filter((tag) => required.includes(tag)),
  maxOrders: ({ shopper }) => shopper.orders,
  minOrders: ({ shopper }) => shopper.orders,
  paymentMethods: ({ cart }) => cart.paymentMethod,
  regions: ({ cart }) => cart.region,
  attributes: ({ cart: { attributes = {} } }, required) =>
    Object.fromEntries(Object.keys(required).map((name) => [name, attributes[name]])),
};
