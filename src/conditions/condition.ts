import type { Cart } from '../model/cart.js';
import type { Reason } from '../model/refusal.js';
import type { Scope } from '../model/scope.js';
import type { Shape } from '../model/shape.js';
import type { Shopper } from '../model/shopper.js';

/**
 * When does a coupon hold? The port: one file a condition, its name the key in `coupon.conditions`.
 */
export interface Condition<Name extends string = string, Value = unknown> {
  readonly name: Name;
  /** The code of its refusals. */
  readonly code: string;
  /** Whether it speaks of amounts or quantities of the goods, and is therefore silent where no line is in scope. */
  readonly ofGoods?: boolean;
  /** Whether the answer depends on what earlier layers left, under a residual threshold. */
  readonly residual?: boolean;
  readonly shape: Shape<Value>;
  /** The params of each reason why it does not hold; empty where it does. */
  refuse(value: Value, facts: ConditionFacts): readonly Reason['params'][];
}

/** What a condition may look at. */
export interface ConditionFacts {
  readonly cart: Cart;
  readonly shopper: Shopper;
  /** What amounts are measured on. */
  readonly on: 'list' | 'residual';
  /** The measured amount of the lines in scope, minor units. */
  readonly measured: number;
  /** The measured amount of all goods of the issuer's part of the cart, minor units. */
  readonly measuredAll: number;
  /** The units in scope. */
  readonly units: number;
  /** How many units of the issuer's part of the cart match a scope, also those that no discount may touch. */
  count(scope: Scope): number;
}

/** What a condition that names what it requires says where it does not hold. */
export function unless(holds: boolean | undefined, required: unknown): Reason['params'][] {
  return holds ? [] : [{ required }];
}
