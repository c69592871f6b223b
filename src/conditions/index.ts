import { attributes } from './attributes.js';
import type { Condition } from './condition.js';
import { maxOrders } from './max-orders.js';
import { minCartSpend } from './min-cart-spend.js';
import { minOrders } from './min-orders.js';
import { minQuantity } from './min-quantity.js';
import { minSpend } from './min-spend.js';
import { paymentMethods } from './payment-methods.js';
import { regions } from './regions.js';
import { requires } from './requires.js';
import { shopperTags } from './shopper-tags.js';

/** Every condition, in the order in which their reasons are given. A new one is its file and one line here. */
export const conditions = [
  minSpend,
  minCartSpend,
  minQuantity,
  requires,
  shopperTags,
  maxOrders,
  minOrders,
  paymentMethods,
  regions,
  attributes,
] as const;

/** `coupon.conditions` as these conditions have it. */
export type Conditions = {
  readonly [Each in (typeof conditions)[number] as Each['name']]?: Each extends Condition<string, infer Value>
    ? Value
    : never;
};
