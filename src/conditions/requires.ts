import { scope } from '../model/shared-shapes.js';
import type { Scope } from '../model/scope.js';
import { list, object, positive, type Shape } from '../model/shape.js';
import { shortfall } from '../model/refusal.js';
import type { Condition } from './condition.js';

export interface Requirement {
  /** Which goods. */
  readonly scope: Scope;
  /** Default 1. */
  readonly quantity?: number;
}

/** The cart (a shop's coupon: that shop's part) holds at least that many units of each. */
export const requires: Condition<'requires', readonly Requirement[]> = {
  name: 'requires',
  code: 'requires',
  ofGoods: true,
  shape: list(object({ scope, 'quantity?': positive }, true) as Shape<Requirement>, 1),
  refuse: (requirements, { count }) =>
    requirements.flatMap(({ scope, quantity = 1 }) => shortfall(quantity, count(scope), { scope })),
};
